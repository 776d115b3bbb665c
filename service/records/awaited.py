"""What the bank has not answered for yet: the sums by fund, and the lines that wait longest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session

from service.records.case import Case
from service.records.ledger_day import LedgerDay
from service.records.payment import Payment
from service.records.payment_line import PaymentLine
from service.records.step import Scope

IN_PAYMENT = "in_payment"


@dataclass(frozen=True, slots=True)
class Awaited:
    """One line that was sent and of which the bank has said nothing."""

    number: str
    jurisdiction: str
    stage: str
    line: int
    voucher_no: str
    pay_on: date | None
    fen: int


def in_the_books(session: Session, scopes: Sequence[Scope]) -> dict[str, int]:
    """What is on its way to the payees, by fund, as the ledger's days have it."""
    row = LedgerDay
    sign = case((row.debit == IN_PAYMENT, row.fen), else_=-row.fen)
    rows = session.execute(
        select(row.fund, func.sum(sign))
        .where(_within(row, scopes), or_(row.debit == IN_PAYMENT, row.credit == IN_PAYMENT))
        .group_by(row.fund)
    )
    return {fund: int(fen) for fund, fen in rows if fen}


def on_paper(session: Session, scopes: Sequence[Scope]) -> dict[str, tuple[int, int]]:
    """The same as the payments themselves have it: how many lines, and how much."""
    asked = _waiting(select(Payment.fund, func.count(), func.sum(_due())), scopes)
    rows = session.execute(asked.group_by(Payment.fund))
    return {fund: (count, int(fen)) for fund, count, fen in rows}


def longest(session: Session, scopes: Sequence[Scope], *, limit: int = 20) -> list[Awaited]:
    """The lines that wait longest, the earliest day of payment first."""
    asked = select(
        *(Case.number, Case.jurisdiction, Payment.stage, func.coalesce(PaymentLine.line, 0)),
        *(func.coalesce(Payment.voucher_no, ""), Payment.pay_on, _due()),
    )
    by_age = _waiting(asked, scopes).order_by(Payment.pay_on, Payment.id, PaymentLine.line)
    return [Awaited(*row) for row in session.execute(by_age.limit(limit))]


def _due() -> ColumnElement[int]:
    return func.coalesce(PaymentLine.amount_fen, Payment.amount_fen)


def _waiting(asked: Select[*tuple[Any, ...]], scopes: Sequence[Scope]) -> Select[*tuple[Any, ...]]:
    part = PaymentLine
    return (
        asked.select_from(Payment)
        .join(Case, Case.id == Payment.case_id)
        .outerjoin(part, and_(part.payment_id == Payment.id, ~part.held))
        .where(Payment.state == "instructed", part.result.is_(None), _within(Case, scopes))
    )


def _within(table: type[LedgerDay] | type[Case], scopes: Sequence[Scope]) -> ColumnElement[bool]:
    return or_(
        false(),
        *(
            and_(
                table.jurisdiction == scope.jurisdiction if scope.jurisdiction else true(),
                table.region == scope.region if scope.region else true(),
            )
            for scope in scopes
        ),
    )
