"""Ending a debt: two hands for an offset, each only once, and the books of both cases agree."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from service.commands.examples import Play, read_example
from service.commands.examples.cast import Cast
from service.commands.verifying import broken_books, broken_histories
from service.domain.orders import (
    DecideBudget,
    DecideOffset,
    DecideWriteOff,
    HoldPayment,
    ProposeBudget,
    ProposeOffset,
    RecordRepayment,
)
from service.domain.refusals import AnswersWrong, Forbidden, NotNow, SeparationOfDuties
from service.records.budget import budget_of
from service.records.ledger import LedgerEntry
from service.records.outbox import OutboxMessage
from service.records.payment import Payment, payments_of
from service.records.person import Person
from service.records.recovery_ways import Offset, RecoveryObjection, WriteOff
from service.records.transaction import write_transaction
from tests.commands.standing import Office, standing_in
from tests.commands.test_at_once import at_once
from tests.jurisdictions.telling import publish
from workflows import jurisdictions

FILE = jurisdictions()["sample"] / "examples" / "recovery-set-off.toml"
OTHER = "另一班"
MADE = {"decision": "approve", "voucher_no": "SF-DK-1"}


def cast_of(play: Play) -> Cast:
    """The people of an example, as they were entered for it alone."""
    assert isinstance(play.cast, Cast)
    return play.cast


def proposed(session, name: str, until: str, *, in_name_of: str = "") -> Office:
    """An example up to what waits for a decision, proposed perhaps in an absent one's name."""
    example = read_example(FILE.with_stem(name))
    at = [scene.order for scene in example.scenes].index(until)
    scenes = example.scenes[:at]
    publish(session, scenes[0].at, "sample")
    play = Play(replace(example, scenes=scenes, end={}), session)
    if in_name_of:
        last, cast = str(scenes[-1].who), cast_of(play)
        deputy, absent = cast.actor(last), cast.actor(in_name_of)
        cast._actors[last] = standing_in(deputy, replace(absent, grants=deputy.grants))
    assert play.run().holds
    return Office(session, play, scenes[-1].at + timedelta(hours=1))


@pytest.fixture
def at(session) -> Office:
    """Two cases of one body: one owes 3,000, 1,000 of it proposed against the other's advance."""
    return proposed(session, FILE.stem, "DecideOffset")


def payments(at: Office) -> list[tuple[str, int]]:
    rows = payments_of(at.session, at.play.case_ids[OTHER])
    at.session.rollback()
    return [(row.state, row.amount_fen) for row in rows]


def test_a_second_person_makes_the_offset_and_both_books_say_so(at):
    at.give(at.order(DecideOffset, **MADE), "finance_payer")
    assert payments(at) == [("dropped", 300_000), ("offset", 100_000)]
    assert [*broken_books(at.session), *broken_histories(at.session)] == []


def test_no_one_offset_is_made_twice(at):
    at.give(at.order(DecideOffset, **MADE), "finance_payer")
    with pytest.raises(NotNow):
        at.give(at.order(DecideOffset, **MADE), "finance_payer/second")


def test_whoever_proposes_does_not_decide(at):
    with pytest.raises(Forbidden):
        at.give(at.order(DecideOffset, **MADE), "finance_reviewer")


def test_one_person_with_two_accounts_does_not_make_his_own_offset(at):
    payer = at.actor("finance_payer")
    with write_transaction(at.session):
        offer = at.session.query(Offset).one()
        at.session.get_one(Person, offer.proposed_by).natural_person = payer.natural_person
    with pytest.raises(SeparationOfDuties):
        at.give(at.order(DecideOffset, **MADE), payer)


BY_TWO = pytest.mark.parametrize(
    ("example", "order", "kind", "given"),
    [
        ("recovery-set-off", DecideOffset, Offset, MADE),
        (
            "recovery-written-off",
            DecideWriteOff,
            WriteOff,
            {"decision": "approve", "opinion": "可"},
        ),
    ],
)


@BY_TWO
def test_neither_who_stood_in_nor_the_absent_one_decides(session, example, order, kind, given):
    at = proposed(session, example, order.name, in_name_of="auditor")
    first = at.actor("finance_reviewer" if kind is Offset else "county_head")
    decider = at.actor("finance_payer" if kind is Offset else "finance_reviewer")
    absent = replace(at.actor("auditor"), grants=decider.grants)
    assert session.scalars(select(kind)).one().proposed_for == absent.natural_person
    session.rollback()
    in_his_name = [
        standing_in(decider, one) for one in (absent, replace(first, grants=absent.grants))
    ]
    for who in (absent, *in_his_name):
        with pytest.raises(SeparationOfDuties):
            at.give(at.order(order, **given), who)
    at.give(at.order(order, **given), decider)


def test_a_refused_offset_leaves_both_cases_as_they_were(at):
    at.give(at.order(DecideOffset, decision="refuse"), "finance_payer")
    assert payments(at) == [("reviewed", 300_000)]
    again = at.order(
        ProposeOffset, paying_case=at.play._number(OTHER), amount="500.00", opinion="可"
    )
    assert at.give(again, "finance_reviewer").finished is None


def test_an_offset_larger_than_what_is_still_owed_is_not_made(at):
    repaid = {"amount": "2500.00", "receipt_no": "SK-9", "paid_on": "2020-06-19"}
    at.give(at.order(RecordRepayment, **repaid), "finance_payer")
    with pytest.raises(NotNow):
        at.give(at.order(DecideOffset, **MADE), "finance_payer")
    assert payments(at) == [("reviewed", 300_000)]


def test_money_of_one_fund_pays_no_debt_of_another(at):
    with write_transaction(at.session):
        at.session.execute(update(Payment).values(fund="LOCAL"))
    with pytest.raises(NotNow, match="fund"):
        at.give(at.order(DecideOffset, **MADE), "finance_payer")
    assert payments(at) == [("reviewed", 300_000)]


def test_nor_is_it_proposed(at):
    at.give(at.order(DecideOffset, decision="refuse"), "finance_payer")
    with write_transaction(at.session):
        at.session.execute(update(Payment).values(fund="LOCAL"))
    again = {"paying_case": at.play._number(OTHER), "amount": "500.00", "opinion": "可"}
    with pytest.raises(AnswersWrong) as refused:
        at.give(at.order(ProposeOffset, **again), "finance_reviewer")
    assert [problem.code for problem in refused.value.problems] == ["other_fund"]


def test_a_payment_that_is_held_is_not_set_off_either(at):
    hold = HoldPayment(
        case_id=at.play.case_ids[OTHER], answers={"reason": "by_hand", "opinion": "待核实"}
    )
    at.give(hold, "finance_payer")
    with pytest.raises(NotNow, match="held"):
        at.give(at.order(DecideOffset, **MADE), "finance_payer")
    assert payments(at) == [("reviewed", 300_000)]


def test_money_that_came_back_is_booked_under_its_receipt(at):
    repaid = {"amount": "500.00", "receipt_no": "SK-9", "paid_on": "2020-06-19"}
    at.give(at.order(RecordRepayment, **repaid), "finance_payer")
    asked = select(LedgerEntry.voucher_no).where(LedgerEntry.kind == "RECOVERED")
    assert at.session.scalars(asked).all() == ["SK-9"]


def test_what_came_back_is_spent_again_before_a_budget_counts_as_overdrawn(at):
    """The sample lets it return: what is left is less than was given, and may be carried over."""
    repaid = {"amount": "500.00", "receipt_no": "SK-9", "paid_on": "2020-06-19"}
    at.give(at.order(RecordRepayment, **repaid), "finance_payer")
    place = at.play.example
    with write_transaction(at.session):
        held = budget_of(at.session, (place.jurisdiction, place.region, "ZZ", 2020))
        assert held is not None
        held.appropriated_fen = held.spent_fen - 500_00
    where = {"jurisdiction": place.jurisdiction, "region": place.region, "fund": "ZZ"}
    order = ProposeBudget(kind="carry_over", **where, year=2020, fen=0, paper="结转")
    proposal = at.give(order, "finance_reviewer").seq
    done = at.give(DecideBudget(proposal_id=proposal, agreed=True), "finance_payer")
    assert done.note == "decided"


def test_of_two_payers_exactly_one_makes_the_offset(at, database):
    order = at.order(DecideOffset, **MADE)
    both = [(order, at.actor("finance_payer")), (order, at.actor("finance_payer/second"))]
    assert at_once(at, database, both) == ["done", "not_now"]
    assert [*broken_books(at.session)] == []


@pytest.fixture
def objected(session) -> Office:
    """3,000 are called back, 700 have come; an objection waits for its decision."""
    example = read_example(FILE.with_stem("recovery-objected"))
    at = [scene.step for scene in example.scenes].index("recovery_objection")
    scenes = example.scenes[:at]
    publish(session, scenes[0].at, "sample")
    play = Play(replace(example, scenes=scenes, end={}), session)
    assert play.run().holds
    return Office(session, play, scenes[-1].at + timedelta(hours=1))


@pytest.mark.parametrize(
    ("found", "waived_fen", "return_fen"),
    [
        ({"decision": "upheld"}, 0, 0),
        ({"decision": "reduced", "less": "1000.00"}, 100_000, 0),
        ({"decision": "reduced", "less": "2500.00"}, 230_000, 20_000),
        ({"decision": "withdrawn"}, 230_000, 70_000),
    ],
)
def test_what_came_back_and_was_never_owed_is_named(objected, found, waived_fen, return_fen):
    objected.finish("recovery_objection", "county_approver", **found, finding="属实。")
    decided = objected.session.scalars(select(RecoveryObjection)).one()
    assert (decided.less_fen, decided.return_fen) == (waived_fen, return_fen)
    asked = select(OutboxMessage.audience).where(OutboxMessage.template == "recovery_to_return")
    told = {one["lane"] for one in objected.session.scalars(asked)}
    everybody = {"institution", "finance_reviewer", "finance_payer", "county_head"}
    assert told == (everybody if return_fen else set())
    assert [*broken_books(objected.session)] == []
