"""What a district's money and training have come to: counted for the reports on performance."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from service.records.case import Case
from service.records.employment import EmploymentStatus
from service.records.ledger import LedgerEntry
from service.records.opening import ClassOpening
from service.records.result import LearnerResult
from service.records.roster import RosterLine

AT_WORK = ("employed", "self_employed")
OUT_OF_THE_BANK = ("paid", "advance")


def in_priority_areas(
    session: Session, jurisdiction: str, regions: Sequence[str], until: datetime
) -> int:
    """Learners of approved classes who come from an area the place puts first."""
    area = RosterLine.particulars["priority_area"].as_string()
    there = ClassOpening.particulars["priority_region"].as_boolean()
    approved = (ClassOpening.decision == "approve") & (ClassOpening.received_at < until)
    asked = (
        select(func.count())
        .select_from(RosterLine)
        .join(Case, Case.id == RosterLine.case_id)
        .join(ClassOpening, ClassOpening.case_id == Case.id)
        .where(_there(jurisdiction, regions), approved)
        .where(there | (area.is_not(None) & (area != "none")), ~RosterLine.withdrawn)
    )
    return session.scalar(asked) or 0


def passed(session: Session, jurisdiction: str, regions: Sequence[str], until: datetime) -> int:
    """Learners who passed, of classes that were completed by then."""
    completed = ClassOpening.completed_on.is_not(None) & (ClassOpening.received_at < until)
    asked = (
        select(func.count())
        .select_from(LearnerResult)
        .join(Case, Case.id == LearnerResult.case_id)
        .join(ClassOpening, ClassOpening.case_id == Case.id)
        .where(_there(jurisdiction, regions), completed, LearnerResult.passed)
    )
    return session.scalar(asked) or 0


def employed(session: Session, jurisdiction: str, regions: Sequence[str], until: datetime) -> int:
    """Learners reported at work before that moment."""
    asked = (
        select(func.count())
        .select_from(EmploymentStatus)
        .join(Case, Case.id == EmploymentStatus.case_id)
        .where(_there(jurisdiction, regions), EmploymentStatus.status.in_(AT_WORK))
        .where(EmploymentStatus.reported_at < until)
    )
    return session.scalar(asked) or 0


def paid_fen(session: Session, jurisdiction: str, regions: Sequence[str], until: datetime) -> int:
    """What the bank has paid out before that moment."""
    asked = (
        select(func.sum(LedgerEntry.fen))
        .join(Case, Case.id == LedgerEntry.case_id)
        .where(_there(jurisdiction, regions), LedgerEntry.credit == "in_payment")
        .where(LedgerEntry.debit.in_(OUT_OF_THE_BANK), LedgerEntry.at < until)
    )
    return int(session.scalar(asked) or 0)


def _there(jurisdiction: str, regions: Sequence[str]) -> ColumnElement[bool]:
    return (Case.jurisdiction == jurisdiction) & Case.region.in_(regions)
