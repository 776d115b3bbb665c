"""我的代办: who does my work while I am away, for whom I do it, and those my office needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands.people import people_stand_in
from service.domain.calendar import beijing_date
from service.domain.permissions import HEAD, HEADS_OFFICE, OFFICIALS, ROLES, STOOD_IN_FOR, Grant
from service.domain.refusals import NotVisible
from service.records.base import LARGEST_ID
from service.records.database import db
from service.records.stand_in import StandIn, current_of, current_within, people_within
from service.web.front import actor, blueprint, now, person, role_name
from service.web.history import names_of
from service.web.language import say
from service.web.people.wording import done, typed


@dataclass(frozen=True, slots=True)
class Line:
    """One stand-in as the page shows it."""

    id: int
    deputy: str
    absent: str
    role: str
    since: date
    until: date
    begun: bool


@blueprint.route("/stand-in", methods=["GET", "POST"])
def my_stand_in() -> Response | str | tuple[str, int]:
    """See, name and end stand-ins."""
    if request.method == "GET":
        return _page()
    days = _day("since"), _day("until")
    if days[0] is None or days[1] is None:
        flash(say("请写明起止日期。"), "red")
        return _page(), 422
    since, until = days[0], days[1]
    session, who = db.session(), actor()
    absent = typed("absent") or person().login

    def name() -> None:
        people_stand_in.name_stand_in(
            session,
            who,
            absent=absent,
            deputy=typed("deputy"),
            role=typed("role"),
            days=(since, until),
            today=beijing_date(now()),
        )

    if done(name, say("已指定代办人，到期自动失效。")):
        return redirect(url_for("web.my_stand_in"), 303)
    return _page(), 422


@blueprint.post("/stand-in/<int:number>/end")
def end_stand_in(number: int) -> Response:
    """End one now."""
    if number > LARGEST_ID:
        abort(404)
    try:
        people_stand_in.withdraw_stand_in(db.session(), actor(), number)
        flash(say("代办已撤销。"), "green")
    except NotVisible:
        flash(say("这项代办已撤销，或不由您撤销。"), "red")
    return redirect(url_for("web.my_stand_in"), 303)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None


def _page() -> str:
    session, today = db.session(), beijing_date(now())
    own = [one for one in actor().grants if one.instead_of is None]
    heads = [one for one in own if one.role == HEAD]
    around = _around(own)
    lent = {one.role for one in own} | (HEADS_OFFICE if heads else frozenset())
    return render_template(
        "people/stand_in.html",
        lines=stand_in_lines(session, _standing(session, heads, today), today),
        my_login=person().login,
        heads=bool(heads),
        colleagues=people_within(session, around) if around else (),
        roles=[(role, role_name(role)) for role in ROLES if role in STOOD_IN_FOR & lent],
        today=today,
        typed=request.form,
        longest=people_stand_in.LONGEST.days,
    )


def _around(own: Sequence[Grant]) -> list[Grant]:
    """Every office in the places where one has one oneself; an institution's people, its own."""
    near = [one for one in own if one.role in STOOD_IN_FOR]
    inside = [one for one in near if one.role == "institution"]
    places = {(one.jurisdiction, one.region) for one in near if one.role != "institution"}
    return inside + [Grant(role, *place) for place in sorted(places, key=str) for role in OFFICIALS]


def _standing(session: Session, heads: Sequence[Grant], today: date) -> Sequence[StandIn]:
    """One's own, and as the head those of the office's people."""
    found = {one.id: one for one in current_of(session, [person().id], on=today)}
    office = [
        Grant(role, head.jurisdiction, head.region) for head in heads for role in HEADS_OFFICE
    ]
    for one in current_within(session, office, on=today) if office else ():
        found[one.id] = one
    return sorted(found.values(), key=lambda one: (one.since, one.id))


def stand_in_lines(session: Session, rows: Sequence[StandIn], today: date) -> list[Line]:
    """Stand-ins in words, the names of people read once."""
    names = names_of(session, [one for row in rows for one in (row.person_id, row.for_person_id)])
    return [
        Line(
            row.id,
            names.get(row.person_id, ""),
            names.get(row.for_person_id, ""),
            role_name(row.role),
            row.since,
            row.until,
            row.since <= today,
        )
        for row in rows
    ]
