"""Carrying a release on: one child order per payment, each once, resumed where it was cut off."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.commands import moves
from service.commands.batches.checking import AT_ONCE, findings
from service.commands.batches.going import ItemChanged
from service.commands.batches.in_hand import recount
from service.commands.budgets import waiting
from service.commands.carry_out import carry_out
from service.commands.clocks import Clock
from service.commands.desk import person_and_actor
from service.commands.locking import Overdue
from service.domain import batch as words
from service.domain import holding
from service.domain.batch import HELD, IN, RELEASED, RELEASING
from service.domain.calendar import beijing_date
from service.domain.orders import FinishStep, HoldPayment, PassDeadlines
from service.domain.permissions import CLOCK_ACTOR, Actor
from service.domain.refusals import (
    AnswersWrong,
    BudgetShort,
    Forbidden,
    Refusal,
    Sentence,
    SeparationOfDuties,
)
from service.records import payment_batch as records
from service.records.database import passes_by_itself
from service.records.finance import RELEASE
from service.records.payment_batch import BatchItem, PaymentBatch
from service.records.step import OpenStep
from service.records.transaction import write_transaction
from workflows import CaseStuck

log = structlog.get_logger("kaiban")
BROKEN = Sentence(
    "系统出错，本笔没有放行，请告知系统管理员。",
    "Something broke; this payment was not released. Tell the administrator.",
)
REASONS = {SeparationOfDuties.code: words.OWN_REVIEW, ItemChanged.code: holding.CHANGED}
# What is held for these waits for somebody outside finance, in this batch or the next.
LASTING = frozenset(
    {
        *(holding.PAYEE_DEAD, holding.STRUCK_OFF, holding.BLACK_LIST),
        *(holding.ACCOUNT, holding.FROZEN),
    }
)
# Nothing of them has been read in these transactions: there is nothing to bring up to date.
UNREAD = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Releasing:
    """A batch on its way out, as every child order needs it."""

    batch_id: int
    number: str
    pay_on: date
    actor: Actor | None


def carry_on(session: Session, clock: Clock, batch_id: int, *, most: int = 1000) -> int:
    """Release what is left of a batch; how many payments were taken up."""
    found = _releasing(session, clock, batch_id)
    session.rollback()
    if found is None:
        return 0
    looked = 0
    for done in range(most):
        while not _next(found, session, clock, upto=looked):
            further = _look_again(found, session, clock, after=looked)
            if further == looked:
                _hold_cases(found, session, clock)
                _finish(found, session)
                return done
            looked = further
    return most


def _releasing(session: Session, clock: Clock, batch_id: int) -> Releasing | None:
    batch = session.get(PaymentBatch, batch_id)
    if batch is None or batch.state != RELEASING or batch.released_by is None:
        return None
    # Who stands in for a payer released in his name, and goes on in it.
    today = beijing_date(clock.now(session))
    who = person_and_actor(session, batch.released_by, today=today)
    return Releasing(batch.id, batch.number, batch.pay_on, who[1] if who else None)


def _look_again(batch: Releasing, session: Session, clock: Clock, *, after: int) -> int:
    """Who died or was listed since the check stays behind as well; up to which line was looked."""
    on = beijing_date(clock.now(session))
    row = session.get_one(PaymentBatch, batch.batch_id)
    page = records.items_of(session, row.id, states=(IN,), after=after, limit=AT_ONCE)
    page += _rest_of_last(session, page)
    found = [(one.id, why) for one, why in findings(session, row, page, on=on)]
    upto = page[-1].no if page else after
    session.rollback()
    if found:
        with write_transaction(session):
            for item_id, why in found:
                held = update(BatchItem).where(BatchItem.id == item_id, BatchItem.state == IN)
                session.execute(held.values(state=HELD, held_reason=why), execution_options=UNREAD)
    return upto


def _rest_of_last(session: Session, page: Sequence[BatchItem]) -> list[BatchItem]:
    """The last payment goes with all its lines, however many: all of them are looked at."""
    if not page:
        return []
    last = page[-1]
    lines = records.items_of_payment(session, last.batch_id, last.payment_id)
    return [lines[no] for no in sorted(lines) if no > last.no and lines[no].state == IN]


def _next(batch: Releasing, session: Session, clock: Clock, *, upto: int) -> bool:
    """Let the next payment that was looked at go, or hold it back with why; False: none is left."""
    payment_id = None
    try:
        with write_transaction(session), session.no_autoflush:
            item = records.next_to_go(session, batch.batch_id, upto=upto)
            if item is None:
                return False
            payment_id = item.payment_id
            moves.move(
                _child(batch, session, item), actor=_actor(batch), session=session, clock=clock
            )
    except Overdue as overdue:
        # The payment stays in and is taken up again once time has had its turn.
        passed = PassDeadlines(case_id=overdue.case_id)
        try:
            carry_out(passed, actor=CLOCK_ACTOR, session=session, clock=clock)
        except CaseStuck as stuck:
            _put_aside_broken(session, batch.batch_id, payment_id, stuck)
    except BudgetShort as short:
        # The payment waits for money from now on, and its period stands still: that first, for
        # cut off between the two the line is still in, and is found short once more.
        carry_out(waiting.after(short), actor=CLOCK_ACTOR, session=session, clock=clock)
        put_aside(session, batch.batch_id, payment_id, reason=holding.BUDGET, why=short.sentence)
    except Refusal as refused:
        reason = REASONS.get(refused.code, words.REFUSED)
        put_aside(session, batch.batch_id, payment_id, reason=reason, why=_why(refused))
    except Exception as failure:
        if payment_id is None or passes_by_itself(failure):
            raise
        _put_aside_broken(session, batch.batch_id, payment_id, failure)
    return True


def _put_aside_broken(
    session: Session, batch_id: int, payment_id: int | None, failure: Exception
) -> None:
    """One broken case must not stop the others: it is held, and seen on the batch's page."""
    session.rollback()
    put_aside(session, batch_id, payment_id, reason=words.REFUSED, why=BROKEN)
    log.error("payment not released", payment=payment_id, failure=type(failure).__name__)


def _why(refused: Refusal) -> Sentence:
    """Not how many answers were wrong, but which."""
    wrong = refused.problems if isinstance(refused, AnswersWrong) else ()
    first = next(iter(wrong), None)
    return Sentence(first.zh, first.en) if first is not None else refused.sentence


def _child(batch: Releasing, session: Session, item: BatchItem) -> FinishStep:
    """The order on the case itself, as if the releaser had filled in its form."""
    asked = select(OpenStep).where(
        OpenStep.case_id == item.case_id,
        OpenStep.element == RELEASE,
        OpenStep.properties["stage"].as_string() == item.stage,
    )
    step = session.scalar(asked.limit(1))
    if step is None:
        raise ItemChanged
    answers = {
        "batch_no": batch.number,
        "voucher_no": item.voucher_no,
        "pay_on": batch.pay_on.isoformat(),
    }
    return FinishStep(
        case_id=item.case_id, step_key=step.key, version=step.version, answers=answers
    )


def _actor(batch: Releasing) -> Actor:
    if batch.actor is None:
        raise Forbidden("放行人的账号已停用。", "The releaser's account is closed.")
    return batch.actor


def put_aside(
    session: Session, batch_id: int, payment_id: int | None, *, reason: str, why: Sentence
) -> None:
    """Hold every line of a payment back that is still in; the batch goes on without it."""
    with write_transaction(session):
        mine = (BatchItem.batch_id == batch_id, BatchItem.payment_id == payment_id)
        held = update(BatchItem).where(*mine, BatchItem.state == IN)
        session.execute(
            held.values(state=HELD, held_reason=reason, held_note=why.zh),
            execution_options=UNREAD,
        )


def _hold_cases(batch: Releasing, session: Session, clock: Clock) -> None:
    """What does not pass with the batch holds the payment itself: its period stands still."""
    items = records.items_of(session, batch.batch_id, states=(HELD,))
    lasting = [(one.case_id, one.held_reason) for one in items if one.living and not one.line]
    session.rollback()
    for case_id, reason in lasting:
        if reason not in LASTING:
            continue
        answers = {"reason": reason, "opinion": f"批次 {batch.number} 校验时暂扣。"}
        order = HoldPayment(case_id=case_id, answers=answers)
        with suppress(Refusal):  # held for that already, or it no longer waits here
            carry_out(order, actor=_actor(batch), session=session, clock=clock)


def _finish(batch: Releasing, session: Session) -> None:
    """Nothing is left to go: what was held back can be drawn again."""
    with write_transaction(session):
        row = records.hold_numbered(session, batch.number)
        if row is None or row.state != RELEASING:
            return
        if records.items_of(session, row.id, states=(IN,), limit=1):
            return  # another worker still has one in its hands
        mine = (BatchItem.batch_id == row.id, BatchItem.state == HELD)
        gone = update(BatchItem).where(*mine).values(living=False)
        session.execute(gone, execution_options=UNREAD)
        row.state = RELEASED
        recount(session, row)
