"""Who may call: a token that is known, alive and wide enough; what one may not see is not there."""

import re

from tests.front_office import Story, stranger


def test_nobody_reads_without_a_token(office):
    answer = office.app.test_client().get("/api/cases")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json["code"] == "sign_in"


def test_a_reading_token_does_not_write(office):
    token = office.token("institution", "read")
    answer = office.app.test_client().post(
        "/api/cases", headers={"Authorization": f"Bearer {token}"}, json={}
    )
    assert answer.status_code == 403


def test_an_unknown_token_is_nobody(office):
    answer = office.app.test_client().get(
        "/api/cases", headers={"Authorization": "Bearer " + "x" * 43}
    )
    assert answer.status_code == 401


def test_another_institution_does_not_see_the_case(story):
    answer = story.office.call("other_institution", "GET", f"/cases/{story.number}")
    assert answer.status_code == 404
    assert story.office.call("other_institution", "GET", "/cases").json["items"] == []


def test_another_district_sees_neither_case_nor_books_nor_diagram(story):
    who = stranger(story.office)
    for look in ("", "/history", "/ledger", "/deadlines", "/answers", "/diagram.svg"):
        assert story.office.call(who, "GET", f"/cases/{story.number}{look}").status_code == 404


def test_every_address_of_the_api_asks_for_a_token(office):
    client = office.app.test_client()
    for rule in office.app.url_map.iter_rules():
        if str(rule.endpoint).startswith("api."):
            path = re.sub(r"<[^>]+>", "1", rule.rule)
            for method in (rule.methods or set()) & {"GET", "POST"}:
                assert client.open(path, method=method).status_code == 401, rule


def test_a_corrected_roster_is_read_with_personal_data_masked_too(office):
    story = Story.of(office, "correction-second-round")
    for at in range(3):
        assert story.play(at).status_code == 200
    listed = story.office.call("auditor", "GET", f"/cases/{story.number}/answers").json["items"]
    corrected = [one["answers"] for one in listed if one["step"] == "opening_correct"]
    assert corrected
    assert all("*" in person["id_no"] for one in corrected for person in one["roster"])


def test_answers_are_read_with_personal_data_masked(story):
    story.tell(until="opening_accept")
    (item,) = story.office.call("auditor", "GET", f"/cases/{story.number}/answers").json["items"]
    person = item["answers"]["roster"][0]
    assert person["name"].endswith("*")
    assert set(person["id_no"][3:-3]) == {"*"}
