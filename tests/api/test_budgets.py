"""Budgets over the API: read, entered by one, put in force by another, once."""

import pytest

GIVEN = {
    "kind": "appropriate",
    "jurisdiction": "chongqing",
    "region": "500103",
    "fund": "ZZ",
    "year": 2020,
    "fen": 12_000_050,
    "paper": "财社〔2020〕示例12号",
}


def post(office, role, path, key, **given):
    headers = {"Idempotency-Key": f"budget-change-{key}"}
    return office.call(role, "POST", path, headers=headers, json=given)


def zz(office):
    told = office.call("finance_payer", "GET", "/budgets?year=2020").json["items"]
    return next(one for one in told if one["fund"] == "ZZ")


def test_a_change_is_entered_and_put_in_force_by_two(office):
    before = zz(office)
    entered = post(office, "finance_reviewer", "/budgets", "enter", **GIVEN)
    assert entered.status_code in (200, 201), entered.text
    number = entered.json["seq"]
    told = office.call("finance_payer", "GET", f"/budgets/{before['id']}").json
    assert [str(one["id"]) for one in told["proposed"]] == [str(number)]
    for _ in range(2):  # sent again under its key, it is the same order
        path = f"/budgets/changes/{number}"
        assert post(office, "finance_payer", path, "decide", agreed=True).status_code == 200
    assert zz(office)["appropriated_fen"] == before["appropriated_fen"] + GIVEN["fen"]


def test_who_entered_it_may_not_put_it_in_force(office):
    number = post(office, "finance_reviewer", "/budgets", "enter", **GIVEN).json["seq"]
    path = f"/budgets/changes/{number}"
    assert post(office, "finance_reviewer", path, "decide", agreed=True).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        *({"fen": "1"}, {"year": None}, {"kind": "gift"}, {"fen": 10**16}, {"paper": ""}),
        *({"year": 10**30}, {"year": 10**10}, {"kind": "move", "to_region": "nowhere"}),
        *({"fund": "XX", "item": "X-1"}, {"kind": "move", "to_fund": "XX"}, {"paper": "文" * 61}),
        {"kind": "carry_over", "year": 2100},
    ],
)
def test_what_is_sent_wrongly_is_refused(office, wrong):
    answer = post(office, "finance_reviewer", "/budgets", "enter", **{**GIVEN, **wrong})
    assert answer.status_code in (400, 422)


def test_budgets_are_not_for_institutions(office):
    assert post(office, "institution", "/budgets", "enter", **GIVEN).status_code == 403
    number = zz(office)["id"]
    assert office.call("institution", "GET", f"/budgets/{number}").status_code == 403
