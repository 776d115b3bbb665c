"""Places of roles in words, what was typed, and what an administrator's act was answered with."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import flash, g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.library import LIBRARY
from service.commands.people.people_administrators import NotDone
from service.records.base import LARGEST_ID
from service.records.bundle import published_jurisdictions
from service.records.institution import Institution
from service.web.front import role_name
from service.web.language import either, say, spoken

Places = Mapping[str, tuple[str, Mapping[str, str]]]
LONGEST = 200
# As the forms have it; from a day at the very end of the calendar nothing can be counted.
YEARS = range(1900, 2200)


def asked(name: str, most: int = 60) -> str:
    """What the address asks for, without what no database keeps as text."""
    return _plain(request.args.get(name, ""), most)


def typed(name: str, most: int = LONGEST) -> str:
    """What was typed into a field of the form that was posted."""
    return _plain(request.form.get(name, ""), most)


def typed_day(name: str) -> date | None:
    """The day that was typed, or none; what is no day is told and not passed over."""
    text = typed(name)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
        if day.year in YEARS:
            return day
    except ValueError:
        pass
    raise NotDone(
        f"日期“{text}”看不懂，请写成 2020-06-01。", f"{text!r} is no date: write 2020-06-01."
    )


def asked_number(name: str) -> int | None:
    """The row the address goes on from, as far as there can be rows."""
    given = request.args.get(name, type=int)
    return None if given is None else min(max(given, 0), LARGEST_ID)


def _plain(given: str, most: int) -> str:
    return "".join(one for one in given if one.isprintable()).strip()[:most]


def places(session: Session) -> Places:
    """Every jurisdiction in force: its name, and the names of its regions; read once a request."""
    if "all_places" not in g:
        g.all_places = {}
        for code in published_jurisdictions(session):
            place = LIBRARY.in_force(session, code)[0].policy.jurisdiction
            regions = {one.code: either({"zh": one.zh, "en": one.en}) for one in place.regions}
            g.all_places[code] = (either(place.names), regions)
    found: Places = g.all_places
    return found


def institution_names(session: Session, ids: set[int]) -> Mapping[int, str]:
    """What these institutions are called."""
    if not ids:
        return {}
    wanted = select(Institution.id, Institution.name).where(Institution.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(wanted)}


def reach(session: Session, held: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """How far a role reaches, in words; `held` names jurisdiction, region and institution."""
    place, region, body = held.get("jurisdiction"), held.get("region"), held.get("institution")
    if not (place or region or body):
        return say("全部")
    name, regions = places(session).get(str(place), (str(place or ""), {}))
    found = [name] if place else []
    if region:
        found.append(regions.get(str(region), str(region)))
    if body:
        found.append(names.get(int(body), str(body)))
    return " · ".join(found)


def role_and_reach(session: Session, held: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """A role with its place."""
    where = reach(session, held, names)
    return say("{role}（{where}）", role=role_name(str(held.get("role", ""))), where=where)


def in_words(refused: NotDone) -> str:
    """Why not, in the visitor's language."""
    return refused.sentence.en if spoken() == "en" else refused.sentence.zh


def done(act: Callable[[], object], said: str) -> bool:
    """Do it and say so, or say why it cannot be."""
    try:
        act()
    except NotDone as refused:
        flash(in_words(refused), "red")
        return False
    flash(said, "green")
    return True
