"""The steps that wait for somebody; the work queue reads these."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Index,
    Select,
    UniqueConstraint,
    func,
    select,
    text,
    tuple_,
    union,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.domain.permissions import Grant
from service.records.base import Base, CaseRef, InstitutionRef, Json, PersonRef, RowId
from service.records.case import Case
from service.records.columns import Fen
from service.records.institution import Institution


class OpenStep(Base):
    """One step somebody has to finish; gone when it is finished or taken away."""

    __tablename__ = "open_step"
    __table_args__ = (
        UniqueConstraint("case_id", "key"),
        Index("ix_open_step_region", "lane", "jurisdiction", "region", "due_at", "id"),
        Index("ix_open_step_jurisdiction", "lane", "jurisdiction", "due_at", "id"),
        Index("ix_open_step_institution", "lane", "institution_id", "due_at", "id"),
        Index(None, "assignee_id", "due_at", "id"),
        Index(
            "ix_open_step_held",
            "held_since",
            postgresql_where=text("held_since IS NOT NULL"),
            sqlite_where=text("held_since IS NOT NULL"),
        ),
        Index("ix_open_step_element", "element", "jurisdiction", "region", "due_at", "id"),
    )

    id: Mapped[RowId]
    case_id: Mapped[CaseRef]
    key: Mapped[str]
    element: Mapped[str]
    name: Mapped[str]
    path: Mapped[str]
    lane: Mapped[str]
    form: Mapped[str]
    properties: Mapped[Json] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    jurisdiction: Mapped[str]
    region: Mapped[str]
    institution_id: Mapped[InstitutionRef]
    assignee_id: Mapped[PersonRef | None]
    held_since: Mapped[datetime | None]
    # What the stage of payment that the step belongs to pays, as it stood when the step opened.
    amount_fen: Mapped[int | None] = mapped_column(Fen)


@dataclass(frozen=True, slots=True)
class Scope:
    """A lane of a jurisdiction, narrowed to a region or to one institution."""

    lane: str
    jurisdiction: str | None = None
    region: str | None = None
    institution_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of a queue somebody wants to see; nothing named is everything."""

    element: str | None = None
    institution_id: int | None = None
    due_before: datetime | None = None
    assignee_id: int | None = None
    free: bool = False
    taken_but_not_by: int | None = None
    stage: str | None = None

    def holds(self) -> list[ColumnElement[bool]]:
        """Its conditions, each within reach of an index."""
        wanted: list[ColumnElement[bool]] = []
        if self.element is not None:
            wanted.append(OpenStep.element == self.element)
        if self.institution_id is not None:
            wanted.append(OpenStep.institution_id == self.institution_id)
        if self.due_before is not None:
            wanted.append(OpenStep.due_at <= self.due_before)
        if self.assignee_id is not None:
            wanted.append(OpenStep.assignee_id == self.assignee_id)
        if self.free:
            wanted.append(OpenStep.assignee_id.is_(None))
        if self.taken_but_not_by is not None:
            wanted.append(OpenStep.assignee_id != self.taken_but_not_by)
        if self.stage is not None:
            wanted.append(OpenStep.properties["stage"].as_string() == self.stage)
        return wanted


EVERYTHING = Sieve()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the queue ended."""

    due_at: datetime | None
    id: int


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One line of the queue."""

    step: OpenStep
    number: str
    institution: str
    process: str

    @property
    def place(self) -> Place:
        return Place(self.step.due_at, self.step.id)


def queue(
    session: Session,
    scopes: Sequence[Scope],
    *,
    sieve: Sieve = EVERYTHING,
    after: Place | None = None,
    limit: int = 50,
) -> list[QueueLine]:
    """The next page of what waits in these scopes: the soonest due first, undated last."""
    lines: list[QueueLine] = []
    wanted = sieve.holds()
    if after is None or after.due_at is not None:
        parts = [_dated(scope, after, limit).where(*wanted) for scope in scopes]
        lines = _page(session, parts, limit)
        after = None
    room = limit - len(lines)
    if room and sieve.due_before is None:
        parts = [_undated(scope, after, room).where(*wanted) for scope in scopes]
        lines += _page(session, parts, room)
    return lines


def how_many(session: Session, scopes: Sequence[Scope], *, sieve: Sieve, most: int) -> int:
    """How much waits in these scopes; beyond `most` nobody counts on."""
    wanted = sieve.holds()
    parts = [_dated(scope, None, most).where(*wanted) for scope in scopes]
    if sieve.due_before is None:
        parts += [_undated(scope, None, most).where(*wanted) for scope in scopes]
    if not parts:
        return 0
    found = union(*(select(part.subquery()) for part in parts)).subquery()
    counted = select(func.count()).select_from(select(found).limit(most).subquery())
    return session.scalar(counted) or 0


Found = Select[int, datetime | None]


def _page(session: Session, parts: Sequence[Found], limit: int) -> list[QueueLine]:
    # One index range per scope, so that a page costs the same however much waits.
    if not parts:
        return []
    if len(parts) == 1:
        chosen = parts[0].subquery()
    else:
        found = union(*(select(part.subquery()) for part in parts)).subquery()
        chosen = select(found).order_by(found.c.due_at, found.c.id).limit(limit).subquery()
    rows = session.execute(
        select(OpenStep, Case.number, Institution.name, Case.process)
        .join(chosen, chosen.c.id == OpenStep.id)
        .join(Case, Case.id == OpenStep.case_id)
        .join(Institution, Institution.id == OpenStep.institution_id)
        .order_by(OpenStep.due_at, OpenStep.id)
    )
    return [QueueLine(*row) for row in rows]


def _within(scope: Scope) -> Found:
    found = select(OpenStep.id, OpenStep.due_at).where(OpenStep.lane == scope.lane)
    if scope.jurisdiction is not None:
        found = found.where(OpenStep.jurisdiction == scope.jurisdiction)
    if scope.region is not None:
        found = found.where(OpenStep.region == scope.region)
    if scope.institution_id is not None:
        found = found.where(OpenStep.institution_id == scope.institution_id)
    return found


def _dated(scope: Scope, after: Place | None, limit: int) -> Found:
    found = _within(scope).where(OpenStep.due_at.is_not(None))
    if after is not None:
        found = found.where(tuple_(OpenStep.due_at, OpenStep.id) > (after.due_at, after.id))
    return found.order_by(OpenStep.due_at, OpenStep.id).limit(limit)


def _undated(scope: Scope, after: Place | None, limit: int) -> Found:
    found = _within(scope).where(OpenStep.due_at.is_(None))
    if after is not None:
        found = found.where(OpenStep.id > after.id)
    return found.order_by(OpenStep.id).limit(limit)


def steps_of(session: Session, case_id: int) -> list[OpenStep]:
    """What is open on a case, in the order it was opened."""
    return list(
        session.scalars(select(OpenStep).where(OpenStep.case_id == case_id).order_by(OpenStep.id))
    )


def steps_of_cases(session: Session, case_ids: Sequence[int]) -> dict[int, list[OpenStep]]:
    """What is open on each of these cases, in one question."""
    found: dict[int, list[OpenStep]] = {case_id: [] for case_id in case_ids}
    asked = select(OpenStep).where(OpenStep.case_id.in_(case_ids)).order_by(OpenStep.id)
    for step in session.scalars(asked):
        found[step.case_id].append(step)
    return found


def held_steps(session: Session, grant: Grant, *, limit: int = 200) -> list[OpenStep]:
    """The steps within a grant's reach that nobody may do, the longest held first."""
    asked = select(OpenStep).where(OpenStep.held_since.is_not(None))
    if grant.jurisdiction is not None:
        asked = asked.where(OpenStep.jurisdiction == grant.jurisdiction)
    if grant.region is not None:
        asked = asked.where(OpenStep.region == grant.region)
    return list(session.scalars(asked.order_by(OpenStep.held_since, OpenStep.id).limit(limit)))


def step_of(session: Session, case_id: int, key: str) -> OpenStep | None:
    """One open step of a case."""
    return session.scalar(select(OpenStep).where(OpenStep.case_id == case_id, OpenStep.key == key))
