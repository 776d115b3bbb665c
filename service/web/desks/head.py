"""The desk of a head: what is late or nearly so, with whom, what stands still, and reassigning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands import desk, place
from service.commands.library import LIBRARY
from service.domain.calendar import beijing_date, day_end
from service.domain.orders import HandStep
from service.domain.permissions import Grant
from service.domain.refusals import Forbidden, Refusal
from service.records import overview
from service.records.base import row_number
from service.records.case import numbers_of
from service.records.database import db
from service.records.opening import class_names
from service.records.person import Person
from service.records.step import OpenStep, Scope, Sieve, held_steps, queue
from service.web.case import step_title
from service.web.desks import officers
from service.web.desks.officers import here
from service.web.desks.timing import left
from service.web.due import Due
from service.web.front import actor, blueprint, clock, minute, now, role_name
from service.web.history import names_of
from service.web.holding import stopped_for
from service.web.language import say, spoken
from service.web.posting import posted_key

PAGE, MOST_AT_ONCE = 50, 50
HEAD = "county_head"
LANES = ("county_reviewer", "county_approver", "county_head", "counter_clerk", "inspector")
SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One step that is late or nearly so."""

    mark: str
    number: str
    title: str
    lane: str
    office: str
    class_name: str
    institution: str
    officer: str
    due: Due | None


@dataclass(frozen=True, slots=True)
class Stop:
    """A case whose clock stands still, or a step nobody may do."""

    number: str
    what: str
    institution: str
    since: str
    left: int | None = None


@blueprint.get("/office")
def head_desk() -> str:
    """What a head looks at every morning."""
    session, grants = db.session(), _grants()
    scopes, until = _scopes(grants), _horizon(session)
    loads = overview.loads(session, scopes, now=now(), until=until)
    colleagues = overview.colleagues(session, scopes)
    names = {person.id: person.display_name for _, person in colleagues}
    others = {load.assignee_id for load in loads} - set(names) - {None}
    names |= names_of(session, others)
    away = officers.away(session, scopes)
    lines, after = _late(session, scopes, until, names)
    lanes = _by_lane(colleagues, {line.lane for line in lines})
    return render_template(
        "desks/head.html",
        officers=officers.by_officer(loads, names, {one.absent_id for one in away if one.begun}),
        steps=officers.by_step(session, loads),
        away=away,
        lines=lines,
        lanes=lanes,
        everybody={one.login: one.display_name for lane in lanes.values() for one in lane},
        ticked=request.args.get("tick") == "all",
        tick=here(tick="all", after=request.args.get("after")),
        untick=here(after=request.args.get("after")),
        hand=here("web.hand_steps"),
        stopped=_stopped(session, scopes),
        held=_held(session, grants),
        next=here(after=after) if after else None,
        first=here() if request.args.get("after") else None,
        narrowed=bool(request.args.get("officer") or request.args.get("step")),
    )


@blueprint.post("/office/hand")
def hand_steps() -> Response:
    """Several steps go to colleagues; each is told on its own whether it went."""
    _grants()
    done, chosen = 0, request.form.getlist("step")[:MOST_AT_ONCE]
    for mark in chosen:
        number, _, key = mark.partition("|")
        to = request.form.get(f"to-{mark}") or request.form.get("to") or ""
        if not to:
            flash(say("{number}：没有选择接办人。", number=number), "amber")
            continue
        try:
            order = HandStep(number=number, step_key=key, to=to)
            desk.give(
                order,
                actor=actor(),
                session=db.session(),
                clock=clock(),
                key=f"{posted_key()[:40]}.{number}.{key}"[:64],
            )
            done += 1
        except Refusal as refused:
            words = refused.sentence.en if spoken() == "en" else refused.sentence.zh
            flash(f"{number}：{words}", "red")
    if done:
        flash(say("已改派 {n} 项。", n=done), "green")
    elif not chosen:
        flash(say("请先勾选要改派的事项。"), "amber")
    return redirect(here(), 303)


def _grants() -> list[Grant]:
    found = [grant for grant in actor().grants if grant.role == HEAD]
    if not found:
        raise Forbidden("负责人工作台只供区县人社负责人使用。", "This desk is for heads only.")
    return found


def _scopes(grants: Sequence[Grant]) -> list[Scope]:
    return [Scope(lane, grant.jurisdiction, grant.region) for grant in grants for lane in LANES]


def _horizon(session: Session) -> datetime:
    """The end of the next working day: what is due by then is nearly late."""
    jurisdiction = next((one.jurisdiction for one in _grants() if one.jurisdiction), "")
    today = beijing_date(now())
    if not jurisdiction:
        return day_end(today + SOON)
    return day_end(LIBRARY.in_force(session, jurisdiction)[1].add_workdays(today, 1))


def _late(
    session: Session, scopes: Sequence[Scope], until: datetime, names: Mapping[int, str]
) -> tuple[list[Line], str | None]:
    officer = request.args.get("officer", "")
    sieve = Sieve(
        element=request.args.get("step") or None,
        due_before=until,
        assignee_id=row_number(officer),
        free=officer == "none",
    )
    after = place.read(request.args.get("after"))
    found = queue(session, scopes, sieve=sieve, after=after, limit=PAGE)
    classes = class_names(session, [one.step.case_id for one in found])
    lines = [
        Line(
            mark=f"{one.number}|{one.step.key}",
            number=one.number,
            title=_title(session, one.step),
            lane=one.step.lane,
            office=role_name(one.step.lane),
            class_name=classes.get(one.step.case_id, ""),
            institution=one.institution,
            officer=names.get(one.step.assignee_id, "") if one.step.assignee_id else "",
            due=left(session, one.step.jurisdiction, one.step.due_at),
        )
        for one in found
    ]
    return lines, place.write(found[-1].place) if len(found) == PAGE else None


def _title(session: Session, step: OpenStep) -> str:
    if spoken() != "en":
        return step.name
    return step_title(LIBRARY.in_force(session, step.jurisdiction)[0], step)


def _by_lane(colleagues: Sequence[tuple[str, Person]], lanes: set[str]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {lane: [] for lane in lanes}
    for role, person in colleagues:
        if role in found and person not in found[role]:
            found[role].append(person)
    return found


def _stopped(session: Session, scopes: Sequence[Scope]) -> list[Stop]:
    return [
        Stop(
            one.number,
            stopped_for(one.deadline.pauses),
            one.institution,
            _since(one.deadline.pauses),
            one.deadline.remaining,
        )
        for one in overview.stopped(session, scopes, limit=PAGE)
    ]


def _since(pauses: Sequence[Mapping[str, str]]) -> str:
    began = pauses[-1].get("from") if pauses else None
    return minute(datetime.fromisoformat(began)) if began else ""


def _held(session: Session, grants: Sequence[Grant]) -> list[Stop]:
    found = [step for grant in grants for step in held_steps(session, grant)]
    numbers = numbers_of(session, [step.case_id for step in found])
    return [
        Stop(
            numbers[step.case_id],
            _title(session, step),
            role_name(step.lane),
            minute(step.held_since or step.opened_at),
        )
        for step in found
    ]
