"""Drawing a batch: payments of one fund and one kind of payee, each line with its own voucher."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.commands.batches.in_hand import BatchInHand, acting
from service.commands.clocks import Clock
from service.commands.library import LIBRARY
from service.commands.receipt import Receipt
from service.domain.batch import (
    BODY,
    DRAW,
    DRAWN,
    IN,
    KINDS,
    PERSONS,
    batch_number,
    voucher_number,
)
from service.domain.calendar import Calendar, beijing_date
from service.domain.orders import DrawBatch
from service.domain.permissions import Actor
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records import payable
from service.records.payment import Payment
from service.records.payment_batch import BatchItem, PaymentBatch
from service.records.payment_line import lines_of_payments
from service.records.seal import blind_index
from service.records.step import Scope

# Written down so many payments at a time, so that a great batch needs no more room than a small;
# fewer where each of them has hundreds of lines.
AT_ONCE = {BODY: 500, PERSONS: 20}


@dataclass
class Drawing:
    """The lines drawn so far, each numbered as it comes."""

    batch: PaymentBatch
    lines: int = 0
    fen: int = 0
    drawn: set[int] = field(default_factory=set)

    def row(self, payment: Payment, line: int, fen: int, account: str) -> dict[str, object]:
        """One line of the batch."""
        self.lines += 1
        self.fen += fen
        return {
            "batch_id": self.batch.id,
            "no": self.lines,
            "case_id": payment.case_id,
            "payment_id": payment.id,
            "stage": payment.stage,
            "line": line,
            "amount_fen": fen,
            "account_index": blind_index(account) if account else "",
            "voucher_no": voucher_number(self.batch.number, self.lines),
            "state": IN,
            "living": True,
        }


def draw(order: DrawBatch, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Draw what was named, or everything that waits; of two who draw the same line, one does."""
    acts_as = acting(actor, order.name, order.jurisdiction, order.region)
    now = clock.now(session)
    book, calendar = LIBRARY.in_force(session, order.jurisdiction)
    today = beijing_date(now)
    problems = [*_problems(order, calendar), *([_past()] if order.pay_on < today else [])]
    if problems:
        raise AnswersWrong(problems)
    batch = PaymentBatch(
        number=f"{order.jurisdiction}/{acts_as.person_id}/{now.isoformat()}",
        jurisdiction=order.jurisdiction,
        region=order.region,
        fund=order.fund,
        payee_kind=order.payee_kind,
        pay_on=order.pay_on,
        bank=order.bank,
        state=DRAWN,
        version=0,
        drawn_at=now,
    )
    session.add(batch)
    session.flush()
    prefix = book.policy.jurisdiction.number_prefix
    batch.number = batch_number(prefix, today.strftime("%Y%m%d"), batch.id)
    drawing = Drawing(batch)
    try:
        _write_down(session, order, drawing)
    except IntegrityError as taken:
        raise NotNow(
            "所选款项中有的刚被编入另一批次，请刷新后重新选择。",
            "Some of these payments were just drawn into another batch: choose again.",
        ) from taken
    _require_all(order, drawing)
    batch.lines, batch.amount_fen = drawing.lines, drawing.fen
    in_hand = BatchInHand(session, batch, acts_as, now)
    in_hand.note(DRAW)
    return in_hand.receipt


def _write_down(session: Session, order: DrawBatch, drawing: Drawing) -> None:
    for page in _pages(session, order):
        session.execute(insert(BatchItem), list(_rows(session, order.payee_kind, page, drawing)))
        drawing.drawn |= {one.id for one in page} if order.payments else set()
        for one in page:
            session.expunge(one)


def _pages(session: Session, order: DrawBatch) -> Iterator[list[Payment]]:
    scope, last = Scope("", order.jurisdiction, order.region), 0
    while page := payable.to_draw(
        session,
        scope,
        fund=order.fund,
        kind=order.payee_kind,
        only=order.payments,
        after=last,
        limit=AT_ONCE[order.payee_kind],
    ):
        last = page[-1].id
        yield page


def _rows(
    session: Session, kind: str, page: list[Payment], drawing: Drawing
) -> Iterator[dict[str, object]]:
    if kind != PERSONS:
        for one in page:
            yield drawing.row(one, 0, one.amount_fen, one.payee_account)
        return
    parts = lines_of_payments(session, [one.id for one in page])
    for one in page:
        for part in parts[one.id]:
            yield drawing.row(one, part.line, part.amount_fen, part.bank_account)
            session.expunge(part)


def _require_all(order: DrawBatch, drawing: Drawing) -> None:
    """What was chosen and is gone was paid, held or drawn by another meanwhile: nothing is done."""
    gone = len(set(order.payments) - drawing.drawn)
    if gone:
        raise NotNow(
            f"所选款项中有 {gone} 笔已不在待编批次的清单里，请刷新后重新选择。",
            f"{gone} of these payments no longer wait to be drawn: choose again.",
        )
    if not drawing.lines:
        raise NotNow("没有可以编入批次的款项。", "Nothing waits to be drawn.")


def _problems(order: DrawBatch, calendar: Calendar) -> Iterator[Problem]:
    if order.payee_kind not in KINDS:
        yield Problem("payee_kind", "unknown", "请选择收款人类别。", "Say who is to be paid.")
    if not calendar.is_working(order.pay_on):
        yield Problem(
            "pay_on",
            "not_working_day",
            "拨付日期应为工作日。",
            "The day of payment must be a working day.",
        )


def _past() -> Problem:
    return Problem(
        "pay_on", "past", "拨付日期不能早于今天。", "The day of payment cannot be over already."
    )
