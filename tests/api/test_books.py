"""The books over the API: the same figures, and a day closed as it was read."""

import pytest

from tests.front_office import Story

MAY = {"month": "2020-05"}
DAY = "/books/days/chongqing/500103/2020-05-28"


@pytest.fixture
def paid(office):
    """A class whose advance the bank has paid."""
    return Story.of(office).tell(until="class_confirm_start")


def ask(paid, path, role="auditor", **asked):
    answer = paid.office.call(role, "GET", path, query_string=asked)
    assert answer.status_code == 200, answer.text
    return answer.json


def close(paid, role="finance_reviewer", key="close-the-day", **given):
    headers = {"Idempotency-Key": key}
    return paid.office.call(role, "POST", DAY, headers=headers, json=given)


def test_the_year_in_figures(paid):
    told = ask(paid, "/books/figures", **MAY)
    assert told["funds"]["ZZ"]["spent_fen"] == 3_000_000
    assert told["days_from_claim_to_money"] == {"payments": 1, "median": 8, "slowest": 8}
    assert told["moved_fen"]["paid"] == 3_000_000


def test_the_sums_of_a_month_are_its_entries(paid):
    (month,) = ask(paid, "/books/statement", **MAY)["items"]
    entries = ask(paid, "/books/entries", case=paid.number)["items"]
    assert month["entries"] == len(entries)
    assert {one["kind"] for one in entries} >= {"COMMIT", "INSTRUCT", "ADVANCE"}
    balance = ask(paid, "/books/trial-balance", **MAY)
    assert balance["balanced"]
    assert {one["account"]: one["after_fen"] for one in balance["accounts"]}["advance"] == 3_000_000


def test_entries_come_in_pages_without_a_gap(paid):
    seen, asked = [], {"case": paid.number, "limit": "2"}
    while True:
        told = ask(paid, "/books/entries", **asked)
        seen += [one["id"] for one in told["items"]]
        if told["next"] is None:
            break
        asked["cursor"] = told["next"]
    assert len(seen) == len(set(seen)) == len(ask(paid, "/books/entries", **MAY)["items"])


def test_a_day_is_closed_as_it_was_read_and_once(paid):
    digest = ask(paid, DAY)["digest"]
    assert close(paid, digest="another").status_code == 409
    assert close(paid, "finance_payer", digest=digest).status_code == 403
    assert close(paid, key="close-the-day-1", digest=digest).json["seq"] == 1
    assert close(paid, key="close-the-day-2", digest=digest).json["repeated"]
    assert [one["seq"] for one in ask(paid, DAY)["closings"]] == [1]


def test_what_is_asked_for_wrongly_is_refused(office):
    for path, status in (
        *(("/books/statement?by=x", 400), ("/books/entries?month=x", 400)),
        *(("/books/entries?cursor=x", 400), ("/books/entries?case=CQ-2020-999999", 404)),
        *(("/books/days/chongqing/1/2020-05-28", 404), ("/books/days/x/500103/x", 404)),
    ):
        assert office.call("auditor", "GET", path).status_code == status, path
    assert office.call("institution", "GET", "/books/figures").status_code == 403


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "soon"])
def test_a_day_that_has_no_end_is_none(office, day):
    path = f"/books/days/chongqing/500103/{day}"
    assert office.call("auditor", "GET", path).status_code == 404
