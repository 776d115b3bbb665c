"""What one person was given before, or did elsewhere at the same time, within one jurisdiction."""

from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, Subquery, Time, bindparam, cast, func, null, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from service.records.attendance import AttendanceDay
from service.records.base import BigId
from service.records.case import Case
from service.records.claim import ClaimLine
from service.records.learning import LearningRecord
from service.records.opening import ClassOpening
from service.records.roster import RosterLine

# Names the lock below among whatever else is locked by number.
ROSTERS = 20200518


class Twin(NamedTuple):
    """That another class stands against a line of this one."""

    line: int
    case_id: int
    number: str


def one_at_a_time(session: Session, jurisdiction: str) -> None:
    """Rosters and claims of a place are compared one after the other, so that none is missed.

    Two that come in the same instant would each see the world without the other. SQLite has one
    writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(ROSTERS, func.hashtext(jurisdiction))))


def subsidised_before(session: Session, case_id: int) -> list[Twin]:
    """Learners of this class with a claim for the same occupation and level in another one."""
    return [Twin(*row) for row in session.execute(_before(), {"ours": case_id})]


@cache
def _before() -> Select[int, int, str]:
    # Putting this question together takes longer than its answer.
    mine, theirs = aliased(RosterLine), aliased(RosterLine)
    my_class, their_class = aliased(ClassOpening), aliased(ClassOpening)
    ours = bindparam("ours", type_=BigId)
    home = select(Case.jurisdiction).where(Case.id == ours).scalar_subquery()
    return (
        select(mine.line, Case.id, Case.number)
        .join(theirs, theirs.person_index == mine.person_index)
        .join(Case, Case.id == theirs.case_id)
        .join(my_class, my_class.case_id == mine.case_id)
        .join(their_class, their_class.case_id == theirs.case_id)
        .join(
            ClaimLine,
            (ClaimLine.case_id == theirs.case_id) & (ClaimLine.line == theirs.line),
        )
        .where(mine.case_id == ours, theirs.case_id != ours, Case.jurisdiction == home)
        .where(~mine.withdrawn, ~ClaimLine.excluded)
        # Of two that nobody has judged yet, the class that was opened first goes before.
        .where(
            ClaimLine.verdict.in_(("approved", "cut"))
            | (ClaimLine.verdict.is_(None) & (Case.id < ours))
        )
        .where(
            my_class.specialty_code == their_class.specialty_code,
            my_class.level == their_class.level,
        )
        .order_by(mine.line, Case.id)
    )


def elsewhere_meanwhile(session: Session, case_id: int) -> list[Twin]:
    """Learners of this class who were signed in at another one on the same day and hour."""
    return [Twin(*row) for row in session.execute(_meanwhile(), {"ours": case_id})]


@cache
def _meanwhile() -> Select[int, int, str]:
    # As above.
    mine, theirs = aliased(RosterLine), aliased(RosterLine)
    here, there = _signed_in("here"), _signed_in("there")
    ours = bindparam("ours", type_=BigId)
    home = select(Case.jurisdiction).where(Case.id == ours).scalar_subquery()
    return (
        select(mine.line, Case.id, Case.number)
        .join(here, (here.c.case_id == mine.case_id) & (here.c.line == mine.line))
        .join(theirs, theirs.person_index == mine.person_index)
        .join(there, (there.c.case_id == theirs.case_id) & (there.c.line == theirs.line))
        .join(Case, Case.id == theirs.case_id)
        .where(mine.case_id == ours, theirs.case_id != ours, Case.jurisdiction == home)
        .where(here.c.day == there.c.day)
        # Where the hours are not known, the day alone is enough to ask.
        .where(
            or_(
                here.c.began.is_(None),
                there.c.began.is_(None),
                (here.c.began < there.c.ended) & (there.c.began < here.c.ended),
            )
        )
        .distinct()
        .order_by(mine.line, Case.id)
    )


def _signed_in(name: str) -> Subquery:
    """Who was there on which day, and from when to when where the record says so."""
    by_hour = select(
        LearningRecord.case_id,
        LearningRecord.line,
        LearningRecord.attended_on.label("day"),
        LearningRecord.attended_from.label("began"),
        LearningRecord.attended_to.label("ended"),
    ).where(LearningRecord.attended_on.is_not(None))
    by_day = select(
        AttendanceDay.case_id,
        AttendanceDay.line,
        AttendanceDay.day,
        cast(null(), Time).label("began"),
        cast(null(), Time).label("ended"),
    )
    return union_all(by_hour, by_day).subquery(name)


def known_elsewhere(session: Session, person_index: str, *, beyond: str) -> bool:
    """Whether somebody is on a roster outside a jurisdiction; never where."""
    asked = (
        select(RosterLine.case_id)
        .join(Case, Case.id == RosterLine.case_id)
        .where(RosterLine.person_index == person_index, Case.jurisdiction != beyond)
        .where(~RosterLine.withdrawn)
        .limit(1)
    )
    return session.scalar(asked) is not None
