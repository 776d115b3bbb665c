"""The guided first visit: one class through the visitor's own hands, to the last yuan."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from service.commands import drafts
from service.commands.carry_out import carry_out
from service.commands.clocks import Clock, FixedClock
from service.commands.examples.reading import Example, Scene, read_example
from service.commands.examples.shorthand import expanded, filed
from service.commands.library import LIBRARY
from service.commands.staging.stage import HOME
from service.commands.staging.stage_cases import CASES, StageCast, later, moved, with_papers
from service.domain.calendar import Calendar, beijing_date
from service.domain.orders import BY_NAME, OpenClass, PassDeadlines, ShiftClock
from service.domain.permissions import CLOCK_ACTOR, Actor
from service.records.case import Case, by_number
from service.records.draft import OF_AN_ORDER
from service.records.history import HistoryEntry, history_of
from service.records.step import OpenStep, steps_of
from workflows import jurisdictions

WEEK = timedelta(7)
HOUSE = "enterprise"
PAID_ON = "pay_on"


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the visit: who does what, when, with which answers ready."""

    who: str
    step: str | None
    order: str | None
    at: datetime
    answers: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The step's or the order's own word."""
        return self.step or self.order or ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit under way: its case, its stops, and how many of them lie behind."""

    case: Case
    stops: Sequence[Stop]
    behind: int

    @property
    def next_stop(self) -> Stop | None:
        """Where the visitor goes now; nowhere once the last yuan is paid."""
        return self.stops[self.behind] if self.behind < len(self.stops) else None


@dataclass(frozen=True, slots=True)
class Door:
    """Behind which page the next form lies, filled in, and for whom."""

    person_id: int
    step_key: str | None
    order: str


@cache
def _told() -> tuple[Example, Mapping[str, Any]]:
    asked = tomllib.loads(CASES.read_text("utf-8"))["visit"]
    example = asked.pop("example")
    return read_example(jurisdictions()[HOME] / "examples" / f"{example}.toml"), asked


def begin(session: Session, clock: Clock) -> str:
    """Open the case the visitor will carry."""
    example, _ = _told()
    cast = StageCast(session, HOUSE)
    order = OpenClass(jurisdiction=HOME, region=example.region, institution_id=cast.institution_id)
    actor = cast.actor("institution")
    return carry_out(order, actor=actor, session=session, clock=clock).number


def under_way(session: Session, number: str) -> Visit | None:
    """The visit to the case of that number, as far as it has come."""
    case = by_number(session, number)
    if case is None:
        return None
    _, calendar = LIBRARY.in_force(session, HOME)
    stops = _stops(beijing_date(case.opened_at), calendar, case.id)
    return Visit(case, stops, _behind(stops, history_of(session, case.id)))


def go_on(session: Session, clock: Clock, visit: Visit) -> Door | None:
    """Move time on to the next stop, put its answers ready, and say which door to open."""
    stop, number = visit.next_stop, visit.case.number
    if stop is None:
        return None
    now = clock.now(session)
    session.rollback()
    if stop.at > now:
        order = ShiftClock(to=stop.at)
        carry_out(order, actor=CLOCK_ACTOR, session=session, clock=clock)
    case = _let_time_pass(session, clock, number)
    actor = StageCast(session, HOUSE).actor(stop.who)
    return _put_ready(session, clock, case, stop, actor=actor)


def _stops(opened: date, calendar: Calendar, case_id: int) -> list[Stop]:
    """The story moved by whole weeks to the first in which every payment falls on a working day."""
    example, asked = _told()
    acts = [scene for scene in example.scenes if scene.who is not None]
    first, days = acts[0].at.date(), timedelta(0)
    while first + days < opened or not all(_payable(scene, days, calendar) for scene in acts):
        days += WEEK
    request = {**moved(example.request, days), **asked, "class_name": asked["name"]}
    request["people"] = asked["people"] + case_id  # each visit has learners of its own
    request.pop("name")
    return [_stop(with_papers(later(scene, days), f"G{case_id}"), request) for scene in acts]


def _payable(scene: Scene, days: timedelta, calendar: Calendar) -> bool:
    paid = scene.answers.get(PAID_ON)
    return paid is None or calendar.is_working(paid + days)


def _stop(scene: Scene, request: Mapping[str, Any]) -> Stop:
    first = scene.step == "opening_fill"
    heads = request["roster"]
    answers = filed(request) if first else expanded(scene.answers, heads)
    return Stop(str(scene.who), scene.step, scene.order, scene.at, answers)


def _behind(stops: Sequence[Stop], entries: Sequence[HistoryEntry]) -> int:
    """How far the case has come along the stops, whatever else was done on the way."""
    behind = 0
    for entry in entries:
        if behind < len(stops) and (entry.step or entry.order) == stops[behind].name:
            behind += 1
    return behind


def _let_time_pass(session: Session, clock: Clock, number: str) -> Case:
    """What fell due on the way happens now, not when the house's clock next ticks."""
    while True:
        case = by_number(session, number)
        if case is None:
            raise LookupError(number)
        due, now = case.next_due, clock.now(session)
        case_id = case.id
        session.rollback()
        if due is None or due > now:
            return session.get_one(Case, case_id)
        order = PassDeadlines(case_id=case_id)
        carry_out(order, actor=CLOCK_ACTOR, session=session, clock=FixedClock(due))


def _put_ready(session: Session, clock: Clock, case: Case, stop: Stop, *, actor: Actor) -> Door:
    """The answers lie in the actor's draft; he looks them over and hands them in himself."""
    step = _open_step(session, case.id, stop.step)
    key = step.key if step else f"{OF_AN_ORDER}{order_path(stop.order)}"
    place = drafts.Place(case.id, key, actor.person_id or 0)
    now = clock.now(session)
    session.rollback()
    version = step.version if step else 0
    drafts.save(session, place, drafts.Kept(dict(stop.answers), {}, version), now=now)
    return Door(place.person_id, step.key if step else None, order_path(stop.order))


def order_path(order: str | None) -> str:
    """What the page of an order is called."""
    return str(BY_NAME[order].form).replace("_", "-") if order else ""


def _open_step(session: Session, case_id: int, element: str | None) -> OpenStep | None:
    found = (step for step in steps_of(session, case_id) if step.element == element)
    return next(found, None)
