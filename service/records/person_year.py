"""Which subsidised trainings people have in one year, over all institutions of a place."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from service.domain.person_year import Training
from service.records.case import Case
from service.records.claim import ClaimLine
from service.records.opening import ClassOpening
from service.records.roster import RosterLine

AGREED = ("approved", "cut")
# How a case ends that paid for somebody; what else ended, paid for nobody.
PAID = ("PAID_CLOSED", "PAID_PARTIAL_LAPSED", "RECOVERED", "RECOVERY_REFERRED")


def trainings_in(
    session: Session, people: Collection[str], year: int, *, jurisdiction: str, besides: int
) -> list[Training]:
    """The courses begun in a year that other cases claim for these people.

    A practical class belongs to the course it follows on. Allowances and direct subsidies have no
    class of their own and are no trainings.
    """
    own, first = aliased(ClassOpening), aliased(ClassOpening)
    course = func.coalesce(Case.parent_id, Case.id)
    asked = (
        select(RosterLine.person_index, course, Case.number, ClaimLine.verdict.is_not(None))
        .join(Case, Case.id == RosterLine.case_id)
        .join(
            ClaimLine,
            (ClaimLine.case_id == RosterLine.case_id) & (ClaimLine.line == RosterLine.line),
        )
        .join(own, own.case_id == Case.id)
        .join(first, first.case_id == course)
        .where(RosterLine.person_index.in_(people))
        .where(Case.jurisdiction == jurisdiction, Case.id != besides)
        .where(*_stands(), _began(first).between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(Case.id, RosterLine.line)
    )
    return [Training(*row) for row in session.execute(asked)]


def _began(opening: type[ClassOpening]) -> ColumnElement[date]:
    return func.coalesce(opening.actual_start_on, opening.starts_on)


def _stands() -> tuple[ColumnElement[bool], ...]:
    """A line nobody has left out, removed or dropped, in a case that has not come to nothing."""
    return (
        ~ClaimLine.excluded,
        ClaimLine.dropped_at.is_(None),
        or_(
            ClaimLine.verdict.in_(AGREED) & (Case.finished.is_(None) | Case.finished.in_(PAID)),
            ClaimLine.verdict.is_(None) & Case.finished.is_(None),
        ),
    )
