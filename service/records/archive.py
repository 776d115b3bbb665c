"""One person across all classes of a jurisdiction: hours, result, certificate, what was paid."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from service.records.allowance import PersonYear
from service.records.case import Case
from service.records.claim import ClaimLine
from service.records.learning import LearningRecord
from service.records.opening import ClassOpening
from service.records.real_name import RealName
from service.records.result import LearnerResult
from service.records.roster import RosterLine


class ArchiveLine(NamedTuple):
    """One class in one person's archive."""

    case_id: int
    number: str
    finished: str | None
    line: int
    class_name: str
    specialty_name: str
    level: str
    starts_on: date
    ends_on: date
    total_hours: int
    minutes: int
    registered: bool
    passed: bool | None
    cert_type: str | None
    cert_no: str | None
    issued_on: date | None
    verdict: str | None
    claimed_fen: int | None


def archive_of(session: Session, jurisdiction: str, person_index: str) -> list[ArchiveLine]:
    """Every class of the person in a jurisdiction, newest first, in one question."""
    minutes = (
        select(func.coalesce(func.sum(LearningRecord.minutes), 0))
        .where(LearningRecord.case_id == RosterLine.case_id, LearningRecord.line == RosterLine.line)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Case.id,
            Case.number,
            Case.finished,
            RosterLine.line,
            ClassOpening.class_name,
            ClassOpening.specialty_name,
            ClassOpening.level,
            ClassOpening.starts_on,
            ClassOpening.ends_on,
            ClassOpening.total_hours,
            minutes,
            RealName.line.is_not(None),
            LearnerResult.passed,
            LearnerResult.cert_type,
            LearnerResult.cert_no,
            LearnerResult.issued_on,
            ClaimLine.verdict,
            ClaimLine.amount_fen,
        )
        .select_from(RosterLine)
        .join(Case, Case.id == RosterLine.case_id)
        .join(ClassOpening, ClassOpening.case_id == RosterLine.case_id)
        .outerjoin(RealName, _same(RealName))
        .outerjoin(LearnerResult, _same(LearnerResult))
        .outerjoin(ClaimLine, _same(ClaimLine) & ~ClaimLine.excluded)
        .where(RosterLine.person_index == person_index, Case.jurisdiction == jurisdiction)
        .order_by(Case.id.desc())
    )
    return [ArchiveLine._make(row) for row in rows]


def allowance_days(session: Session, jurisdiction: str, person_index: str) -> dict[int, int]:
    """How many days of living allowance the person took, by year."""
    rows = session.execute(
        select(PersonYear.year, PersonYear.days)
        .where(PersonYear.jurisdiction == jurisdiction, PersonYear.person_index == person_index)
        .where(PersonYear.days > 0)
        .order_by(PersonYear.year)
    )
    return {year: days for year, days in rows}  # noqa: C416 - rows are no pairs to dict()


def _same(table: type[RealName] | type[LearnerResult] | type[ClaimLine]) -> ColumnElement[bool]:
    return (table.case_id == RosterLine.case_id) & (table.line == RosterLine.line)
