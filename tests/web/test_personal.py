"""People are seen in full for a reason, each look is in history, and nobody is barred by it."""

import re

import pytest
from sqlalchemy import select

from service.domain.permissions import ROLES
from service.domain.personal_data import REASONS
from service.records.history import history_of
from service.records.personal_data import PersonalDataReason
from tests.front_office import HOME, REGION

SEE = frozenset(
    {
        *("institution", "county_reviewer", "county_approver", "county_head"),
        *("assessor", "finance_reviewer", "finance_payer", "auditor"),
    }
)


@pytest.fixture
def filed(story):
    return story.tell(until="opening_accept")


def looks(story):
    case_id = story.case().id
    with story.office.records() as session:
        return [row for row in history_of(session, case_id) if row.order == "SeePersonalData"]


def look(story, role, browser=None, **form):
    browser = browser or story.office.browser(role)
    return browser.post(f"/cases/{story.number}/personal-data", data=form)


def learner(story):
    return story.answers(0)["roster"][0]


@pytest.mark.parametrize("role", sorted(SEE))
def test_who_works_on_the_case_sees_its_people_for_a_reason(filed, role):
    page = look(filed, role, reason="check_identity")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert learner(filed)["id_no"] in page.text
    entry = looks(filed)[0]
    assert (entry.lane, entry.outcome) == (None, {"seen_for": "check_identity"})


@pytest.mark.parametrize("role", ["platform", "policy_admin", "other_institution"])
def test_nobody_else_sees_anybody(filed, role):
    page = look(filed, role, reason="check_identity")
    assert page.status_code in (403, 404)
    assert learner(filed)["name"] not in page.text
    assert looks(filed) == []


@pytest.mark.parametrize("reason", ["", "curiosity", "x" * 5000])
def test_without_a_reason_from_the_list_nothing_is_seen(filed, reason):
    page = look(filed, "auditor", reason=reason)
    assert page.status_code == 422
    assert learner(filed)["id_no"] not in page.text
    assert looks(filed) == []


def test_one_reason_a_sitting_and_one_entry_a_look(filed):
    browser = filed.office.browser("auditor")
    look(filed, "auditor", browser, reason="audit")
    assert look(filed, "auditor", browser).status_code == 200
    assert look(filed, "auditor", browser, reason="complaint").status_code == 200
    assert [entry.outcome["seen_for"] for entry in looks(filed)] == ["audit"] * 3
    with filed.office.records() as session:
        assert len(session.scalars(select(PersonalDataReason)).all()) == 1


def test_another_sitting_gives_its_own_reason(filed):
    look(filed, "auditor", reason="audit")
    assert look(filed, "auditor").status_code == 422


def test_the_next_case_asks_for_a_reason_of_its_own(filed):
    browser, first = filed.office.browser("county_reviewer"), filed.number
    assert look(filed, "county_reviewer", browser, reason="audit").status_code == 200
    place, key = {"jurisdiction": HOME, "region": REGION}, {"Idempotency-Key": "one-more-class"}
    opened = filed.office.call("institution", "POST", "/cases", headers=key, json=place)
    filed.number = opened.json["number"]
    assert filed.number != first
    assert look(filed, "county_reviewer", browser).status_code == 422
    assert looks(filed) == []
    assert look(filed, "county_reviewer", browser, reason="check_identity").status_code == 200
    assert [entry.outcome["seen_for"] for entry in looks(filed)] == ["check_identity"]


def test_no_address_shows_anybody(filed):
    page = filed.office.browser("auditor").get(f"/cases/{filed.number}/personal-data?reason=audit")
    assert page.status_code == 200
    assert learner(filed)["name"] not in page.text
    assert looks(filed) == []


def test_looking_makes_no_open_form_stale_and_bars_nobody(filed):
    step = filed.step("opening_accept")
    look(filed, "county_approver", reason="check_identity")
    assert filed.step("opening_accept").version == step.version
    at = next(n for n, s in enumerate(filed.example.scenes) if s.step == "opening_accept")
    assert filed.play(at).status_code == 200


def test_history_tells_who_looked_and_why_in_plain_words(filed):
    look(filed, "county_reviewer", reason="check_account")
    browser = filed.office.browser("auditor")
    assert "查看完整个人信息，事由：核对账户" in browser.get(f"/cases/{filed.number}").text
    browser.get("/language/en")
    page = browser.get(f"/cases/{filed.number}").text
    assert "Personal data seen in full, reason: Checking an account" in page


def test_the_api_sees_in_full_for_a_reason_too(filed):
    path = f"/cases/{filed.number}/personal-data"
    seen = filed.office.call("county_reviewer", "POST", path, json={"reason": "audit"})
    assert seen.status_code == 200
    assert seen.json["items"][0]["answers"]["roster"][0]["id_no"] == learner(filed)["id_no"]
    assert filed.office.call("county_reviewer", "POST", path, json={}).status_code == 422
    assert filed.office.call("platform", "POST", path, json={"reason": "audit"}).status_code == 403
    assert len(looks(filed)) == 1


def test_every_reason_and_role_has_both_languages():
    assert all(re.search("[一-鿿]", zh) and en.isascii() for zh, en in REASONS.values())
    assert set(ROLES) >= SEE
