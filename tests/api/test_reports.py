"""Dispatch reports over the API: read, filled in, confirmed, and what is not of the right kind."""

import pytest

PATH = "/reports/chongqing/dispatch/500103/2020-05-25"


def put(office, role, path, key, **given):
    headers = {"Idempotency-Key": f"report-{key}"}
    return office.call(role, "POST", path, json=given, headers=headers)


def test_a_report_goes_from_the_records_to_the_city(office):
    assert put(office, "county_reviewer", PATH, "first").json["seq"] == 1
    assert put(office, "county_reviewer", PATH, "first").json["seq"] == 1
    more = {"stated": {"registered": 3}, "reasons": {"registered": "补登"}}
    more |= {"annex": {"ministry_platforms": ["云课堂"]}}
    assert put(office, "county_reviewer", PATH, "second", seq=1, **more).json["seq"] == 2
    put(office, "county_approver", f"{PATH}/confirm", "third", seq=2)
    states = office.call("auditor", "GET", PATH).json["states"]
    assert [one["state"] for one in states] == ["draft", "draft", "confirmed"]
    assert states[-1]["figures"]["registered"]["stated"] == 3
    listed = office.call("auditor", "GET", "/reports").json["items"]
    due = {one["due_on"]: one["state"] for one in listed if one["unit"] == "500103"}
    assert due == {"2020-05-25": "confirmed", "2020-06-12": "none", "2020-06-24": "none"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"seq": "1"},
        {"stated": []},
        {"stated": {"registered": "3"}},
        {"reasons": {"registered": 3}},
        {"annex": {"ministry_platforms": "云课堂"}},
        {"annex": {"ministry_platforms": [3]}},
    ],
)
def test_what_is_not_of_the_right_kind_is_refused(office, wrong):
    assert put(office, "county_reviewer", PATH, "wrong", **wrong).status_code == 400


def test_a_day_on_which_nothing_is_due_has_no_report(office):
    for day in ("may", "2020-05-26"):
        there = f"/reports/chongqing/dispatch/500103/{day}"
        assert office.call("auditor", "GET", there).status_code == 404
    assert office.call("institution", "GET", PATH).status_code == 404
