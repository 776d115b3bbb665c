"""Finding cases for somebody: only those he may see, by what he typed, within his limits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.library import LIBRARY
from service.domain import search
from service.domain.permissions import Actor
from service.domain.search import Sought
from service.records import search as records
from service.records.narrowing import Narrowed, conditions
from service.records.sequence import series


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of what was found."""

    sought: Sought
    found: list[records.Found]


def find(
    session: Session,
    actor: Actor,
    typed: str | None,
    limits: Narrowed,
    *,
    now: datetime,
    before: int | None = None,
    limit: int = 50,
) -> Sheet:
    """The next page of the cases the actor may see that answer, newest first."""
    sought, sight = search.read(typed), desk.in_sight(actor)
    if sight is None or sought.too_short:
        return Sheet(sought, [])
    found = records.cases_found(
        session,
        sought,
        [sight, *conditions(limits, now)],
        numbers=numbers_ending(session, sought.tail),
        before=before,
        limit=limit,
    )
    return Sheet(sought, found)


def numbers_ending(session: Session, tail: int | None) -> list[str]:
    """The case numbers of every place and year that end in this running number."""
    if tail is None:
        return []
    given = series(session)
    prefixes = {
        place: LIBRARY.in_force(session, place)[0].policy.jurisdiction.number_prefix
        for place in {place for place, _ in given}
    }
    return [f"{prefixes[place]}-{year}-{tail:06d}" for place, year in given]
