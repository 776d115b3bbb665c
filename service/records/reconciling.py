"""What ledger, payment papers and bank say of one office's day, each in the order of the cases."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, select, tuple_
from sqlalchemy.orm import Session

from service.domain.bank_difference import DONE
from service.domain.bank_layout import PENDING
from service.domain.reconciling import OFFSET, PAID, RETURNED, SENT, Difference, Move
from service.domain.statement import MOVEMENTS, Pair
from service.records.bank_file import BankFile, BankOutcome, BankResult
from service.records.ledger import LedgerEntry
from service.records.ledger_day import LedgerDay
from service.records.payment import Payment
from service.records.payment_batch import BatchItem, PaymentBatch
from service.records.payment_line import PaymentLine

_WHAT: dict[Pair, str] = {pair: what for what in (SENT, PAID, RETURNED) for pair in MOVEMENTS[what]}
_GONE = ("sent", "paid", "returned")
_DAY = timedelta(days=1)

FundPair = tuple[str, Pair]


@dataclass(frozen=True, slots=True)
class OneDay:
    """One office's day, from its first moment up to the next day's."""

    jurisdiction: str
    region: str
    day: date
    since: datetime
    until: datetime


def ledger_and_papers(session: Session, of: OneDay) -> tuple[list[Move], list[Move]]:
    """What the ledger wrote that day, and what the payments behind it say of the same."""
    entry, ledger, papers = LedgerEntry, list[Move](), list[Move]()
    paid = PaymentLine.result
    rows = session.execute(
        select(
            *(entry.case_id, entry.stage, entry.attempt, entry.line, entry.debit, entry.credit),
            *(entry.fund, entry.fen, Payment.fund, Payment.state),
            func.coalesce(paid, Payment.state),
            case((entry.line == 0, Payment.amount_fen), else_=PaymentLine.amount_fen),
        )
        .outerjoin(Payment, _same_payment(entry))
        .outerjoin(
            PaymentLine, and_(PaymentLine.payment_id == Payment.id, PaymentLine.line == entry.line)
        )
        .where(*_of_day(of), tuple_(entry.debit, entry.credit).in_(list(_WHAT)))
        .order_by(entry.case_id)
    )
    for row in rows:
        own, of_paper = _moves(tuple(row))
        ledger.append(own)
        papers += of_paper
    return ledger, papers


def _moves(row: tuple[Any, ...]) -> tuple[Move, list[Move]]:
    case_id, stage, attempt, line, debit, credit, fund, fen, paper_fund, state, result, due = row
    what = _WHAT[debit, credit]
    if what == PAID and state == OFFSET:
        what = OFFSET
    key = (case_id, stage, attempt, line)
    agrees = state not in (None, "reviewed", "dropped") if what == SENT else what in (state, result)
    papers = [Move(key, what, paper_fund, due)] if agrees and due is not None else []
    return Move(key, what, fund, fen), papers


def never_posted(session: Session, of: OneDay) -> list[Move]:
    """Lines that went out with a batch of that day and stand nowhere in the ledger."""
    item, batch = BatchItem, PaymentBatch
    posted = _posted("INSTRUCT")
    rows = session.execute(
        select(item.case_id, item.stage, Payment.attempt, item.line, batch.fund, item.amount_fen)
        .join(batch, batch.id == item.batch_id)
        .join(Payment, Payment.id == item.payment_id)
        .where(batch.jurisdiction == of.jurisdiction, batch.region == of.region)
        .where(batch.released_at >= of.since, batch.released_at < of.until)
        .where(item.state.in_(_GONE), posted.is_(None))
        .order_by(item.case_id)
    )
    return [
        Move((case_id, stage, attempt, line), SENT, fund, fen)
        for case_id, stage, attempt, line, fund, fen in rows
    ]


def bank_moves(session: Session, of: OneDay) -> list[Move]:
    """What the bank's rows of that day did, or should have done and did not."""
    item, batch, row, told = BatchItem, PaymentBatch, BankOutcome, BankResult
    said = func.coalesce(row.outcome, row.said)
    kind = case((said == PAID, item.stage), else_="RETURNED")
    rows = session.execute(
        select(
            *(item.case_id, item.stage, Payment.attempt, item.line, said, batch.fund, told.fen),
            *(_posted(kind), BankFile.taken_at),
        )
        .join(batch, batch.id == item.batch_id)
        .join(Payment, Payment.id == item.payment_id)
        .join(BankFile, BankFile.batch_id == batch.id)
        .join(told, and_(told.file_id == BankFile.id, told.item_no == item.no))
        .join(row, and_(row.file_id == told.file_id, row.at == told.at))
        .where(*_files(of, since=of.since - _DAY), said.in_(DONE))
        .order_by(item.case_id)
    )
    return [
        Move((case_id, stage, attempt, line), what, fund, fen or 0)
        for case_id, stage, attempt, line, what, fund, fen, at, taken_at in rows
        # A file that came before midnight may be worked off after it: the ledger's day counts.
        if of.since <= (taken_at if at is None else at) < of.until
    ]


def odd_rows(session: Session, of: OneDay) -> Iterator[Difference]:
    """Rows of the bank that moved nothing: unknown, changed, contradicting, said before."""
    batch, row, told = PaymentBatch, BankOutcome, BankResult
    rows = session.execute(
        select(row.outcome, batch.fund, told.fen, told.ref)
        .join(told, and_(told.file_id == row.file_id, told.at == row.at))
        .join(BankFile, BankFile.id == row.file_id)
        .join(batch, batch.id == BankFile.batch_id)
        .where(*_files(of, since=of.since), row.outcome.not_in({*DONE, PENDING}))
        .order_by(row.file_id, row.at)
    )
    for outcome, fund, fen, ref in rows:
        yield Difference(str(outcome), fund=fund, bank_fen=fen, ref=ref)


def day_sums(session: Session, of: OneDay) -> tuple[dict[FundPair, int], dict[FundPair, int]]:
    """What the day's entries come to, and what was kept as their sum."""
    entry, kept = LedgerEntry, LedgerDay
    added = session.execute(
        select(entry.fund, entry.debit, entry.credit, func.sum(entry.fen))
        .where(*_of_day(of))
        .group_by(entry.fund, entry.debit, entry.credit)
    )
    standing = session.execute(
        select(kept.fund, kept.debit, kept.credit, kept.fen).where(
            kept.jurisdiction == of.jurisdiction, kept.region == of.region, kept.day == of.day
        )
    )
    return _by_pair(added), _by_pair(standing)


def _by_pair(rows: Iterable[Any]) -> dict[FundPair, int]:
    return {(fund, (debit, credit)): int(fen) for fund, debit, credit, fen in rows}


def _of_day(of: OneDay) -> tuple[ColumnElement[bool], ...]:
    entry = LedgerEntry
    return (
        entry.jurisdiction == of.jurisdiction,
        entry.region == of.region,
        entry.at >= of.since,
        entry.at < of.until,
    )


def _files(of: OneDay, *, since: datetime) -> tuple[ColumnElement[bool], ...]:
    batch = PaymentBatch
    return (
        batch.jurisdiction == of.jurisdiction,
        batch.region == of.region,
        BankFile.taken_at >= since,
        BankFile.taken_at < of.until,
    )


def _same_payment(entry: type[LedgerEntry]) -> ColumnElement[bool]:
    return and_(
        Payment.case_id == entry.case_id,
        Payment.stage == entry.stage,
        Payment.attempt == entry.attempt,
    )


def _posted(kind: str | ColumnElement[str]) -> ScalarSelect[Any]:
    """When the line of the batch was written to the ledger, by the ledger's own key."""
    entry, item = LedgerEntry, BatchItem
    return (
        select(entry.at)
        .where(
            *(entry.case_id == item.case_id, entry.stage == item.stage, entry.line == item.line),
            *(entry.kind == kind, entry.attempt == Payment.attempt),
        )
        .correlate(item, Payment)
        .scalar_subquery()
    )
