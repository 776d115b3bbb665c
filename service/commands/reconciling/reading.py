"""Who may read the books of which places, and the days, months and moments they are asked for."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from service.commands.library import LIBRARY
from service.domain.calendar import beijing_time, day_end
from service.domain.permissions import Actor
from service.domain.refusals import Forbidden
from service.domain.statement import Period
from service.records.bundle import published_jurisdictions
from service.records.step import Scope

READERS = frozenset({"finance_reviewer", "finance_payer", "county_head", "auditor"})


def scopes_of(actor: Actor) -> tuple[Scope, ...]:
    """Where the actor may read the books; nowhere is refused."""
    found = [
        Scope("", grant.jurisdiction, grant.region)
        for grant in actor.grants
        if grant.role in READERS
    ]
    if not found:
        raise Forbidden(
            "账目只供财政、负责人和审计查阅。",
            "The books are read by finance, heads and auditors only.",
        )
    return tuple(dict.fromkeys(found))


def narrowed(scopes: Sequence[Scope], jurisdiction: str, region: str) -> tuple[Scope, ...]:
    """The part of these places that was asked for; nothing asked for is all of it."""
    found = [
        Scope("", jurisdiction or scope.jurisdiction, region or scope.region)
        for scope in scopes
        if (not jurisdiction or scope.jurisdiction in (None, jurisdiction))
        and (not region or scope.region in (None, region))
    ]
    return tuple(dict.fromkeys(found))


def is_region(session: Session, jurisdiction: str, region: str) -> bool:
    """Whether a place in force has that region."""
    if jurisdiction not in published_jurisdictions(session):
        return False
    place = LIBRARY.in_force(session, jurisdiction)[0].policy.jurisdiction
    return any(one.code == region for one in place.regions)


def read_day(text: str) -> date | None:
    """`2020-09-18` as a day; one that has no end in UTC, and anything else, is none."""
    try:
        day = date.fromisoformat(text)
        beijing_time(day, time())
        day_end(day)
    except (ValueError, OverflowError):
        return None
    return day


def moments(period: Period) -> tuple[datetime, datetime]:
    """The first moment of a period and the first after it, as Beijing counts days."""
    return beijing_time(period.first, time()), beijing_time(period.end, time())
