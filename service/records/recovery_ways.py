"""How a debt ends other than paid at once: instalments, objection, offset, write-off."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    and_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseRef, PersonRef, RowId
from service.records.case import Case
from service.records.columns import Fen, Sealed
from service.records.ledger import LedgerEntry
from service.records.payment import Payment
from service.records.recovery import Recovery, Repayment
from service.records.step import OpenStep

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
    # What had come back already and was not owed: it is given back by hand.
    return_fen: Mapped[int] = mapped_column(Fen, default=0, server_default="0")
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
    # The natural person in whose name, where somebody stood in.
    proposed_for: Mapped[str | None]
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
    # The natural person in whose name, where somebody stood in.
    proposed_for: Mapped[str | None]
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


def to_return_fen(session: Session, recovery_id: int) -> int:
    """What came back for a debt and was never owed, as objections to it were decided."""
    return sum(one.return_fen for one in objections_to(session, recovery_id))


_ENDS: tuple[tuple[str, Any, Any], ...] = (
    ("RECOVERED", Repayment, Repayment.amount_fen),
    ("WAIVED", RecoveryObjection, RecoveryObjection.less_fen),
    ("OFFSET", Offset, Offset.amount_fen),
    ("WRITE_OFF", WriteOff, WriteOff.amount_fen),
)
Way = TypeVar("Way", Offset, WriteOff)
About = Callable[[Any], ColumnElement[bool]]


def open_proposal(session: Session, kind: type[Way], recovery_id: int) -> Way | None:
    """What was proposed for a debt and nobody has decided yet."""
    asked = select(kind).where(kind.recovery_id == recovery_id, kind.state == PROPOSED)
    return session.scalar(asked)


def offset_proposed(session: Session, *, case_id: int | None, number: str | None) -> Offset | None:
    """The offset that waits for its decision on a case, named by id or number."""
    asked = select(Offset).join(Case, Case.id == Offset.case_id).where(Offset.state == PROPOSED)
    named = Case.id == case_id if case_id is not None else Case.number == number
    return session.scalar(asked.where(named).order_by(Offset.id).limit(1))


def offsets_of(session: Session, debt: Recovery) -> list[Offset]:
    """Every offset proposed for a debt, oldest first."""
    asked = select(Offset).where(_of_one(debt)(Offset))
    return list(session.scalars(asked.order_by(Offset.id)))


def acts_of(session: Session, case_id: int) -> list[tuple[str, str, int]]:
    """Everything that made or ended the debts of a case: (kind of entry, reason, fen)."""
    called = session.scalars(
        select(Recovery).where(Recovery.case_id == case_id).order_by(Recovery.id)
    ).all()
    reasons = {one.id: one.reason for one in called}
    found = [("RECOVERY_DUE", one.reason, one.amount_fen) for one in called]
    for kind, asked in _ends(lambda table: table.case_id == case_id) if called else ():
        rows = session.execute(asked)
        found += [(kind, reasons.get(of or 0, ""), amount) for of, amount in rows]
    return found


def ended_of(session: Session, debt: Recovery) -> dict[str, int]:
    """How much of one debt ended in which way, by the kind of entry."""
    return {
        kind: sum(fen for _, fen in session.execute(asked)) for kind, asked in _ends(_of_one(debt))
    }


def _of_one(debt: Recovery) -> About:
    """One debt of a case, which may have had others for the same reason; found by its case."""
    return lambda table: and_(table.case_id == debt.case_id, table.recovery_id == debt.id)


def _ends(about: About) -> Iterator[tuple[str, Select[Any, Any]]]:
    """The questions for what ended debts, each in its way; answered with (recovery, fen)."""
    for kind, table, fen in _ENDS:
        asked = select(table.recovery_id, fen).where(about(table), fen > 0).order_by(table.id)
        yield kind, asked.where(table.state == MADE) if table in (Offset, WriteOff) else asked


def owed_by_fund(entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """What still has to come back to each fund, in the order in which they were called."""
    owed: dict[str, int] = {}
    for one in entries:
        moved = one.fen * ((one.debit == "recoverable") - (one.credit == "recoverable"))
        if moved:
            owed[one.fund] = owed.get(one.fund, 0) + moved
    return {fund: fen for fund, fen in owed.items() if fen > 0}


def write_offs_of(session: Session, debt: Recovery) -> list[WriteOff]:
    """Every write-off asked for of a debt, oldest first."""
    asked = select(WriteOff).where(_of_one(debt)(WriteOff))
    return list(session.scalars(asked.order_by(WriteOff.id)))


@dataclass(frozen=True, slots=True)
class Payable:
    """A reviewed payment that waits on another case of the same body, in the same office."""

    payment: Payment
    number: str


def payables_beside(session: Session, case: Case, limit: int = 20) -> list[Payable]:
    """What the body of a case is to be paid elsewhere, the largest first."""
    asked = (
        select(Payment, Case.number)
        .join(Case, Case.id == Payment.case_id)
        .join(OpenStep, OpenStep.case_id == Case.id)
        .where(
            Case.institution_id == case.institution_id,
            Case.jurisdiction == case.jurisdiction,
            Case.region == case.region,
            Case.id != case.id,
            OpenStep.element == "finance_pay",
            OpenStep.properties["stage"].as_string() == Payment.stage,
            Payment.state == "reviewed",
        )
        .order_by(Payment.amount_fen.desc(), Payment.id)
        .limit(limit)
    )
    return [Payable(*row) for row in session.execute(asked)]


def repayments_of(session: Session, debt: Recovery) -> list[Repayment]:
    """Every receipt for a debt, in the order they were recorded."""
    asked = select(Repayment).where(_of_one(debt)(Repayment)).order_by(Repayment.id)
    return list(session.scalars(asked))
