"""Why a payment, or a line of it, waits: since when, by whom, and until when it did."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseRef, PersonRef, RowId
from service.records.budget import Budget
from service.records.columns import Fen, Sealed

_OPEN = text("lifted_at is null")


class PaymentHold(Base):
    """One reason for which a stage's payment (line 0) or one line of it waits."""

    __tablename__ = "payment_hold"
    __table_args__ = (
        Index(
            "uq_payment_hold_open",
            *("case_id", "stage", "line", "reason"),
            unique=True,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index(
            "ix_payment_hold_budget",
            *("budget_id", "id"),
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index(None, "case_id"),
    )

    id: Mapped[RowId]
    case_id: Mapped[CaseRef]
    stage: Mapped[str]
    line: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str]
    note: Mapped[str | None] = mapped_column(Sealed("payment_hold.note"))
    # Which budget is short, and of how much there has to be in it.
    budget_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("budget.id"))
    fen: Mapped[int | None] = mapped_column(Fen)
    since: Mapped[datetime]
    placed_by: Mapped[PersonRef | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[PersonRef | None]


def open_holds(session: Session, case_id: int) -> list[PaymentHold]:
    """What waits on a case, oldest first."""
    row = PaymentHold
    asked = select(row).where(row.case_id == case_id, row.lifted_at.is_(None))
    return list(session.scalars(asked.order_by(row.id)))


def holds_of_cases(session: Session, case_ids: Collection[int]) -> dict[int, list[PaymentHold]]:
    """What waits on each of these cases."""
    row = PaymentHold
    found: dict[int, list[PaymentHold]] = {}
    asked = select(row).where(row.case_id.in_(case_ids), row.lifted_at.is_(None))
    for one in session.scalars(asked.order_by(row.id)):
        found.setdefault(one.case_id, []).append(one)
    return found


def waiting_for(session: Session, budget_id: int) -> list[PaymentHold]:
    """What waits for money in a budget, the longest first."""
    row = PaymentHold
    asked = select(row).where(row.budget_id == budget_id, row.lifted_at.is_(None))
    return list(session.scalars(asked.order_by(row.id)))


def waiting_upto(session: Session, budget: Budget) -> list[PaymentHold]:
    """What waits for money of this region's fund since this year or an earlier one."""
    row = PaymentHold
    same = (
        Budget.jurisdiction == budget.jurisdiction,
        Budget.region == budget.region,
        Budget.fund == budget.fund,
        Budget.year <= budget.year,
    )
    asked = select(row).join(Budget, Budget.id == row.budget_id).where(*same)
    return list(session.scalars(asked.where(row.lifted_at.is_(None)).order_by(row.id)))


def budgets_waited_for(session: Session) -> list[int]:
    """The budgets that some payment waits for."""
    row = PaymentHold
    asked = select(row.budget_id).where(row.budget_id.is_not(None), row.lifted_at.is_(None))
    return [one for one in session.scalars(asked.distinct()) if one is not None]
