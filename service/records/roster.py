"""The learners of a class, their identity sealed; found across classes by blind index alone."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey, Json
from service.records.case import Case
from service.records.columns import Sealed
from service.records.opening import ClassOpening


class RosterLine(Base):
    """One learner of one class."""

    __tablename__ = "roster_line"

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(Sealed("roster_line.name"))
    id_no: Mapped[str] = mapped_column(Sealed("roster_line.id_no"))
    person_index: Mapped[str] = mapped_column(index=True)
    phone: Mapped[str | None] = mapped_column(Sealed("roster_line.phone"))
    category: Mapped[str | None]
    relation: Mapped[str | None]
    out_of_city: Mapped[bool] = mapped_column(default=False)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    particulars: Mapped[Json] = mapped_column(default=dict)
    proof_no: Mapped[str | None] = mapped_column(Sealed("roster_line.proof_no"))
    bank_name: Mapped[str | None] = mapped_column(Sealed("roster_line.bank_name"))
    bank_account: Mapped[str | None] = mapped_column(Sealed("roster_line.bank_account"))


class Elsewhere(NamedTuple):
    """That a person already learns in another class."""

    person_index: str
    case_id: int
    number: str
    line: int


def roster_of(session: Session, case_id: int) -> list[RosterLine]:
    """The learners of a class by line."""
    return list(
        session.scalars(
            select(RosterLine).where(RosterLine.case_id == case_id).order_by(RosterLine.line)
        )
    )


def running_elsewhere(session: Session, indexes: Collection[str], case_id: int) -> list[Elsewhere]:
    """The same people in other unfinished classes of the jurisdiction this case belongs to."""
    home = select(Case.jurisdiction).where(Case.id == case_id).scalar_subquery()
    rows = session.execute(
        select(RosterLine.person_index, Case.id, Case.number, RosterLine.line)
        .join(Case, Case.id == RosterLine.case_id)
        # Who claims an allowance, or a subsidy of his own, sits in no other class by that.
        .join(ClassOpening, ClassOpening.case_id == Case.id)
        .where(RosterLine.person_index.in_(indexes), ~RosterLine.withdrawn)
        .where(Case.id != case_id, Case.finished.is_(None), Case.jurisdiction == home)
        .order_by(Case.id, RosterLine.line)
    )
    return [Elsewhere(*row) for row in rows]


def learning_beside(session: Session, parent_id: int, case_id: int, *, process: str) -> set[int]:
    """The lines that other cases of this kind took over from the same parent and still hold."""
    left = ("REJECTED", "WITHDRAWN", "CANCELLED", "EXPIRED_NOT_STARTED")
    return set(
        session.scalars(
            select(RosterLine.line)
            .join(Case, Case.id == RosterLine.case_id)
            .where(Case.parent_id == parent_id, Case.id != case_id, Case.process == process)
            .where(Case.finished.is_(None) | Case.finished.not_in(left), ~RosterLine.withdrawn)
        )
    )
