"""The subsidy claimed for each learner, and the objections raised while it was on public notice."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey, CaseRef, RowId
from service.records.columns import Fen, Sealed


class ClaimLine(Base):
    """What is claimed for one learner, and what became of it."""

    __tablename__ = "claim_line"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"]),
    )

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    amount_fen: Mapped[int] = mapped_column(Fen)
    excluded: Mapped[bool] = mapped_column(default=False)
    verdict: Mapped[str | None]
    reason: Mapped[str | None]
    # Agreed to, then taken out before it was paid; what was paid by then stays as it was.
    dropped_at: Mapped[datetime | None]


class Objection(Base):
    """One objection to the public notice; who objects, and about what, is sealed."""

    __tablename__ = "objection"
    __table_args__ = (UniqueConstraint("case_id", "no"),)

    id: Mapped[RowId]
    case_id: Mapped[CaseRef]
    no: Mapped[int]
    line: Mapped[int | None]
    objector: Mapped[str | None] = mapped_column(Sealed("objection.objector"))
    facts: Mapped[str] = mapped_column(Sealed("objection.facts"))
    filed_at: Mapped[datetime]
    finding: Mapped[str | None] = mapped_column(Sealed("objection.finding"))
    upheld: Mapped[bool | None]
    decided_at: Mapped[datetime | None]


def claim_of(session: Session, case_id: int) -> list[ClaimLine]:
    """The lines of a claim."""
    return list(
        session.scalars(
            select(ClaimLine).where(ClaimLine.case_id == case_id).order_by(ClaimLine.line)
        )
    )


def claimed_in(session: Session, case_ids: Collection[int], line: int) -> int:
    """What the office agreed to pay for a line in these cases, all together."""
    asked = select(func.coalesce(func.sum(ClaimLine.amount_fen), 0)).where(
        ClaimLine.case_id.in_(case_ids),
        ClaimLine.line == line,
        ~ClaimLine.excluded,
        ClaimLine.verdict.in_(("approved", "cut")),
    )
    return int(session.execute(asked).scalar_one())


def objections_of(session: Session, case_id: int) -> list[Objection]:
    """The objections to a claim, in the order they came."""
    return list(
        session.scalars(
            select(Objection).where(Objection.case_id == case_id).order_by(Objection.no)
        )
    )


def open_objections(session: Session, case_id: int) -> int:
    """How many objections nobody has decided yet."""
    return session.execute(
        select(func.count()).where(Objection.case_id == case_id, Objection.decided_at.is_(None))
    ).scalar_one()
