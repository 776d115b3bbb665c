"""How a debt ends other than paid at once: instalments, objection, offset, write-off."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseRef, PersonRef, RowId
from service.records.columns import Fen, Sealed

PROPOSED, MADE, REFUSED = "proposed", "made", "refused"
_STATES = "state in ('proposed', 'made', 'refused')"


def _one_open(table: str) -> Index:
    """A debt has at most one proposal that nobody has decided."""
    waiting = text(f"state = '{PROPOSED}'")
    return Index(
        f"uq_{table}_open",
        "recovery_id",
        unique=True,
        postgresql_where=waiting,
        sqlite_where=waiting,
    )


class Instalment(Base):
    """One part of a debt with a day of its own; a later plan takes the place of an earlier one."""

    __tablename__ = "recovery_instalment"
    __table_args__ = (
        UniqueConstraint("recovery_id", "plan", "no"),
        CheckConstraint("amount_fen > 0", name="positive"),
    )

    id: Mapped[RowId]
    recovery_id: Mapped[int] = mapped_column(BigId, ForeignKey("recovery.id"))
    plan: Mapped[int]
    no: Mapped[int]
    due_on: Mapped[date]
    amount_fen: Mapped[int] = mapped_column(Fen)


class RecoveryObjection(Base):
    """What the debtor holds against the notice, and what the office found; both sealed."""

    __tablename__ = "recovery_objection"
    __table_args__ = (CheckConstraint("less_fen >= 0", name="less"),)

    id: Mapped[RowId]
    recovery_id: Mapped[int] = mapped_column(BigId, ForeignKey("recovery.id"), index=True)
    case_id: Mapped[CaseRef] = mapped_column(index=True)
    grounds: Mapped[str] = mapped_column(Sealed("recovery_objection.grounds"))
    filed_at: Mapped[datetime]
    finding: Mapped[str | None] = mapped_column(Sealed("recovery_objection.finding"))
    decision: Mapped[str | None]  # upheld, reduced, withdrawn
    less_fen: Mapped[int] = mapped_column(Fen, default=0)
    decided_at: Mapped[datetime | None]


class Offset(Base):
    """A debt set against what another case is to be paid: proposed by one, made by another."""

    __tablename__ = "recovery_offset"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="positive"),
        CheckConstraint(_STATES, name="state"),
        _one_open("recovery_offset"),
    )

    id: Mapped[RowId]
    recovery_id: Mapped[int] = mapped_column(BigId, ForeignKey("recovery.id"))
    case_id: Mapped[CaseRef] = mapped_column(index=True)
    paying_case_id: Mapped[CaseRef] = mapped_column(index=True)
    stage: Mapped[str]
    amount_fen: Mapped[int] = mapped_column(Fen)
    state: Mapped[str] = mapped_column(default=PROPOSED)
    proposed_by: Mapped[PersonRef]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[PersonRef | None]
    decided_at: Mapped[datetime | None]
    voucher_no: Mapped[str | None] = mapped_column(unique=True)
    payment_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("payment.id"))


class WriteOff(Base):
    """A debt given up on paper: asked for by one, agreed to by another."""

    __tablename__ = "write_off"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="positive"),
        CheckConstraint(_STATES, name="state"),
        _one_open("write_off"),
    )

    id: Mapped[RowId]
    recovery_id: Mapped[int] = mapped_column(BigId, ForeignKey("recovery.id"))
    case_id: Mapped[CaseRef] = mapped_column(index=True)
    amount_fen: Mapped[int] = mapped_column(Fen)
    paper_no: Mapped[str]
    state: Mapped[str] = mapped_column(default=PROPOSED)
    proposed_by: Mapped[PersonRef]
    proposed_at: Mapped[datetime]
    decided_by: Mapped[PersonRef | None]
    decided_at: Mapped[datetime | None]


def plan_of(session: Session, recovery_id: int) -> list[Instalment]:
    """The parts of the newest plan, in order; none where everything is due at once."""
    rows = session.scalars(
        select(Instalment)
        .where(Instalment.recovery_id == recovery_id)
        .order_by(Instalment.plan.desc(), Instalment.no)
    ).all()
    return [row for row in rows if row.plan == rows[0].plan]


def objections_to(session: Session, recovery_id: int) -> list[RecoveryObjection]:
    """What was held against the notice, oldest first."""
    asked = select(RecoveryObjection).where(RecoveryObjection.recovery_id == recovery_id)
    return list(session.scalars(asked.order_by(RecoveryObjection.id)))


def offsets_of(session: Session, case_id: int) -> list[Offset]:
    """Every offset proposed for the debts of a case, oldest first."""
    return list(
        session.scalars(select(Offset).where(Offset.case_id == case_id).order_by(Offset.id))
    )


def write_offs_of(session: Session, case_id: int) -> list[WriteOff]:
    """Every write-off asked for on a case, oldest first."""
    return list(
        session.scalars(select(WriteOff).where(WriteOff.case_id == case_id).order_by(WriteOff.id))
    )
