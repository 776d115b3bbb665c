"""The buttons about who works a step, over pages and API: taken, put back, handed on, refused."""

import pytest

from service.records.person import by_login
from tests.front_office import LOGINS, Story, mailed


@pytest.fixture
def story(office):
    return Story.of(office).tell(until="opening_accept")


def place(story) -> str:
    return f"/cases/{story.number}/steps/{story.step('opening_accept').key}"


def assignee(story) -> int | None:
    found = story.step("opening_accept").assignee_id
    assert found is None or isinstance(found, int)
    return found


def account(story, role: str) -> int:
    with story.office.records() as session:
        person = by_login(session, LOGINS[role])
    assert person is not None
    return person.id


def test_a_reviewer_takes_a_step_and_puts_it_back(story):
    browser = story.office.browser("county_reviewer")
    assert browser.post(f"{place(story)}/take").location == f"/cases/{story.number}"
    assert assignee(story) == account(story, "county_reviewer")
    assert "由您签收" in browser.get(f"/cases/{story.number}").text
    browser.post(f"{place(story)}/put-back")
    assert assignee(story) is None


def test_another_office_is_refused(story):
    browser = story.office.browser("finance_payer")
    assert browser.post(f"{place(story)}/take").status_code == 403
    assert browser.get(f"{place(story)}/hand").status_code == 403
    assert "签收</button>" not in browser.get(f"/cases/{story.number}").text


def test_the_head_hands_a_step_to_a_colleague_who_is_listed(story):
    other = mailed(story.office, "li@example.com")
    browser = story.office.browser("county_head")
    page = browser.get(f"{place(story)}/hand").text
    assert 'value="mailed-county_reviewer"' in page
    assert LOGINS["county_approver"] not in page
    browser.post(f"{place(story)}/hand", data={"to": "mailed-county_reviewer"})
    assert assignee(story) == other


def test_handed_to_nobody_the_page_asks_for_somebody(story):
    browser = story.office.browser("county_head")
    page = browser.post(f"{place(story)}/hand", data={"next": "/"})
    assert (page.status_code, "请选择一位同事" in page.text) == (422, True)
    assert browser.post(f"{place(story)}/hand", data={"to": "nobody"}).status_code == 404
    stranger = story.office.browser("other_institution")
    assert stranger.post(f"{place(story)}/hand", data={}).status_code == 404


def test_after_the_button_one_is_back_where_it_stood(story):
    browser = story.office.browser("county_reviewer")
    answer = browser.post(f"{place(story)}/take", data={"next": "/?whose=free"})
    assert answer.location == "/?whose=free"
    answer = browser.post(f"{place(story)}/put-back", data={"next": "//evil.example"})
    assert answer.location == f"/cases/{story.number}"


def test_a_step_that_is_gone_is_not_handed_on(story):
    browser = story.office.browser("county_head")
    assert browser.get(f"/cases/{story.number}/steps/gone/hand").status_code == 303


def test_the_same_over_the_api(story):
    def order(role, word, key, **more):
        return story.office.call(
            role,
            "POST",
            f"{place(story)}/{word}",
            headers={"Idempotency-Key": key * 8},
            **more,
        )

    assert order("county_reviewer", "take", "a").status_code == 200
    assert order("county_reviewer", "take", "a").json["repeated"] is True
    assert order("county_approver", "put-back", "b").status_code == 403
    assert order("county_reviewer", "hand", "c", json={}).status_code == 400
    assert order("county_reviewer", "hand", "d", json={"to": "nobody"}).status_code == 404
    assert order("county_reviewer", "put-back", "e").status_code == 200
