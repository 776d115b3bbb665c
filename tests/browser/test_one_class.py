"""One class from the request to the last yuan, by clicks and keys, each person at their desk."""

import pytest
from playwright.sync_api import expect

from service.clock.due_cases import pass_due
from service.domain.orders import BY_NAME
from tests.browser.clerk import form_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def play(story, desks, at):
    """One scene of the example, by whoever it is for."""
    scene = story.example.scenes[at]
    story.office.clock.at = scene.at
    pass_due(story.office.house())
    if scene.who is None:
        return
    clerk = desks.of(scene.who)
    if scene.order is None:
        name = scene.step
        clerk.open_step(story.step(name).name)
    else:
        name = str(BY_NAME[scene.order].form)
        clerk.order(story.number, name.replace("_", "-"))
    clerk.fill(form_of(name), story.answers(at))
    clerk.done()


@pytest.mark.parametrize("database", BOTH, indirect=True)
def test_a_class_goes_from_the_request_to_the_last_yuan(story, desks):
    for at in range(len(story.example.scenes)):
        play(story, desks, at)
    page = desks.of("institution").page
    desks.of("institution").open_case(story.number)
    for words in ("办结", "57,000.00", "人民币伍万柒仟元整", "本办件已结束"):
        expect(page.locator("main")).to_contain_text(words)


def test_a_request_is_opened_filed_and_approved_without_any_script(story, desks):
    desks.scripts = False
    clerk = desks.of("institution")
    clerk.go("/cases/new")
    clerk.submit()
    expect(clerk.page.locator("h1")).to_have_text("填报开班申请")
    for at in range(3):
        play(story, desks, at)
    expect(desks.of("county_approver").page.locator("main")).to_contain_text("开班获批")
