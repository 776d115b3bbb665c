"""Orders that belong to no case: publishing a rule book, loading a calendar, moving the demo on."""

from sqlalchemy.orm import Session

import workflows
from service.commands.clocks import Clock, DemoClock
from service.commands.receipt import Receipt
from service.commands.vocabulary import VOCABULARY
from service.domain import permissions
from service.domain.orders import LoadCalendar, PublishBundle, ShiftClock
from service.domain.permissions import CLOCK_ACTOR, Actor, Scope
from service.domain.refusals import FolderRefused, Forbidden, NotVisible
from service.records.bundle import Bundle, Publication
from service.records.calendar import CalendarDay, CalendarVersion, calendar_version
from service.records.database import database_now
from service.records.demo import DemoShift
from workflows import check, jurisdictions, read_folder

_SOUND: set[str] = set()


def publish(order: PublishBundle, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Check the folder and put it in force; a folder with an error changes nothing."""
    _require(actor, order.name, Scope(order.jurisdiction))
    folder = jurisdictions().get(order.jurisdiction)
    if folder is None:
        raise NotVisible
    bundle = read_folder(folder)
    _require_sound(bundle)
    now = clock.now(session)
    if session.get(Bundle, bundle.hash) is None:
        session.add(
            Bundle(
                hash=bundle.hash,
                jurisdiction=order.jurisdiction,
                content=bundle.to_bytes(),
                stored_at=now,
            )
        )
        session.flush()
    session.add(
        Publication(
            jurisdiction=order.jurisdiction, hash=bundle.hash, at=now, person_id=actor.person_id
        )
    )
    return Receipt(note=bundle.hash)


def _require_sound(bundle: workflows.Bundle) -> None:
    """Content that was found sound stays sound; only what is new is looked through."""
    if bundle.hash in _SOUND:
        return
    findings = check(bundle, VOCABULARY)
    if findings:
        raise FolderRefused([f"{one.file} {one.element}: {one.wrong_zh}" for one in findings])
    _SOUND.add(bundle.hash)


def load_calendar(order: LoadCalendar, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Add the days of a notice; the cases are counted again one by one, each on its own."""
    _require(actor, order.name, Scope("*"))
    for day, working in order.days.items():
        session.merge(CalendarDay(day=day, working=working, notice=order.notice))
    if calendar_version(session) != order.notice:
        session.add(
            CalendarVersion(
                version=order.notice, loaded_at=clock.now(session), person_id=actor.person_id
            )
        )
    return Receipt(note=order.notice)


def shift_clock(order: ShiftClock, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Move the demo's time on; it never goes back, since what happened has happened."""
    if (actor.person_id is None and actor is not CLOCK_ACTOR) or not isinstance(clock, DemoClock):
        raise Forbidden("只有演示环境可以调整时间。", "Time is moved in the demo only.")
    real = database_now(session)
    wanted = int((order.to - real).total_seconds())
    row = session.get(DemoShift, 1)
    if row is None:
        session.add(DemoShift(id=1, seconds=wanted))
    else:
        row.seconds = max(row.seconds, wanted)
    return Receipt(note=order.to.isoformat())


def _require(actor: Actor, order: str, scope: Scope) -> None:
    if permissions.grant_for(actor, order, scope) is None:
        raise Forbidden("您的角色不能办理这一事项。", "This is not for your role.")
