"""A batch on its way: cut off and gone on with, lines that may not go, and its end."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.clock.batches import carry_on
from service.clock.house import House
from service.commands.bank.listing import take_list
from service.commands.batches import releasing, settling
from service.commands.batches.deciding import AMOUNT, TABLE
from service.commands.batches.verifying import broken_batches
from service.commands.verifying import all_books, broken_books
from service.domain.orders import (
    ApproveBatch,
    CheckBatch,
    FinishStep,
    RecordBankResult,
    ReleaseBatch,
)
from service.domain.refusals import AnswersWrong, NotNow
from service.records import (
    BatchItem,
    Case,
    CatalogueEntry,
    ClassOpening,
    Institution,
    LedgerEntry,
    ListEntry,
    Payment,
    Person,
    write_transaction,
)
from service.records.budget import Budget
from service.records.payment_hold import PaymentHold
from service.records.stand_in import StandIn, lent_grants
from service.records.step import steps_of
from tests.commands.paying_together import (
    APPROVER,
    CLASSES,
    DRAWER,
    REVIEWER,
    REVIEWER_TOO,
    desk,
)
from tests.jurisdictions.telling import BUNDLES
from workflows import decide


@pytest.fixture
def at(session):
    return desk(session)


def change(at, statement):
    """Somebody reaches past the house into its tables."""
    with write_transaction(at.session):
        at.session.execute(statement, execution_options={"synchronize_session": False})


def single(at, name, voucher):
    """The order that pays a class by itself."""
    case = at.case(name).id
    step = next(one for one in steps_of(at.session, case) if one.element == "finance_pay")
    answers = {"voucher_no": voucher, "pay_on": at.now.date().isoformat(), "batch_no": "P9"}
    return FinishStep(case_id=case, step_key=step.key, version=step.version, answers=answers)


@pytest.mark.parametrize("place", BUNDLES)
@pytest.mark.parametrize(("fen", "hands"), [(49999999, 2), (50000000, 3)])
def test_every_place_says_how_many_hands_an_amount_takes(place, fen, hands):
    found = decide(BUNDLES[place], TABLE, facts=lambda name, _: {AMOUNT: fen}[name])
    assert (found.values["hands"], found.source) == (hands, "default")


def black_listed(at, uscc):
    return ListEntry(uscc=uscc, colour="black", since=at.now.date(), reason="套取补贴")


def struck_off(at, uscc):
    days = {"valid_from": at.now.date(), "ended_on": at.now.date()}
    return CatalogueEntry(
        jurisdiction="chongqing",
        kind="institution",
        code=uscc,
        name="某校",
        **{"origin": "city", "decided_by": "city_reviewer", "entered_at": at.now, **days},
        published_at=at.now,
        end_reason="注销",
    )


@pytest.mark.parametrize(
    ("listed", "reason"), [(black_listed, "black_list"), (struck_off, "struck_off")]
)
def test_a_body_that_may_not_be_paid_is_held_and_nothing_is_left_to_approve(at, listed, reason):
    number = at.draw()
    uscc = at.session.scalars(select(Institution.uscc)).one()
    with write_transaction(at.session):
        at.session.add(listed(at, uscc))
    at.do(CheckBatch, number)
    assert at.items(number) == [(1, "held", reason), (2, "held", reason)]
    with pytest.raises(NotNow, match="Nothing is left"):
        at.do(ApproveBatch, number, APPROVER)


def test_who_was_listed_after_the_approval_stays_behind_and_his_cases_wait(at):
    number = at.approved()
    uscc = at.session.scalars(select(Institution.uscc)).one()
    with write_transaction(at.session):
        at.session.add(black_listed(at, uscc))
    at.release(number)
    assert at.items(number) == [(1, "held", "black_list"), (2, "held", "black_list")]
    held = at.session.scalars(select(PaymentHold.reason)).all()
    assert held == ["black_list"] * len(CLASSES)


def test_in_a_batch_of_many_pages_nobody_goes_unlooked_at(at, monkeypatch):
    """Where the last line that was looked at stays behind, the one after it is looked at too."""
    monkeypatch.setattr(releasing, "AT_ONCE", 1)
    test_who_was_listed_after_the_approval_stays_behind_and_his_cases_wait(at)


def test_who_stands_in_for_a_payer_releases_in_his_name(at):
    number, absent, stands_in = at.approved(), at.actor(DRAWER), at.actor("auditor")
    days = {"since": at.now.date(), "until": at.now.date()}
    hands = {"person_id": stands_in.person_id, "for_person_id": absent.person_id}
    row = StandIn(**hands, **days, role=DRAWER, named_by=absent.person_id, named_at=at.now)
    with write_transaction(at.session):
        at.session.add(row)
    person = at.session.get_one(Person, stands_in.person_id)
    lent = (*stands_in.grants, *lent_grants(person, at.now.date()))
    at.session.rollback()
    at.play.cast._actors["auditor"] = replace(stands_in, grants=lent)
    at.release(number, "auditor")
    assert at.items(number) == [(1, "sent", None), (2, "sent", None)]


@pytest.mark.parametrize("listed", [black_listed, struck_off])
def test_a_body_that_may_not_be_paid_is_not_paid_by_itself_either(at, listed):
    uscc = at.session.scalars(select(Institution.uscc)).one()
    with write_transaction(at.session):
        at.session.add(listed(at, uscc))
    with pytest.raises(NotNow, match="hold the payment"):
        at.give(single(at, "", "PZ-9"), DRAWER)


@pytest.mark.parametrize("drawn", [True, False])
def test_no_voucher_is_used_twice_be_it_typed_or_numbered_by_a_batch(at, drawn):
    voucher = "PZ-9"
    first, second = (single(at, name, voucher) for name in CLASSES)
    if drawn:
        ids = [one.id for one in at.session.scalars(select(Payment).order_by(Payment.id))]
        at.session.rollback()
        number = at.draw(payments=(ids[0],))
        second = single(at, "second", f"{number}-00001")
    else:
        at.give(first, DRAWER)
    with pytest.raises(AnswersWrong) as refused:
        at.give(second, DRAWER)
    assert [one.code for one in refused.value.problems] == ["used"]


def test_a_release_that_was_cut_off_goes_on_by_the_clock(at):
    number = at.approved()
    at.do(ReleaseBatch, number)
    assert at.carry_on(number, most=1) == 1
    assert (at.batch(number).state, at.payments()) == ("releasing", ["instructed", "reviewed"])
    at.session.rollback()
    bind = at.session.get_bind()
    assert carry_on(House(lambda: Session(bind), at.clock)) == 1
    assert (at.batch(number).state, at.payments()) == ("released", ["instructed"] * len(CLASSES))


def test_a_case_that_fails_is_held_and_stops_no_other(at):
    number, case = at.approved(), at.case("").id
    change(at, update(Case).where(Case.id == case).values(state=b"torn"))
    at.release(number)
    assert at.items(number) == [(1, "held", "refused"), (2, "sent", None)]
    assert (at.batch(number).state, at.payments()) == ("released", ["reviewed", "instructed"])


def test_who_reviewed_a_case_under_another_account_never_releases_its_line(at):
    number = at.approved()
    at.release(number, REVIEWER_TOO)
    assert at.items(number) == [(1, "held", "own_review"), (2, "held", "own_review")]
    assert at.payments() == ["reviewed"] * len(CLASSES)


def test_a_payment_in_a_batch_is_not_paid_by_itself(at):
    number, case = at.draw(), at.case("").id
    step = next(one for one in steps_of(at.session, case) if one.element == "finance_pay")
    answers = {"voucher_no": "PZ-9", "pay_on": at.now.date().isoformat(), "batch_no": number}
    order = FinishStep(case_id=case, step_key=step.key, version=step.version, answers=answers)
    with pytest.raises(NotNow, match=number):
        at.give(order, DRAWER)


def test_an_account_changed_after_the_approval_holds_its_line_alone(at):
    number = at.approved()
    first = at.session.scalars(select(Payment.id).order_by(Payment.id)).first()
    change(at, update(Payment).where(Payment.id == first).values(payee_account="6222020000000999"))
    at.release(number)
    assert at.items(number) == [(1, "held", "changed"), (2, "sent", None)]


def test_a_line_that_no_list_can_hold_does_not_keep_the_others_from_the_bank(at):
    first = at.session.scalars(select(Payment.id).order_by(Payment.id)).first()
    rare = "示范\ue863职校"  # a rare sign of a private area, as old rosters have them
    change(at, update(Payment).where(Payment.id == first).values(payee_name=rare))
    number = at.approved()
    assert at.items(number) == [(1, "held", "unwritable"), (2, "in", None)]
    at.release(number)
    taken = take_list(at.session, number, "general_csv", actor=at.actor(DRAWER))
    assert taken.content.count(number.encode()) > 0


def test_a_payment_held_for_its_account_is_held_on_its_case_as_well(at):
    case = at.case("").id
    mine = {"payee_account": "1"}
    change(at, update(Payment).where(Payment.case_id == case).values(mine))
    change(at, update(ClassOpening).where(ClassOpening.case_id == case).values(mine))
    at.release(at.approved())
    held = at.session.scalars(select(PaymentHold)).all()
    assert [(one.case_id, one.reason, one.line) for one in held] == [(case, "account", 0)]
    assert sorted(at.payments()) == ["instructed", "reviewed"]


def test_a_batch_edited_behind_the_approval_is_not_released(at):
    number = at.approved()
    change(at, update(BatchItem).values(amount_fen=1))
    with pytest.raises(NotNow, match="not what was approved"):
        at.do(ReleaseBatch, number)


def test_a_line_beyond_the_budget_waits_for_money_and_the_batch_goes_on(at):
    number = at.approved()
    change(at, update(Budget).values(appropriated_fen=300000))
    at.release(number)
    assert at.items(number) == [(1, "sent", None), (2, "held", "budget")]
    assert at.batch(number).amount_fen == 300000
    assert list(broken_books(at.session)) == []


def test_a_batch_is_settled_once_the_bank_has_answered_for_every_line(at):
    number = at.approved()
    at.release(number)
    sent = [(one.case_id, one.voucher_no) for one in at.session.scalars(select(Payment))]
    for (case, voucher), result in zip(sent, ("success", "returned"), strict=True):
        assert settling.settle(at.session, at.clock) == 0
        answers = {"stage": "ADVANCE", "voucher_no": voucher, "amount": "3000.00"}
        more = {"result": result, "code": "R01"}
        at.give(RecordBankResult(case_id=case, answers={**answers, **more}), DRAWER)
    assert settling.settle(at.session, at.clock) == 1
    assert sorted(one[1] for one in at.items(number)) == ["paid", "returned"]
    assert at.batch(number).state == "settled"


def answered(at, number):
    """Let it go, and the bank answer: the first was paid, the second came back."""
    at.release(number)
    sent = at.session.scalars(select(Payment).order_by(Payment.id))
    told = [(one.case_id, one.voucher_no) for one in sent]
    for (case, voucher), result in zip(told, ("success", "returned"), strict=True):
        answers = {"stage": "ADVANCE", "voucher_no": voucher, "amount": "3000.00"}
        more = {"result": result, "code": "R01"}
        at.give(RecordBankResult(case_id=case, answers={**answers, **more}), DRAWER)


def test_a_batch_fits_the_books_at_every_step_of_its_way(at):
    assert [*all_books(at.session)] == []
    number = at.approved()
    assert [*all_books(at.session)] == []
    answered(at, number)
    assert [*all_books(at.session)] == []


def line(no):
    return update(BatchItem).where(BatchItem.no == no)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (line(1).values(amount_fen=1), "kept 2 lines of 600000 fen, they come to 2 of 300001"),
        (line(1).values(state="held"), "kept 2 lines of 600000 fen, they come to 1 of 300000"),
        (line(1).values(account_index="x"), "its lines are not those that were approved"),
    ],
)
def test_a_batch_changed_after_the_approval_is_found(at, changed, said):
    number = at.approved()
    change(at, changed)
    assert f"batch {number}: {said}" in list(broken_batches(at.session))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (line(1).values(voucher_no="PZ-9"), "line 1 is paid, the ledger does not have it so"),
        (line(1).values(state="returned"), "line 1 is returned, the ledger does not have it so"),
        (line(2).values(state="paid"), "line 2 is paid, the ledger does not have it so"),
    ],
)
def test_a_line_the_ledger_has_otherwise_is_found(at, changed, said):
    number = at.approved()
    answered(at, number)
    change(at, changed)
    assert list(broken_batches(at.session)) == [f"batch {number}: {said}"]


def test_the_books_name_who_approved_a_payment_and_not_who_paid_it(at):
    number = at.approved()
    at.release(number)
    entries = at.session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "INSTRUCT")).all()
    assert {one.approver_id for one in entries} == {at.actor(APPROVER).person_id}


def test_a_payment_by_itself_was_approved_by_its_reviewer(at):
    at.give(single(at, "", "P-1"), DRAWER)
    entry = at.session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "INSTRUCT")).one()
    assert entry.approver_id == at.actor(REVIEWER).person_id
