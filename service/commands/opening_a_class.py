"""Opening a case: a number, the newest rule book, and the first step of its diagram."""

from collections.abc import Mapping
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
from service.domain.orders import FileAtCounter, OpenClass
from service.domain.permissions import Actor, Scope
from service.domain.refusals import Forbidden, NotVisible
from service.records.case import Case
from service.records.institution import Institution
from service.records.sequence import next_number


def open_class(order: OpenClass, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """An institution opens a case of its own."""
    return begin(order, {}, actor=actor, session=session, now=clock.now(session))


def require_may(order: OpenClass | FileAtCounter, *, actor: Actor, session: Session) -> None:
    """The institution is there, and the actor may ask in its name."""
    scope = Scope(order.jurisdiction, order.region, order.institution_id)
    if permissions.grant_for(actor, order.name, scope) is None:
        raise Forbidden(
            "您不能以该单位名义申请开班。", "You may not ask in this institution's name."
        )
    if session.get(Institution, order.institution_id) is None:
        raise NotVisible


def begin(
    order: OpenClass | FileAtCounter,
    given: Mapping[str, object],
    *,
    actor: Actor,
    session: Session,
    now: datetime,
) -> Receipt:
    """Give the case its number and start its process."""
    require_may(order, actor=actor, session=session)
    newest, calendar = LIBRARY.in_force(session, order.jurisdiction)
    if order.region not in {region.code for region in newest.policy.jurisdiction.regions}:
        raise NotVisible
    dossier = open_with_facts(
        session=session,
        case=_case(order, session, actor=actor, now=now, newest=newest),
        now=now,
        actor=actor,
        books=Books(pinned=newest, newest=newest, calendar=calendar),
        seq=1,
        lane="institution",
    )
    return record.save(dossier, order, engine_room.begin(dossier), given)


def _case(
    order: OpenClass | FileAtCounter,
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    newest: RuleBook,
) -> Case:
    place, year = newest.policy.jurisdiction, beijing_date(now).year
    number = next_number(session, order.jurisdiction, year)
    case = Case(
        number=f"{place.number_prefix}-{year}-{number:06d}",
        jurisdiction=order.jurisdiction,
        region=order.region,
        process=place.main,
        bundle_hash=newest.hash,
        institution_id=order.institution_id,
        opened_by=actor.person_id,
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
