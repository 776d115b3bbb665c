"""A reviewer without a mouse: takes a step, is told a mistake, decides, and goes to the next."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from service.commands.examples import read_example
from tests.front_office import EXAMPLES, HOME, REGION, Story

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FARTHEST = 90
SEEN = """() => {
  const here = document.activeElement, style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return drawn && box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0;
}"""


def tab_to(page, place):
    """Tab until there; whatever is passed on the way shows that it has the focus."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")[:200]
        if place.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"not reached by Tab: {place}")


def press(page, place):
    page.wait_for_load_state()
    tab_to(page, place)
    page.keyboard.press("Enter")


@pytest.fixture
def waiting(story):
    """Two requests in the queue of the reviewer."""
    story.tell(until="opening_accept")
    told = read_example(EXAMPLES / "clk-correction-stops-the-clock.toml")
    at = story.office.clock.at
    answers = {"people": 90, "credit_on": "2020-05-18"}
    others = replace(told.scenes[0], who="other_institution", at=at, answers=answers)
    school = replace(told, scenes=(others,))
    second = Story(story.office, school)
    opened = story.office.call(
        "other_institution",
        "POST",
        "/cases",
        headers={"Idempotency-Key": "open-another-class"},
        json={"jurisdiction": HOME, "region": REGION},
    )
    second.number = opened.json["number"]
    filed = second.play(0)
    assert filed.status_code == 200, filed.text
    return story, second


def test_the_skip_link_comes_first_and_leads_past_the_navigation(waiting, desks):
    page = desks.of("county_reviewer").page
    desks.of("county_reviewer").go()
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_a_reviewer_takes_decides_and_goes_to_the_next_with_keys_alone(waiting, desks):
    page = desks.of("county_reviewer").page
    desks.of("county_reviewer").go()
    for told in waiting:
        press(page, page.get_by_role("button", name=f"签收 {told.number}"))
        expect(page.locator(".alert.green")).to_contain_text("已签收，由您办理")
        press(page, page.locator("tr").filter(has_text=told.number).get_by_role("link").first)
        expect(page.locator("h1")).to_have_text("受理核对")
        press(page, page.locator(".form-foot .btn-primary"))
        expect(page.locator("#problems")).to_be_focused()
        press(page, page.locator("#problems a").first)
        expect(page.locator('[name="decision"][value="accept"]')).to_be_focused()
        page.keyboard.press("Space")
        tab_to(page, page.locator('[name="opinion"]'))
        page.keyboard.type("材料齐全。")
        press(page, page.locator(".form-foot .btn-primary"))
        expect(page.locator(".alert.green")).to_contain_text("已提交")
        press(page, page.locator("nav.places").get_by_role("link", name="待办"))
        expect(page.locator("h1")).to_have_text("待办")
    expect(page.locator("main")).not_to_contain_text(waiting[1].number)
