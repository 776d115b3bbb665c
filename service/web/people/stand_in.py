"""我的代办: who does my work while I am away, for whom I do it, and those my office needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands import people_stand_in
from service.domain.calendar import beijing_date
from service.domain.permissions import HEAD, OFFICE_LANES, STOOD_IN_FOR
from service.domain.refusals import NotVisible
from service.records.database import db
from service.records.person import holders
from service.records.stand_in import StandIn, current_of
from service.web.front import actor, blueprint, now, person, role_name
from service.web.history import names_of
from service.web.language import say
from service.web.people.wording import done


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
    form, session, who = request.form, db.session(), actor()
    absent = form.get("absent", "").strip() or person().login

    def name() -> None:
        people_stand_in.name_stand_in(
            session,
            who,
            absent=absent,
            deputy=form.get("deputy", "").strip(),
            role=form.get("role", ""),
            days=(since, until),
            today=beijing_date(now()),
        )

    if done(name, say("已指定代办人，到期自动失效。")):
        return redirect(url_for("web.my_stand_in"), 303)
    return _page(), 422


@blueprint.post("/stand-in/<int:number>/end")
def end_stand_in(number: int) -> Response:
    """End one now."""
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
    own = {one.role for one in actor().grants if one.instead_of is None}
    heads = any(one.role == HEAD and one.instead_of is None for one in actor().grants)
    rows = current_of(session, _people(session, heads=heads), on=today)
    return render_template(
        "people/stand_in.html",
        lines=_lines(session, rows, today),
        me=person().login,
        heads=heads,
        roles=[
            (role, role_name(role))
            for role in STOOD_IN_FOR
            if role in own or (heads and role in OFFICE_LANES)
        ],
        today=today,
        typed=request.form,
        longest=people_stand_in.LONGEST.days,
    )


def _people(session: Session, *, heads: bool) -> list[int]:
    """Whose stand-ins the visitor sees: his own, and as the head those of the office's people."""
    found = {person().id}
    for grant in actor().grants if heads else ():
        if grant.role == HEAD and grant.instead_of is None and grant.jurisdiction:
            for lane in OFFICE_LANES:
                near = holders(
                    session, lane, jurisdiction=grant.jurisdiction, region=grant.region or ""
                )
                found |= {one.id for one in near}
    return sorted(found)


def _lines(session: Session, rows: Sequence[StandIn], today: date) -> list[Line]:
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
