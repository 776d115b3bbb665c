"""How long each payment took, from the last paper handed in for it to the money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Index, and_, false, func, or_, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey
from service.records.case import Case
from service.records.institution import Institution
from service.records.step import Scope


class PaymentCycle(Base):
    """One stage of one case that was paid; kept as it is paid, so that nobody scans the books."""

    __tablename__ = "payment_cycle"
    __table_args__ = (Index(None, "jurisdiction", "region", "month", "days"),)

    case_id: Mapped[CaseKey]
    stage: Mapped[str] = mapped_column(primary_key=True)
    jurisdiction: Mapped[str]
    region: Mapped[str]
    # The first day of the month of the payment.
    month: Mapped[date]
    filed_at: Mapped[datetime]
    paid_at: Mapped[datetime]
    days: Mapped[int]


@dataclass(frozen=True, slots=True)
class Slow:
    """One payment that took long."""

    number: str
    institution: str
    stage: str
    jurisdiction: str
    filed_at: datetime
    paid_at: datetime
    days: int


def days_counted(
    session: Session, scopes: Sequence[Scope], first: date, end: date
) -> dict[date, dict[int, int]]:
    """By month: how many payments took how many days."""
    cycle, found = PaymentCycle, dict[date, dict[int, int]]()
    rows = session.execute(
        select(cycle.month, cycle.days, func.count())
        .where(_within(scopes), cycle.month >= first, cycle.month < end)
        .group_by(cycle.month, cycle.days)
        .order_by(cycle.month, cycle.days)
    )
    for month, days, count in rows:
        found.setdefault(month, {})[days] = count
    return found


def slowest(
    session: Session, scopes: Sequence[Scope], first: date, end: date, *, limit: int = 10
) -> list[Slow]:
    """The payments that took longest, the slowest first."""
    cycle = PaymentCycle
    # The few that are shown are found before anything is joined to them.
    few = (
        select(cycle)
        .where(_within(scopes), cycle.month >= first, cycle.month < end)
        .order_by(cycle.days.desc(), cycle.case_id)
        .limit(limit)
        .subquery()
    )
    rows = session.execute(
        select(
            Case.number,
            Institution.name,
            *(few.c.stage, few.c.jurisdiction, few.c.filed_at, few.c.paid_at, few.c.days),
        )
        .join(Case, Case.id == few.c.case_id)
        .join(Institution, Institution.id == Case.institution_id)
        .order_by(few.c.days.desc(), few.c.case_id)
    )
    return [Slow(*row) for row in rows]


def _within(scopes: Sequence[Scope]) -> ColumnElement[bool]:
    cycle = PaymentCycle
    return or_(
        false(),
        *(
            and_(
                cycle.jurisdiction == scope.jurisdiction if scope.jurisdiction else true(),
                cycle.region == scope.region if scope.region else true(),
            )
            for scope in scopes
        ),
    )
