"""The pages of budgets: entered by one, put in force by another, seen by nobody else."""

import pytest
from sqlalchemy import select

from service.records.budget import Budget, BudgetProposal

ADDED = {
    "kind": "appropriate",
    "place": "chongqing/500103",
    "fund": "ZZ",
    "year": "2020",
    "amount": "120000.50",
    "paper": "财社〔2020〕示例12号",
}


def one(office, kind):
    with office.records() as session:
        return session.scalars(select(kind).order_by(kind.id.desc())).first()


def of(office, **which):
    with office.records() as session:
        found = session.scalars(select(Budget).filter_by(region="500103", **which)).one()
        return found.id, found.appropriated_fen


def enter(office, role="finance_reviewer", **changed):
    return office.browser(role).post("/finance/budgets/new", data={**ADDED, **changed})


def test_a_change_is_entered_by_one_and_put_in_force_by_another(office):
    number, before = of(office, fund="ZZ", year=2020)
    assert enter(office).location == f"/finance/budgets/{number}"
    change = one(office, BudgetProposal)
    page = office.browser("finance_payer").get(f"/finance/budgets/{number}").text
    assert "人民币壹拾贰万元伍角整" in page
    assert "确认生效" in page
    path = f"/finance/budget-changes/{change.id}"
    office.browser("finance_payer").post(path, data={"decision": "agree"})
    assert of(office, fund="ZZ", year=2020) == (number, before + 12_000_050)


def test_who_entered_it_is_offered_no_button(office):
    number, _ = of(office, fund="ZZ", year=2020)
    enter(office)
    page = office.browser("finance_reviewer").get(f"/finance/budgets/{number}").text
    assert "确认生效" not in page
    assert "由您登记" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "一万"}, "请填写金额"),
        ({"amount": "99999999999999999999"}, "金额过大"),
        ({"year": "20"}, "请填写年度"),
        ({"paper": ""}, "请填写文号"),
        ({"fund": "X"}, "请填写事项"),
    ],
)
def test_what_is_typed_wrongly_is_said_and_kept(office, typed, said):
    answer = enter(office, **typed)
    assert answer.status_code == 422
    assert said in answer.text


def test_the_year_is_listed_for_finance_of_the_place(office):
    page = office.browser("finance_payer").get("/finance/budgets?year=2020").text
    assert "500103-ZZ-2020" in page
    assert "500105-ZZ-2020" not in page


def test_what_last_year_promised_is_offered_to_be_carried_over(office):
    number, _ = of(office, fund="ZZ", year=2020)
    with office.records() as session:
        session.get_one(Budget, number).committed_fen = 123_450
        session.commit()
    payer = office.browser("finance_payer")
    assert f"budget={number}&amp;carry=1" in payer.get("/finance/budgets?year=2021").text
    form = payer.get(f"/finance/budgets/new?budget={number}&carry=1").text
    assert '<option value="carry_over" selected>' in form
    assert 'value="1234.50"' in form


@pytest.mark.parametrize("role", ["institution", "county_reviewer"])
def test_nobody_else_sees_budgets(office, role):
    number, _ = of(office, fund="ZZ", year=2020)
    browser = office.browser(role)
    for path in ("/finance/budgets", f"/finance/budgets/{number}", "/finance/budgets/new"):
        assert browser.get(path).status_code == 404
