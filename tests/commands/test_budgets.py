"""Budgets: changed by two persons, binding when money leaves, waited for when they are short."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, update

from service.commands.budgets import going_on
from service.commands.budgets.verifying import broken_sums, note_nightly
from service.commands.examples import Play, read_example
from service.commands.verifying import broken_books, broken_histories
from service.domain.calendar import BEIJING
from service.domain.orders import DecideBudget, HoldPayment, LiftHold, ProposeBudget
from service.domain.refusals import (
    AnswersWrong,
    BudgetShort,
    Forbidden,
    NotNow,
    SeparationOfDuties,
)
from service.records.budget import Budget, BudgetEntry, BudgetProposal, budget_of
from service.records.deadline import Deadline
from service.records.incident import open_of_kind
from service.records.payment_hold import PaymentHold
from tests.commands.standing import Office, office, standing_in
from tests.commands.test_who_when import agreed, released
from tests.jurisdictions.telling import FOLDERS, publish

ZZ = ("chongqing", "500103", "ZZ", 2020)
GIVEN = ProposeBudget(
    kind="appropriate",
    jurisdiction="chongqing",
    region="500103",
    fund="ZZ",
    year=2020,
    fen=500_000,
    paper="渝财社〔2020〕示例9号",
)
PAID = {"voucher_no": "PZ-2020-000009", "pay_on": "2020-05-26"}


def enter(at: Office, order: ProposeBudget = GIVEN, who: str = "finance_reviewer/b") -> int:
    return at.give(order, who).seq


def decide(at: Office, proposal: int, who: str = "finance_payer/b", *, refused: str = "") -> None:
    at.give(DecideBudget(proposal_id=proposal, agreed=not refused, reason=refused), who)


def budget(at: Office, key=ZZ) -> Budget:
    at.session.rollback()
    found = budget_of(at.session, key)
    assert found is not None
    return found


def leave(at: Office, fen: int) -> None:
    """So much, and no more, may be spent of the year's fund."""
    taken = budget(at).appropriated_fen - fen
    at.session.rollback()
    order = replace(GIVEN, fen=-taken, paper="调减")
    decide(at, enter(at, order))


def pay(at: Office) -> None:
    at.finish("finance_pay", "finance_payer", **PAID)


def test_what_one_person_enters_another_puts_in_force(session):
    at = office(session, "filed")
    before = budget(at).appropriated_fen
    proposal = enter(at)
    assert budget(at).appropriated_fen == before
    decide(at, proposal)
    assert budget(at).appropriated_fen == before + 500_000
    entry = session.scalars(select(BudgetEntry).where(BudgetEntry.proposal_id == proposal)).one()
    assert entry.entered_by != entry.decided_by


def test_nobody_puts_in_force_what_he_entered_himself(session):
    at = office(session, "filed")
    proposal = enter(at)
    with pytest.raises(SeparationOfDuties):
        decide(at, proposal, "finance_reviewer/b")


def test_who_stands_in_for_whoever_entered_it_does_not_put_it_in_force(session):
    at = office(session, "filed")
    proposal = enter(at)
    other = standing_in(at.actor("county_head"), at.actor("finance_reviewer/b"))
    with pytest.raises(SeparationOfDuties):
        at.give(DecideBudget(proposal_id=proposal, agreed=True), other)


def test_in_whose_name_it_was_entered_does_not_put_it_in_force(session):
    at = office(session, "filed")
    absent = at.actor("finance_payer/b")
    proposal = at.give(GIVEN, standing_in(at.actor("finance_payer/c"), absent)).seq
    for who in (absent, at.actor("finance_payer/c")):
        with pytest.raises(SeparationOfDuties):
            at.give(DecideBudget(proposal_id=proposal, agreed=True), who)
    decide(at, proposal, "finance_reviewer/b")


def test_a_change_is_put_in_force_once(session):
    at = office(session, "filed")
    proposal = enter(at)
    decide(at, proposal)
    with pytest.raises(NotNow):
        decide(at, proposal, "finance_payer/c")


def test_a_refused_change_says_why_and_changes_nothing(session):
    at = office(session, "filed")
    before, proposal = budget(at).appropriated_fen, enter(at)
    decide(at, proposal, refused="文号不符")
    assert budget(at).appropriated_fen == before
    assert session.get_one(BudgetProposal, proposal).refused_for == "文号不符"


def test_an_item_number_that_was_refused_is_typed_anew(session):
    at = office(session, "filed")
    first = replace(GIVEN, fund="LOCAL", item="错-1", subject="2080701")
    decide(at, enter(at, first), refused="指标编号有误")
    right = replace(first, item="500103-LOCAL-2020")
    decide(at, enter(at, right))
    assert budget(at, (*ZZ[:2], "LOCAL", 2020)).item == right.item
    with pytest.raises(AnswersWrong):
        enter(at, first)


@pytest.mark.parametrize("who", ["county_approver", "institution"])
def test_budgets_are_for_finance_alone(session, who):
    at = office(session, "filed")
    with pytest.raises(Forbidden):
        enter(at, who=who)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"fen": 0}, "required"),
        ({"fen": 10**16}, "too_large"),
        ({"paper": ""}, "required"),
        ({"item": "X-1"}, "other_item"),
        ({"kind": "move"}, "same"),
        ({"kind": "move", "fen": -1, "to_fund": "FP"}, "below_zero"),
        ({"fund": "LOCAL"}, "required"),
        ({"fund": "LOCAL", "item": "500103-ZZ-2020"}, "taken"),
    ],
)
def test_what_is_entered_wrongly_is_said(session, changed, code):
    at = office(session, "filed")
    with pytest.raises(AnswersWrong) as refused:
        enter(at, replace(GIVEN, **changed))
    assert code in {problem.code for problem in refused.value.problems}


def test_money_moves_between_two_budgets_to_the_fen(session):
    at = office(session, "filed")
    to = ("chongqing", "500103", "FP", 2020)
    before = budget(at).appropriated_fen, budget(at, to).appropriated_fen
    decide(at, enter(at, replace(GIVEN, kind="move", to_fund="FP", fen=700)))
    after = budget(at).appropriated_fen, budget(at, to).appropriated_fen
    assert after == (before[0] - 700, before[1] + 700)
    assert [*broken_sums(session)] == []


def test_what_is_still_set_aside_goes_along_into_the_next_year(session):
    at = office(session, "filed", "approved")
    open_fen = budget(at).committed_fen
    decide(at, enter(at, replace(GIVEN, kind="carry_over", fen=open_fen)))
    assert open_fen > 0
    assert budget(at).committed_fen == 0
    assert budget(at, (*ZZ[:3], 2021)).committed_fen == open_fen
    assert [*broken_sums(session)] == []


def test_a_balance_paid_next_year_is_drawn_from_that_years_budget(session):
    """Guizhou's forty per cent: set aside in 2020, carried over, paid in 2021."""
    example = read_example(FOLDERS["guizhou"] / "examples" / "gz-1-two-rates-sixty-and-forty.toml")
    this_year = [one for one in example.scenes if one.at.year == 2020]
    publish(session, this_year[0].at, "guizhou")
    play = Play(replace(example, scenes=tuple(this_year), end={}), session)
    play.run()
    at = Office(session, play, this_year[-1].at)
    place = ("guizhou", example.region, "ZZ")
    here = replace(GIVEN, jurisdiction="guizhou", region=example.region)
    order = replace(here, kind="carry_over", fen=30_240_00)
    decide(at, enter(at, order))
    play.example = replace(example, scenes=example.scenes[len(this_year) :], end={})
    play.run()
    years = [budget(at, (*place, year)) for year in (2020, 2021)]
    stood = [(one.spent_fen, one.lapsed_fen, one.committed_fen) for one in years]
    assert stood == [(45_360_00, 0, 0), (21_600_00, 8_640_00, 0)]
    assert [*broken_sums(session), *broken_books(session)] == []


def test_a_payment_beyond_the_budget_is_refused_and_waits_with_its_period_paused(session):
    at = office(session, "filed", "approved")
    released(at)
    leave(at, 100)
    with pytest.raises(BudgetShort):
        pay(at)
    at.session.rollback()
    hold = session.scalars(select(PaymentHold)).one()
    assert (hold.stage, hold.reason, hold.lifted_at) == ("ADVANCE", "budget", None)
    period = session.scalars(select(Deadline).where(Deadline.rule == "payment")).one()
    assert (period.state, period.due_at) == ("paused", None)
    assert budget(at).spent_fen == 0


def test_no_payment_is_drawn_from_the_budget_of_another_year(session):
    at = office(session, "filed", "approved")
    released(at)
    for day in ("2019-12-30", "2021-01-04"):
        with pytest.raises(AnswersWrong) as refused:
            at.finish("finance_pay", "finance_payer", **{**PAID, "pay_on": day})
        assert [one.code for one in refused.value.problems] == ["other_year"]


def test_with_money_in_the_budget_what_waited_goes_on_and_is_paid(session):
    at = office(session, "filed", "approved")
    released(at)
    leave(at, 100)
    with pytest.raises(BudgetShort):
        pay(at)
    decide(at, enter(at))
    assert session.scalars(select(PaymentHold)).one().lifted_at is not None
    at.session.rollback()
    pay(at)
    assert budget(at).spent_fen > 0
    assert [*broken_books(session), *broken_histories(session), *broken_sums(session)] == []


def test_what_waited_over_the_new_year_goes_on_with_the_new_years_money(session):
    at = office(session, "filed", "approved")
    released(at)
    leave(at, 100)
    with pytest.raises(BudgetShort):
        pay(at)
    at.now = datetime(2021, 1, 6, 9, tzinfo=BEIJING)
    new = replace(GIVEN, year=2021, item="", fen=10**8)
    decide(at, enter(at, new))
    assert session.scalars(select(PaymentHold)).one().lifted_at is not None


def test_the_night_lets_go_on_what_a_cut_off_process_did_not(session):
    at = office(session, "filed", "approved")
    released(at)
    leave(at, 100)
    with pytest.raises(BudgetShort):
        pay(at)
    at.session.rollback()
    session.execute(update(Budget).where(Budget.fund == "ZZ").values(appropriated_fen=10**9))
    session.commit()
    assert going_on.sweep(session, at.now) == 1
    assert going_on.sweep(session, at.now) == 0
    assert session.scalars(select(PaymentHold)).one().lifted_at is not None


def test_what_the_night_finds_wrong_is_an_incident_until_it_is_mended(session):
    at = office(session, "filed")
    for told, still_open in ((["a budget"], 1), (["a budget"], 1), ([], 0)):
        note_nightly(session, at.now, lambda _: iter(told))  # noqa: B023 - called at once
        assert len(open_of_kind(session, "books")) == still_open
        session.rollback()


def test_an_item_of_another_region_is_refused_and_named(session):
    at = office(session, "filed", "approved")
    agreed(at)
    other = replace(GIVEN, fund="LOCAL", item="ITEM-LOCAL")
    enter(at, other)
    with pytest.raises(AnswersWrong) as refused:
        at.finish(
            "finance_review",
            "finance_reviewer",
            decision="pass",
            budget_item="ITEM-LOCAL",
            opinion="可",
        )
    assert [one.code for one in refused.value.problems] == ["not_own"]


def test_a_payment_held_by_hand_leaves_when_the_hold_is_lifted(session):
    at = office(session, "filed", "approved")
    released(at)
    at.give(at.order(HoldPayment, reason="payee_dead", opinion="待核"), "finance_reviewer")
    with pytest.raises(NotNow):
        pay(at)
    at.give(at.order(LiftHold, opinion="已核"), "finance_reviewer")
    pay(at)
    period = session.scalars(select(Deadline).where(Deadline.rule == "payment")).one()
    assert [pause["reason"] for pause in period.pauses] == ["payee_dead"]


@pytest.mark.parametrize("column", ["spent_fen", "appropriated_fen"])
def test_a_sum_that_was_altered_is_named(session, column):
    office(session, "filed", "approved")
    session.execute(update(Budget).where(Budget.year == 2020).values({column: 7}))
    assert any(column in sentence for sentence in broken_sums(session))
