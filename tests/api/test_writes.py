"""What a write needs: a key that makes its repeat harmless, and the version it was drawn from."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.front_office import HOME, REGION

OPEN = {"jurisdiction": HOME, "region": REGION}


def cases_of(office):
    return office.call("auditor", "GET", "/cases").json["items"]


def test_the_same_key_opens_one_case_and_answers_the_same(office):
    key = {"Idempotency-Key": "once-and-again"}
    first = office.call("institution", "POST", "/cases", headers=key, json=OPEN)
    again = office.call("institution", "POST", "/cases", headers=key, json=OPEN)
    assert first.status_code == again.status_code == 201
    assert (again.json["number"], again.json["repeated"]) == (first.json["number"], True)
    assert len(cases_of(office)) == 1


def test_the_same_key_at_the_same_moment_opens_one_case(office):
    token = office.token("institution")
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "at-once-twice"}

    def call(_):
        return office.app.test_client().post("/api/cases", headers=headers, json=OPEN)

    with ThreadPoolExecutor(2) as pool:
        numbers = {answer.json["number"] for answer in pool.map(call, range(2))}
    assert len(numbers) == len(cases_of(office)) == 1


def test_the_same_key_for_another_order_is_refused(office):
    key = {"Idempotency-Key": "one-key-two-orders"}
    office.call("institution", "POST", "/cases", headers=key, json=OPEN)
    other = {**OPEN, "region": "500105"}
    answer = office.call("institution", "POST", "/cases", headers=key, json=other)
    assert (answer.status_code, answer.json["code"]) == (422, "key_reused")


def test_a_write_without_a_key_is_refused(office):
    answer = office.call("institution", "POST", "/cases", json=OPEN)
    assert (answer.status_code, answer.json["code"]) == (400, "key_missing")


def test_a_step_is_not_finished_without_its_version(story):
    key = story.step("opening_fill").key
    answer = story.office.call(
        "institution",
        "POST",
        f"/cases/{story.number}/steps/{key}",
        headers={"Idempotency-Key": "no-version"},
        json={},
    )
    assert answer.status_code == 428


def test_a_step_finished_meanwhile_says_by_whom(story):
    step = story.step("opening_fill")
    assert story.play(0).status_code == 200
    answer = story.office.call(
        "institution",
        "POST",
        f"/cases/{story.number}/steps/{step.key}",
        headers={"Idempotency-Key": "too-late", "If-Match": f'"{step.key}.{step.version}"'},
        json=story.answers(0),
    )
    assert answer.status_code == 412
    assert answer.json["changed_by"]


def test_a_repeated_step_gets_the_first_answer(story):
    tag = story.step("opening_fill")
    path = f"/cases/{story.number}/steps/{tag.key}"
    sent = {"Idempotency-Key": "fill-it-once", "If-Match": f'"{tag.key}.{tag.version}"'}
    first, again = (
        story.office.call("institution", "POST", path, headers=sent, json=story.answers(0))
        for _ in range(2)
    )
    assert first.json["seq"] == again.json["seq"]
    assert again.json["repeated"] is True


def test_reading_a_step_gives_the_tag_its_finishing_needs(story):
    key = story.step("opening_fill").key
    answer = story.office.call("institution", "GET", f"/cases/{story.number}/steps/{key}")
    assert answer.headers["ETag"] == f'"{key}.1"'
    assert "roster" in answer.json["answers_schema"]["properties"]


def test_wrong_answers_are_told_all_at_once_field_by_field(story):
    answers = dict(story.answers(0))
    answers["roster"] = [{**answers["roster"][0], "id_no": "510123199001011030"}]
    answers["starts_on"] = "not a day"
    step = story.step("opening_fill")
    answer = story.office.call(
        "institution",
        "POST",
        f"/cases/{story.number}/steps/{step.key}",
        headers={"Idempotency-Key": "all-at-once", "If-Match": f'"{step.key}.1"'},
        json=answers,
    )
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    fields = {problem["field"] for problem in answer.json["problems"]}
    assert {"roster[0].id_no", "starts_on"} <= fields


@pytest.mark.parametrize("body", ["[]", "not json"])
def test_a_body_that_is_no_object_is_refused(office, body):
    answer = office.call(
        "institution",
        "POST",
        "/cases",
        headers={"Idempotency-Key": "no-object"},
        data=body,
        content_type="application/json",
    )
    assert answer.status_code == 400
