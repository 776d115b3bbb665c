"""Taking in a bank's file: a parent that holds its batch, a child a payment, resumed if killed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.commands import moves
from service.commands.bank.judging import judge_anew, keep
from service.commands.bank.layouts import layout_of
from service.commands.batches import settling
from service.commands.batches.in_hand import acting, may_look
from service.commands.carry_out import carry_out
from service.commands.clocks import Clock
from service.commands.desk import person_and_actor
from service.commands.locking import Overdue
from service.domain import bank_difference as words
from service.domain.bank_answer import Answer, faults
from service.domain.bank_difference import DONE, is_doubted, settled_as
from service.domain.bank_layout import PAID, Layout
from service.domain.batch import RELEASED, RELEASING, SETTLED
from service.domain.calendar import beijing_date
from service.domain.holding import ACCOUNT
from service.domain.orders import HoldPayment, PassDeadlines, RecordBankLines, TakeResultFile
from service.domain.permissions import CLOCK_ACTOR, Actor
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow, NotVisible, Refusal, TryAgain
from service.records import bank_file as records
from service.records import payment_batch
from service.records.bank_file import BankFile, BankOutcome, BankResult
from service.records.case import lock_cases
from service.records.database import passes_by_itself
from service.records.payment import Payment
from service.records.payment_batch import PaymentBatch
from service.records.transaction import write_transaction

log = structlog.get_logger("kaiban")
WITH_THE_BANK = frozenset({RELEASING, RELEASED, SETTLED})
FAULTS = {
    "other_batch": ("文件写明的批次号不是本批次", "The file says it is for another batch."),
    "count": ("文件写明的总笔数与明细不符", "The file's count is not that of its lines."),
    "total": ("文件写明的总金额与明细不符", "The file's total is not that of its lines."),
    "no_total": ("文件没有合计，可能不完整", "The file has no total: it may have been cut short."),
}

DOUBT = "银行文件称退回的款项已支付，请先向银行核实，以免重复拨付。"


@dataclass(frozen=True, slots=True)
class Taking:
    """A file that is being worked off, as every child order needs it."""

    file_id: int
    batch: str
    actor: Actor
    # Rows that nobody could read the last time, and that the layout of today can.
    anew: int = 0


def take_result_file(
    order: TakeResultFile, *, actor: Actor, session: Session, clock: Clock
) -> Taking:
    """Take in a file and work it off; sent again it goes on where it stopped."""
    taking = _open(order, actor=actor, session=session, clock=clock)
    _work_off(taking, session, clock)
    settling.settle(session, clock)
    return taking


def carry_on(session: Session, clock: Clock, file_id: int) -> None:
    """Go on with a file that was cut off, in the name of whoever handed it in."""
    file = session.get_one(BankFile, file_id)
    number = session.get_one(PaymentBatch, file.batch_id).number
    today = beijing_date(clock.now(session))
    who = person_and_actor(session, file.taken_by, today=today)
    session.rollback()
    if who is not None:
        _work_off(Taking(file_id, number, who[1]), session, clock)


def _work_off(taking: Taking, session: Session, clock: Clock) -> None:
    while waiting := records.payments_to_do(session, taking.file_id):
        session.rollback()
        for payment_id in waiting:
            _do_payment(taking, payment_id, session=session, clock=clock)
    session.rollback()


# --- the file as a whole -------------------------------------------------------------------------


def _open(order: TakeResultFile, *, actor: Actor, session: Session, clock: Clock) -> Taking:
    with write_transaction(session):
        batch = payment_batch.hold_numbered(session, order.batch)
        if batch is None or not may_look(actor, batch.jurisdiction, batch.region):
            raise NotVisible
        acts_as = acting(actor, order.name, batch.jurisdiction, batch.region)
        layout, bundle_hash = layout_of(session, batch.jurisdiction, order.layout, batch.pay_on)
        found = records.file_of(session, batch.id, order.digest)
        if found is not None:
            _try_again(session, found)
            anew = _judge_anew(session, found, batch, layout=layout, answer=order.answer)
            return Taking(found.id, batch.number, acts_as, anew)
        _require_whole(layout, order.answer, batch)
        file = BankFile(
            batch_id=batch.id,
            digest=order.digest,
            layout=order.layout,
            bundle_hash=bundle_hash,
            lines=len(order.answer.lines),
            taken_by=acts_as.person_id,
            taken_at=clock.now(session),
        )
        session.add(file)
        session.flush()
        taking = Taking(file.id, batch.number, acts_as)
        keep(session, file.id, batch, codes=layout.codes, lines=order.answer.lines)
        return taking


def _try_again(session: Session, file: BankFile) -> None:
    """What a case refused the first time is tried again."""
    mine = (BankOutcome.file_id == file.id, BankOutcome.outcome == words.REFUSED)
    session.execute(update(BankOutcome).where(*mine).values(outcome=None))


def _judge_anew(
    session: Session, file: BankFile, batch: PaymentBatch, *, layout: Layout, answer: Answer
) -> int:
    """What nobody could read the first time is judged by the layout of today; how many rows."""
    rows = records.rows_not_understood(session, file.id)
    if not rows:
        return 0
    # By a table that knows more codes, the bank's own total may speak against them.
    _require_whole(layout, answer, batch)
    return judge_anew(session, batch, rows, codes=layout.codes, lines=answer.lines)


def _require_whole(layout: Layout, answer: Answer, batch: PaymentBatch) -> None:
    if batch.state not in WITH_THE_BANK:
        raise NotNow(
            "批次还没有放行，银行不会有结果。", "The batch has not gone out: no bank can answer."
        )
    found = faults(layout, answer, batch.number)
    if found:
        raise AnswersWrong([Problem("file", code, *FAULTS[code]) for code in found])


# --- one payment ---------------------------------------------------------------------------------


def _do_payment(taking: Taking, payment_id: int, *, session: Session, clock: Clock) -> None:
    """What the file says of one payment; what the case refuses is listed with the differences."""
    try:
        _record(taking, payment_id, session=session, clock=clock)
    except TryAgain:
        raise
    except Refusal:
        _settle(taking, payment_id, session, as_=words.REFUSED)
    except Exception as failure:
        session.rollback()
        if passes_by_itself(failure):
            raise
        # One broken case must not stop the others; handed in again, the file tries it again.
        _settle(taking, payment_id, session, as_=words.REFUSED)
        log.error("result not recorded", payment=payment_id, failure=type(failure).__name__)  # noqa: TRY400 - no message


def _record(taking: Taking, payment_id: int, *, session: Session, clock: Clock) -> None:
    try:
        with write_transaction(session), session.no_autoflush:
            batch = payment_batch.hold_numbered(session, taking.batch)
            # Whoever types a result in holds the case alone: nothing of it is read before it is
            # ours, not even the payment, which would stay as it was.
            case_id = session.scalars(select(Payment.case_id).where(Payment.id == payment_id)).one()
            lock_cases(session, [case_id])
            rows = records.rows_to_do(session, taking.file_id, payment_id)
            if batch is None or not rows:
                return
            child = _child(session, batch.id, payment_id, rows)
            doubted = any(row.outcome is None for row, _ in rows)
            if child is not None:
                moves.move(child, actor=taking.actor, session=session, clock=clock)
    except Overdue as overdue:
        # The rows stay open and are taken up again once time has had its turn.
        passed = PassDeadlines(case_id=overdue.case_id)
        carry_out(passed, actor=CLOCK_ACTOR, session=session, clock=clock)
        return
    if doubted:
        _hold_what_is_doubted(taking, payment_id, session=session, clock=clock)


def _hold_what_is_doubted(
    taking: Taking, payment_id: int, *, session: Session, clock: Clock
) -> None:
    """What came back, and was paid all the same, is not sent again before somebody has asked.

    The hold comes first: cut off before the rows are settled, it is placed when they are again.
    """
    case_id = session.get_one(Payment, payment_id).case_id
    session.rollback()
    order = HoldPayment(case_id=case_id, answers={"reason": ACCOUNT, "opinion": DOUBT})
    try:
        carry_out(order, actor=taking.actor, session=session, clock=clock)
    except TryAgain:
        raise
    except Refusal:  # held for that already, or sent again before this file came
        session.rollback()
    _settle(taking, payment_id, session, as_=words.CONTRADICTS)


def _settle(taking: Taking, payment_id: int, session: Session, *, as_: str) -> None:
    with write_transaction(session):
        for row, _ in records.rows_to_do(session, taking.file_id, payment_id):
            row.outcome = as_


def _child(
    session: Session,
    batch_id: int,
    payment_id: int,
    rows: Sequence[tuple[BankOutcome, BankResult]],
) -> RecordBankLines | None:
    """The order on the case; what another file has settled meanwhile is no news any more."""
    items = payment_batch.items_of_payment(session, batch_id, payment_id)
    lines: list[tuple[int, bool, str, date | None]] = []
    here: dict[int, str] = {}
    for row, told in rows:
        item = items[told.item_no or 0]
        # A row judged anew may speak of a line of which another row of this order speaks.
        settled = settled_as(row.said, here.get(item.line, item.state))
        row.outcome = None if is_doubted(settled, item.state) else settled
        if row.outcome in DONE:
            here[item.line] = row.outcome
            lines.append((item.line, row.said == PAID, told.code, told.done_on))
    if not lines:
        return None
    payment = session.get_one(Payment, payment_id)
    answers = {"stage": payment.stage, "payment": payment_id, "lines": lines}
    return RecordBankLines(case_id=payment.case_id, answers=answers)
