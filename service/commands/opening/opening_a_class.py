"""Opening a case: a number, the newest rule book, and the first step of its diagram."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.commands import engine_room, record
from service.commands.clocks import Clock
from service.commands.dossier import Books
from service.commands.facts import open_with_facts
from service.commands.library import LIBRARY, RuleBook
from service.commands.receipt import Receipt
from service.domain import permissions
from service.domain.calendar import beijing_date
from service.domain.orders import FileAtCounter, OpenClass, OpenFollowOn
from service.domain.permissions import Actor, Scope
from service.domain.policy import Process
from service.domain.refusals import Forbidden, NotNow, NotVisible
from service.records.case import Case
from service.records.institution import Institution
from service.records.sequence import next_number

Opening = OpenClass | FileAtCounter


@dataclass(frozen=True, slots=True)
class Begun:
    """Which diagram a case runs, in whose lane it begins, and what it follows on."""

    process: str
    lane: str = "institution"
    parent_id: int | None = None


def open_class(order: OpenClass, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """An institution opens a case of its own; or what else the place lets begin by itself."""
    now = clock.now(session)
    if not order.process:
        return begin(order, {}, actor=actor, session=session, now=now)
    newest = LIBRARY.in_force(session, order.jurisdiction)[0]
    asked = newest.policy.processes.get(order.process)
    if asked is None or asked.follows:
        raise NotVisible
    begun = Begun(order.process, _lane(asked, actor, _scope(order)))
    return begin(order, {}, actor=actor, session=session, now=now, begun=begun)


def open_follow_on(order: OpenFollowOn, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """A case follows on another, of which it may read everything and move nothing."""
    parent = session.get(Case, order.case_id)
    if parent is None:
        raise NotVisible
    scope = Scope(parent.jurisdiction, parent.region, parent.institution_id)
    if not permissions.may_see(actor, scope):
        raise NotVisible
    asked = LIBRARY.in_force(session, parent.jurisdiction)[0].policy.processes.get(order.process)
    if asked is None or parent.process not in asked.follows:
        raise NotNow("本办件不能发起该事项。", "This does not follow on a case of this kind.")
    opening = OpenClass(
        jurisdiction=parent.jurisdiction,
        region=parent.region,
        institution_id=parent.institution_id,
        process=order.process,
    )
    begun = Begun(order.process, _lane(asked, actor, scope), parent.id)
    return begin(opening, {}, actor=actor, session=session, now=clock.now(session), begun=begun)


def _scope(order: Opening) -> Scope:
    return Scope(order.jurisdiction, order.region, order.institution_id)


def _lane(process: Process, actor: Actor, scope: Scope) -> str:
    """The role in which the actor begins a process of the folder."""
    cover = permissions.cover_in(actor, process.begun_by, scope)
    if cover is None:
        raise Forbidden("您的角色不能发起该事项。", "This is not for your role to begin.")
    return cover.grant.role


def require_may(order: Opening, *, actor: Actor) -> None:
    """The institution is there, and the actor may ask in its name."""
    if permissions.grant_for(actor, order.name, _scope(order)) is None:
        raise Forbidden(
            "您不能以该单位名义申请开班。", "You may not ask in this institution's name."
        )


def begin(
    order: Opening,
    given: Mapping[str, object],
    *,
    actor: Actor,
    session: Session,
    now: datetime,
    begun: Begun | None = None,
) -> Receipt:
    """Give the case its number and start its process."""
    if begun is None:
        require_may(order, actor=actor)
    if session.get(Institution, order.institution_id) is None:
        raise NotVisible
    newest, calendar = LIBRARY.in_force(session, order.jurisdiction)
    if order.region not in {region.code for region in newest.policy.jurisdiction.regions}:
        raise NotVisible
    begun = begun or Begun(newest.policy.jurisdiction.main)
    dossier = open_with_facts(
        session=session,
        case=_case(order, begun, session, by=actor, book=newest, now=now),
        now=now,
        actor=actor,
        books=Books(pinned=newest, newest=newest, calendar=calendar),
        seq=1,
        lane=begun.lane,
    )
    return record.save(dossier, order, engine_room.begin(dossier), given)


def _case(
    order: Opening, begun: Begun, session: Session, *, by: Actor, book: RuleBook, now: datetime
) -> Case:
    place, year = book.policy.jurisdiction, beijing_date(now).year
    number = next_number(session, order.jurisdiction, year)
    case = Case(
        number=f"{place.number_prefix}-{year}-{number:06d}",
        jurisdiction=order.jurisdiction,
        region=order.region,
        process=begun.process,
        parent_id=begun.parent_id,
        bundle_hash=book.hash,
        institution_id=order.institution_id,
        opened_by=by.person_id,
        state=b"",
        version=1,
        opened_at=now,
        last_at=now,
        history_seq=0,
        history_head="",
    )
    session.add(case)
    session.flush()
    return case
