"""Who could still act in each office on a case: holders of the office whom no earlier act bars."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, Text, bindparam, cast, exists, func, select

from service.domain.permissions import INCOMPATIBLE, OFFICE_LANES
from service.records.history import HistoryEntry
from service.records.person import Grant, Person

BETWEEN, WITHIN = "\n", "\t"


@dataclass(frozen=True, slots=True)
class FreeHands:
    """How many natural persons could act in an office, and two of them."""

    count: int
    some: frozenset[str]

    def besides(self, persons: frozenset[str]) -> bool:
        """Whether there is somebody other than these."""
        return bool(self.some - persons) or self.count > len(persons)


def free_hands() -> ScalarSelect[str]:
    """By office, as one text; asked together with everything else an order must know."""
    entry, role = HistoryEntry, Grant.role
    barred = exists().where(
        entry.case_id == bindparam("case_id"),
        (entry.natural_person == Person.natural_person)
        | (entry.acting_for == Person.natural_person),
        (entry.lane + WITHIN + role).in_(sorted(_pairs())),
    )
    able = (
        select(
            role,
            cast(func.count(Person.natural_person.distinct()), Text).label("many"),
            func.min(Person.natural_person).label("first"),
            func.max(Person.natural_person).label("last"),
        )
        .join(Person, Person.id == Grant.person_id)
        .where(
            role.in_(sorted(OFFICE_LANES)),
            Person.active,
            Grant.jurisdiction.is_(None) | (Grant.jurisdiction == bindparam("jurisdiction")),
            Grant.region.is_(None) | (Grant.region == bindparam("region")),
            ~barred,
        )
        .group_by(role)
        .subquery()
    )
    columns = able.c
    text = columns.role + WITHIN + columns.many + WITHIN + columns.first + WITHIN + columns.last
    return select(func.aggregate_strings(text, BETWEEN)).scalar_subquery()


def read_free_hands(text: str | None) -> Mapping[str, FreeHands]:
    """The text, read again; an office that is not in it has nobody."""
    found = {}
    for line in (text or "").split(BETWEEN):
        if line:
            role, many, first, last = line.split(WITHIN)
            found[role] = FreeHands(int(many), frozenset({first, last}))
    return found


def _pairs() -> set[str]:
    return {
        acted + WITHIN + role
        for pair in INCOMPATIBLE
        for acted in pair
        for role in pair - {acted}
        if role in OFFICE_LANES
    }
