"""What is no text, no number and no moment: refused at the door, never a 500."""

import pytest

from tests.front_office import institutions

HUGE = "9" * 5_000
HALF = '"\\ud83d"'


@pytest.fixture
def filed(story):
    return story.tell(until="opening_accept")


def test_an_address_with_a_nul_leads_nowhere(office):
    for path in (
        "/cases/a%00b",
        "/cases/x/history?cursor=%00",
        "/forms/a%00b/x",
        "/deadline?x=%00",
    ):
        answer = office.call("auditor", "GET", path)
        assert (answer.status_code, answer.json["code"]) == (400, "bad_request")


def test_a_number_no_row_can_have_is_refused(office):
    for query in (f"limit={HUGE}", f"cursor={HUGE}", "limit=²", "cursor=-1"):
        assert office.call("auditor", "GET", f"/cases?{query}").status_code == 400
    assert office.call("auditor", "GET", "/tasks?cursor=" + HUGE).status_code == 400


def test_a_tag_that_nobody_gave_out_is_of_another_version(filed):
    key = filed.step("opening_accept").key
    for tag in ('""', '"%s.²"', '"%s.' + HUGE + '"', '"%s.-1"', "*", 'W/"%s.99"'):
        headers = {"Idempotency-Key": "any-key-at-all", "If-Match": tag.replace("%s", key)}
        address = f"/cases/{filed.number}/steps/{key}"
        more = {"headers": headers, "json": {"decision": "accept"}}
        assert filed.office.call("county_reviewer", "POST", address, **more).status_code == 412


@pytest.mark.parametrize("text", [HALF, f'{{"a": [{HALF}]}}'])
def test_half_a_sign_is_refused_before_anything_is_reckoned_from_it(filed, text):
    key = filed.step("opening_accept").key
    headers = {"Idempotency-Key": "half-a-sign", "If-Match": f'"{key}.1"'}
    body = {"data": f'{{"opinion": {text}, "to": {text}}}', "content_type": "application/json"}
    for path in (f"steps/{key}", "orders/withdraw", f"steps/{key}/hand"):
        address = f"/cases/{filed.number}/{path}"
        answer = filed.office.call("county_reviewer", "POST", address, headers=headers, **body)
        assert (answer.status_code, answer.json["code"]) == (400, "no_text")


def test_a_nul_in_a_posted_word_is_refused(office):
    for name in ("jurisdiction", "region", "uscc"):
        given = {"jurisdiction": "chongqing", "region": "500103", name: "a\x00b"}
        headers = {"Idempotency-Key": "open-with-nul"}
        answer = office.call("institution", "POST", "/cases", headers=headers, json=given)
        assert (answer.status_code, answer.json["code"]) == (400, "no_text")


def test_a_nul_in_an_answer_is_told_beside_its_field(story):
    step = story.step("opening_fill")
    answers = {**story.answers(0), "class_name": "班\x00级"}
    headers = {"Idempotency-Key": "nul-in-answer", "If-Match": f'"{step.key}.{step.version}"'}
    address = f"/cases/{story.number}/steps/{step.key}"
    answer = story.office.call("institution", "POST", address, headers=headers, json=answers)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json["problems"]] == ["class_name"]


def test_papers_came_in_at_a_moment_that_there_is(office):
    given = {"jurisdiction": "chongqing", "region": "500103", "reason": "x", "uscc": uscc(office)}
    for moment in ("0001-01-01T00:00+08:00", "9999-12-31T23:59-08:00", "2020-02-30T00:00Z"):
        sent = {"headers": {"Idempotency-Key": "at-the-edge"}, "json": {**given}}
        sent["json"]["received_at"] = moment
        answer = office.call("demo-counter", "POST", "/counter-filings", **sent)
        assert (answer.status_code, answer.json["code"]) == (400, "no_moment")


def uscc(office) -> str:
    with office.records() as session:
        return institutions(session)[0].uscc
