"""A step nobody may do: on the head's desk, told once, gone when somebody gets the office."""

import pytest

from service.clock.tick import tick
from service.records.outbox import messages_of
from tests.front_office import Story
from tests.web.people.conftest import HERE, SECURITY, SYSTEM, Desks

APPROVER = {"role": "county_approver", "place": HERE}


@pytest.fixture
def story(desks: Desks) -> Story:
    """The county's only approver has left; the reviewer has accepted the request."""
    number = desks.number("demo-approver")
    desks.post(SECURITY, f"/accounts/{number}/roles/{desks.grant_of(number)}/withdraw")
    told = Story.of(desks.office).tell(until="opening_approve")
    tick(desks.office.house())
    return told


def told(story: Story) -> int:
    with story.office.records() as session:
        return [one.template for one in messages_of(session, story.case().id)].count("step_held")


def test_the_head_finds_it_on_his_desk_and_hears_of_it_once(desks, story):
    for _ in range(3):
        tick(desks.office.house())
    assert told(story) == 1
    assert story.number in desks.get("demo-head", "/office").text
    assert "无人可办" in desks.get("demo-head", f"/cases/{story.number}").text
    inbox = desks.get("demo-head", "/inbox").text
    assert inbox.count(f"/cases/{story.number}") >= 1
    assert story.number not in desks.get("demo-head-2", "/office").text


def test_somebody_given_the_office_frees_it(desks, story):
    number = desks.enter("new-approver", "N")
    desks.post(SECURITY, f"/accounts/{number}/roles", APPROVER)
    assert "无人可办" not in desks.get("demo-head", f"/cases/{story.number}").text
    key = story.step("opening_approve").key
    page = desks.get("new-approver", f"/cases/{story.number}/steps/{key}")
    assert page.status_code == 200


def test_an_account_opened_again_frees_it_too(desks):
    number = desks.number("demo-approver")
    desks.post(SYSTEM, f"/accounts/{number}/close")
    story = Story.of(desks.office).tell(until="opening_approve")
    assert "无人可办" in desks.get("demo-head", f"/cases/{story.number}").text
    desks.post(SYSTEM, f"/accounts/{number}/reopen")
    assert "无人可办" not in desks.get("demo-head", f"/cases/{story.number}").text


def test_who_accepted_is_given_the_office_in_vain(desks, story):
    number = desks.number("demo-reviewer")
    assert desks.post(SECURITY, f"/accounts/{number}/roles", APPROVER).status_code == 303
    assert "无人可办" in desks.get("demo-head", f"/cases/{story.number}").text


def test_the_head_may_finish_it_himself(desks, story):
    key = story.step("opening_approve").key
    page = desks.get("demo-head", f"/cases/{story.number}/steps/{key}")
    assert page.status_code == 200
