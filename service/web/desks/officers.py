"""How much lies with whom in an office, at which step, and who is away and who stands in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from flask import request, url_for
from sqlalchemy.orm import Session

from service.commands.library import LIBRARY
from service.domain.calendar import beijing_date
from service.domain.permissions import Grant
from service.records.overview import Load
from service.records.stand_in import current_within
from service.records.step import Scope
from service.web.front import now, role_name
from service.web.history import form_title, names_of
from service.web.language import say, spoken

Key = TypeVar("Key", str, int | None)


@dataclass(frozen=True, slots=True)
class Share:
    """How much lies with one officer, or at one step."""

    href: str
    name: str
    open: int
    overdue: int
    soon: int
    here: bool
    away: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """That somebody is away, and who does the work meanwhile."""

    absent_id: int
    absent: str
    deputy: str
    role: str
    since: date
    until: date
    begun: bool


def here(endpoint: str = "web.head_desk", **more: object) -> str:
    """The head's desk as it is narrowed now, with one thing asked for otherwise."""
    kept = {name: text for name in ("officer", "step") if (text := request.args.get(name))}
    given = {name: value for name, value in more.items() if value}
    return url_for(endpoint, **(kept | given))  # type: ignore[arg-type]


def by_officer(
    loads: Sequence[Load], names: Mapping[int, str], away: Collection[int]
) -> list[Share]:
    """Everybody of the office, whoever has most overdue first; those with nothing come last."""
    sums = _summed((load.assignee_id, load) for load in loads)
    for one in names:
        sums.setdefault(one, [0, 0, 0])
    shares = [
        Share(
            href=here(officer="none" if who is None else str(who)),
            name=say("未签收") if who is None else names.get(who, "—"),
            open=opened,
            overdue=overdue,
            soon=soon,
            here=request.args.get("officer", "") == ("none" if who is None else str(who)),
            away=who in away,
        )
        for who, (opened, overdue, soon) in sums.items()
    ]
    return sorted(shares, key=lambda one: (-one.overdue, -one.soon, -one.open))


def by_step(session: Session, loads: Sequence[Load]) -> list[Share]:
    """The same by what has to be done."""
    names = {load.element: _step_name(session, load) for load in loads}
    sums = _summed((load.element, load) for load in loads)
    chosen = request.args.get("step", "")
    return [
        Share(here(step=what), names[what], opened, overdue, soon, chosen == what)
        for what, (opened, overdue, soon) in sums.items()
    ]


def away(session: Session, scopes: Sequence[Scope]) -> list[Away]:
    """Who of the office is away or is going to be, the first to leave first."""
    today = beijing_date(now())
    office = [Grant(one.lane, one.jurisdiction, one.region) for one in scopes]
    rows = current_within(session, office, on=today)
    names = names_of(session, (who for row in rows for who in (row.person_id, row.for_person_id)))
    return [
        Away(
            absent_id=row.for_person_id,
            absent=names.get(row.for_person_id, "—"),
            deputy=names.get(row.person_id, "—"),
            role=role_name(row.role),
            since=row.since,
            until=row.until,
            begun=row.since <= today,
        )
        for row in rows
    ]


def _summed(pairs: Iterable[tuple[Key, Load]]) -> dict[Key, list[int]]:
    found: dict[Key, list[int]] = {}
    for key, load in pairs:
        sums = found.setdefault(key, [0, 0, 0])
        for at, more in enumerate((load.open, load.overdue, load.soon)):
            sums[at] += more
    return found


def _step_name(session: Session, load: Load) -> str:
    """What a step is called: the diagram's word, or its form's in English."""
    if spoken() != "en":
        return load.name
    book = LIBRARY.in_force(session, load.jurisdiction)[0]
    return form_title(book, load.element, load.name)
