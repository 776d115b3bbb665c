"""Direct subsidies: which occupation and level a person was paid for, and who else was."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, ForeignKeyConstraint, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey
from service.records.case import Case
from service.records.claim import ClaimLine
from service.records.opening import ClassOpening
from service.records.roster import RosterLine

# How a case ends that paid something.
PAID = ("PAID_CLOSED", "PAID_PARTIAL_LAPSED")


class DirectLine(Base):
    """The occupation and level one certificate holder asks to be paid for."""

    __tablename__ = "direct_line"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"]),
    )

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_index: Mapped[str] = mapped_column(index=True)
    specialty_code: Mapped[str]
    specialty_class: Mapped[str]
    level: Mapped[str]
    cert_type: Mapped[str]
    cert_no: Mapped[str] = mapped_column(index=True)
    issued_on: Mapped[date]
    issuer: Mapped[str]


class Skill(NamedTuple):
    """A person with an occupation and a level, as both kinds of subsidy know them."""

    person_index: str
    specialty_code: str
    level: str


def direct_of(session: Session, case_id: int) -> list[DirectLine]:
    """What is asked for in one case, by line."""
    asked = select(DirectLine).where(DirectLine.case_id == case_id).order_by(DirectLine.line)
    return list(session.scalars(asked))


def claimed_directly(
    session: Session, people: Collection[str], jurisdiction: str, case_id: int
) -> set[Skill]:
    """What these people asked to be paid directly in other cases, and were not refused."""
    asked = (
        select(DirectLine.person_index, DirectLine.specialty_code, DirectLine.level)
        .join(ClaimLine, _claim_of(DirectLine))
        .join(Case, Case.id == DirectLine.case_id)
        .where(DirectLine.person_index.in_(people), *_stands(case_id, jurisdiction))
    )
    return {Skill(*row) for row in session.execute(asked)}


def claimed_by_class(
    session: Session, people: Collection[str], jurisdiction: str, case_id: int
) -> set[Skill]:
    """What classes have claimed for these people in other cases, and were not refused."""
    opening = ClassOpening
    asked = (
        select(RosterLine.person_index, opening.specialty_code, opening.level)
        .join(ClaimLine, _claim_of(RosterLine))
        .join(opening, opening.case_id == RosterLine.case_id)
        .join(Case, Case.id == RosterLine.case_id)
        .where(RosterLine.person_index.in_(people), *_stands(case_id, jurisdiction))
    )
    return {Skill(*row) for row in session.execute(asked)}


def certificates_paid_directly(
    session: Session, numbers: Collection[str], case_id: int
) -> set[str]:
    """Which of these certificates stand in another claim of this kind that nobody has refused."""
    asked = (
        select(DirectLine.cert_no)
        .join(ClaimLine, _claim_of(DirectLine))
        .join(Case, Case.id == DirectLine.case_id)
        .where(DirectLine.cert_no.in_(numbers), *_stands(case_id))
    )
    return set(session.scalars(asked))


def _claim_of(table: type[DirectLine] | type[RosterLine]) -> ColumnElement[bool]:
    return (ClaimLine.case_id == table.case_id) & (ClaimLine.line == table.line)


def _stands(case_id: int, jurisdiction: str | None = None) -> tuple[ColumnElement[bool], ...]:
    """Another case's claim that nobody has refused, and that has not come to nothing."""
    return (
        Case.jurisdiction == jurisdiction if jurisdiction else true(),
        Case.id != case_id,
        Case.finished.is_(None) | Case.finished.in_(PAID),
        ~ClaimLine.excluded,
        ClaimLine.verdict.is_(None) | (ClaimLine.verdict != "removed"),
    )
