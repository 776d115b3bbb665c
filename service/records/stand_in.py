"""Who acts for whom while somebody is away: one role, from a day to a day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Index,
    ScalarSelect,
    Text,
    and_,
    cast,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, Session, aliased, column_property

from service.domain import permissions
from service.domain.permissions import Absent
from service.records.base import Base, PersonRef, RowId
from service.records.person import Grant, Person

BETWEEN, WITHIN = "\n", "\t"


class StandIn(Base):
    """That a person does the work of another's role for some days, named by him or the head."""

    __tablename__ = "stand_in"
    __table_args__ = (
        CheckConstraint("person_id <> for_person_id", name="another"),
        CheckConstraint("since <= until", name="days"),
        Index(None, "person_id", "until"),
        Index(None, "for_person_id", "until"),
    )

    id: Mapped[RowId]
    person_id: Mapped[PersonRef]
    for_person_id: Mapped[PersonRef]
    role: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    named_by: Mapped[PersonRef]
    named_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


def _lent() -> ScalarSelect[str]:
    """What a person may do in whose stead and when, as one text: no further question at the door.

    Only what the absent one holds himself, and only while his account stands.
    """
    absent = aliased(Person)
    told: list[Any] = [
        cast(absent.id, Text),
        absent.natural_person,
        cast(StandIn.since, Text),
        cast(StandIn.until, Text),
        Grant.role,
        func.coalesce(Grant.jurisdiction, ""),
        func.coalesce(Grant.region, ""),
        func.coalesce(cast(Grant.institution_id, Text), ""),
    ]
    line = told[0]
    for one in told[1:]:
        line = line + WITHIN + one
    return (
        select(func.aggregate_strings(line, BETWEEN))
        .select_from(StandIn)
        .join(absent, absent.id == StandIn.for_person_id)
        .join(Grant, (Grant.person_id == absent.id) & (Grant.role == StandIn.role))
        .where(StandIn.person_id == Person.id, StandIn.withdrawn_at.is_(None), absent.active)
        .correlate(Person)
        .scalar_subquery()
    )


Person.stands_in = column_property(_lent())


def lent_grants(person: Person, today: date) -> Iterator[permissions.Grant]:
    """What the person may do today in the stead of those who are away."""
    for line in (person.stands_in or "").split(BETWEEN):
        if not line:
            continue
        absent_id, natural, since, until, role, place, region, institution = line.split(WITHIN)
        if date.fromisoformat(since) <= today <= date.fromisoformat(until):
            yield permissions.Grant(
                role,
                place or None,
                region or None,
                int(institution) if institution else None,
                Absent(int(absent_id), natural),
            )


def current_of(session: Session, person_ids: Sequence[int], *, on: date) -> list[StandIn]:
    """Who stands in for these people, or for whom they do, from that day on."""
    return list(
        session.scalars(
            select(StandIn)
            .where(
                StandIn.person_id.in_(person_ids) | StandIn.for_person_id.in_(person_ids),
                StandIn.withdrawn_at.is_(None),
                StandIn.until >= on,
            )
            .order_by(StandIn.since, StandIn.id)
        )
    )


def lent_roles(session: Session, person_ids: Sequence[int], *, on: date) -> set[str]:
    """The roles that these accounts do for others, on that day or later."""
    asked = select(StandIn.role).where(
        StandIn.person_id.in_(person_ids),
        StandIn.withdrawn_at.is_(None),
        StandIn.until >= on,
    )
    return set(session.scalars(asked))


def same_as(session: Session, named: StandIn) -> StandIn | None:
    """The stand-in that says the same already, if there is one that holds."""
    return session.scalar(
        select(StandIn)
        .where(
            StandIn.person_id == named.person_id,
            StandIn.for_person_id == named.for_person_id,
            StandIn.role == named.role,
            StandIn.since == named.since,
            StandIn.until == named.until,
            StandIn.withdrawn_at.is_(None),
        )
        .limit(1)
    )


def current_within(
    session: Session, office: Iterable[permissions.Grant], *, on: date
) -> list[StandIn]:
    """Who stands in, from that day on, for people whose work lies within these roles' reach."""
    held = exists().where(
        Grant.person_id == StandIn.for_person_id, Grant.role == StandIn.role, _within(office)
    )
    asked = select(StandIn).where(StandIn.withdrawn_at.is_(None), StandIn.until >= on, held)
    return list(session.scalars(asked.order_by(StandIn.since, StandIn.id)))


def people_within(
    session: Session, office: Iterable[permissions.Grant], *, limit: int = 300
) -> list[Person]:
    """The people with a role within the reach of these, by name: colleagues of one office."""
    asked = select(Person).where(
        Person.active, exists().where(Grant.person_id == Person.id, _within(office))
    )
    return list(session.scalars(asked.order_by(Person.display_name, Person.id).limit(limit)))


def _within(office: Iterable[permissions.Grant]) -> ColumnElement[bool]:
    return or_(
        *(
            and_(
                Grant.role == one.role,
                true() if one.jurisdiction is None else Grant.jurisdiction == one.jurisdiction,
                true() if one.region is None else Grant.region == one.region,
                true()
                if one.institution_id is None
                else Grant.institution_id == one.institution_id,
            )
            for one in office
        )
    )
