"""What a head sees of an office: how much is late with whom, and whose clocks stand still."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from service.records.base import LARGEST_ID
from service.records.case import Case
from service.records.deadline import Deadline
from service.records.institution import Institution
from service.records.person import Grant, Person
from service.records.step import OpenStep, Scope


@dataclass(frozen=True, slots=True)
class Load:
    """How many steps of one kind lie with one officer; None is the common queue."""

    assignee_id: int | None
    element: str
    name: str
    jurisdiction: str
    open: int
    soon: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """A case whose clock stands still."""

    deadline: Deadline
    number: str
    jurisdiction: str
    institution: str


def loads(
    session: Session, scopes: Sequence[Scope], *, now: datetime, until: datetime
) -> list[Load]:
    """What is open, overdue or due by then in these scopes, by officer and step."""
    over = func.count().filter(OpenStep.due_at <= now)
    near = func.count().filter(OpenStep.due_at > now, OpenStep.due_at <= until)
    who, what = OpenStep.assignee_id, OpenStep.element
    place = func.min(OpenStep.jurisdiction)
    rows = session.execute(
        select(who, what, func.min(OpenStep.name), place, func.count(), near, over)
        .where(or_(*map(_reach, scopes)))
        .group_by(OpenStep.assignee_id, OpenStep.element)
        .order_by(OpenStep.element)
    )
    return [Load(*row) for row in rows]


def stopped(
    session: Session, scopes: Sequence[Scope], *, after: int = 0, limit: int = 50
) -> list[Stopped]:
    """The cases in these places whose clock was stopped, the one stopped longest first."""
    rows = session.execute(
        select(Deadline, Case.number, Case.jurisdiction, Institution.name)
        .join(Case, Case.id == Deadline.case_id)
        .join(Institution, Institution.id == Case.institution_id)
        .where(Deadline.state == "paused", Deadline.id > min(after, LARGEST_ID))
        .where(or_(*(_place(Case, scope) for scope in scopes)))
        .order_by(Deadline.id)
        .limit(limit)
    )
    return [Stopped(*row) for row in rows]


def colleagues(session: Session, scopes: Sequence[Scope]) -> list[tuple[str, Person]]:
    """Who holds which lane in these scopes."""
    rows = session.execute(
        select(Grant.role, Person)
        .join(Person, Person.id == Grant.person_id)
        .where(Person.active, or_(*map(_held, scopes)))
        .order_by(Grant.role, Person.id)
    )
    return [(role, person) for role, person in rows]


def _reach(scope: Scope) -> ColumnElement[bool]:
    return and_(OpenStep.lane == scope.lane, _place(OpenStep, scope))


def _place(table: type[OpenStep] | type[Case], scope: Scope) -> ColumnElement[bool]:
    return and_(
        table.jurisdiction == scope.jurisdiction if scope.jurisdiction else true(),
        table.region == scope.region if scope.region else true(),
    )


def _held(scope: Scope) -> ColumnElement[bool]:
    """A grant that reaches at least one place the scope reaches."""
    found = [Grant.role == scope.lane]
    for column, value in ((Grant.jurisdiction, scope.jurisdiction), (Grant.region, scope.region)):
        if value is not None:
            found.append(column.is_(None) | (column == value))
    return and_(*found)
