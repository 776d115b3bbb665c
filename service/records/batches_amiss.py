"""Which batches and which of their lines do not fit their sums, their approval or the ledger."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.domain.batch import APPROVED, COUNTED, PAID, RETURNED, SENT
from service.records.ledger import LedgerEntry
from service.records.payment import Payment
from service.records.payment_batch import BatchItem, PaymentBatch, Sum

_TOGETHER = 1_000


def wrong_totals(session: Session) -> list[tuple[str, Sum, Sum]]:
    """Every batch (its number, what it says, what its lines come to) that adds up to another."""
    item, batch = BatchItem, PaymentBatch
    counts = item.state.in_(COUNTED)
    lines = func.count(case((counts, item.id)))
    fen = func.coalesce(func.sum(case((counts, item.amount_fen))), 0)
    asked = (
        select(batch.number, batch.lines, batch.amount_fen, lines, fen)
        .outerjoin(item, item.batch_id == batch.id)
        .group_by(batch.id)
        .having(or_(batch.lines != lines, batch.amount_fen != fen))
        .order_by(batch.id)
    )
    rows = session.execute(asked)
    return [(number, Sum(*kept), Sum(there, int(come))) for number, *kept, there, come in rows]


def signed(session: Session) -> Iterator[PaymentBatch]:
    """Every batch that was approved and has not begun to go."""
    asked = select(PaymentBatch).where(PaymentBatch.state == APPROVED).order_by(PaymentBatch.id)
    yield from session.scalars(asked)


def unbooked(session: Session) -> Iterator[tuple[str, int, str]]:
    """Every line (batch, number, how it stands) that the ledger does not have so, to the fen."""
    item, batch, paid = BatchItem, PaymentBatch, Payment
    asked = (
        select(batch.number, item.no, item.state)
        .join(batch, batch.id == item.batch_id)
        .join(paid, paid.id == item.payment_id)
        .where(
            or_(
                item.state.in_((SENT, PAID, RETURNED)) & ~_booked("INSTRUCT"),
                (item.state == PAID) & ~_booked(paid.stage),
                (item.state == RETURNED) & ~_booked("RETURNED"),
            )
        )
        .order_by(item.batch_id, item.no)
        .execution_options(yield_per=_TOGETHER)
    )
    for row in session.execute(asked):
        yield row.number, row.no, row.state


def _booked(kind: InstrumentedAttribute[str] | str) -> ColumnElement[bool]:
    """That an entry of this kind moves the line's amount under its voucher."""
    entry = LedgerEntry
    its_key = and_(
        entry.case_id == BatchItem.case_id,
        entry.stage == BatchItem.stage,
        entry.line == BatchItem.line,
        entry.kind == kind,
        entry.attempt == Payment.attempt,
    )
    same = and_(entry.fen == BatchItem.amount_fen, entry.voucher_no == BatchItem.voucher_no)
    return select(entry.id).where(its_key, same).exists()
