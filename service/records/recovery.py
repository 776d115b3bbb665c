"""Money to be paid back: what is recoverable, until when, and what has come in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseRef, RowId
from service.records.columns import Fen


class Recovery(Base):
    """One amount a case has to pay back."""

    __tablename__ = "recovery"
    __table_args__ = (
        Index(
            "ix_recovery_owed",
            "id",
            postgresql_where=text("repaid_fen < amount_fen"),
            sqlite_where=text("repaid_fen < amount_fen"),
        ),
        CheckConstraint("amount_fen > 0", name="positive"),
        CheckConstraint("repaid_fen between 0 and amount_fen", name="repaid"),
    )

    id: Mapped[RowId]
    case_id: Mapped[CaseRef] = mapped_column(index=True)
    reason: Mapped[str]
    amount_fen: Mapped[int] = mapped_column(Fen)
    # What is no longer owed, in whatever way: the ledger says whether it came back.
    repaid_fen: Mapped[int] = mapped_column(Fen, default=0)
    noticed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    second_due_at: Mapped[datetime | None]
    referred: Mapped[bool] = mapped_column(default=False)


class Repayment(Base):
    """One receipt of money paid back."""

    __tablename__ = "repayment"
    __table_args__ = (CheckConstraint("amount_fen > 0", name="positive"),)

    id: Mapped[RowId]
    case_id: Mapped[CaseRef] = mapped_column(index=True)
    recovery_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("recovery.id"))
    receipt_no: Mapped[str] = mapped_column(unique=True)
    amount_fen: Mapped[int] = mapped_column(Fen)
    paid_on: Mapped[date]


def recovery_of(session: Session, case_id: int) -> Recovery | None:
    """The latest recovery of a case."""
    return session.scalar(
        select(Recovery).where(Recovery.case_id == case_id).order_by(Recovery.id.desc()).limit(1)
    )


def receipt_used(session: Session, receipt_no: str) -> bool:
    """Whether a receipt was recorded before, on whatever case."""
    found = select(Repayment.id).where(Repayment.receipt_no == receipt_no).limit(1)
    return session.scalar(found) is not None
