"""Opening a case: a number, the newest rule book, and the first step of its diagram."""

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
from service.domain.orders import OpenClass
from service.domain.permissions import Actor, Scope
from service.domain.refusals import Forbidden, NotVisible
from service.records.case import Case
from service.records.institution import Institution
from service.records.sequence import next_number


def open_class(order: OpenClass, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Give the case its number and start its process."""
    scope = Scope(order.jurisdiction, order.region, order.institution_id)
    if permissions.grant_for(actor, order.name, scope) is None:
        raise Forbidden(
            "您不能以该单位名义申请开班。", "You may not ask in this institution's name."
        )
    if session.get(Institution, order.institution_id) is None:
        raise NotVisible
    newest, calendar = LIBRARY.in_force(session, order.jurisdiction)
    if order.region not in {region.code for region in newest.policy.jurisdiction.regions}:
        raise NotVisible
    now = clock.now(session)
    dossier = open_with_facts(
        session=session,
        case=_case(order, session, actor=actor, now=now, newest=newest),
        now=now,
        actor=actor,
        books=Books(pinned=newest, newest=newest, calendar=calendar),
        seq=1,
        lane="institution",
    )
    return record.save(dossier, order, engine_room.begin(dossier), {})


def _case(
    order: OpenClass, session: Session, *, actor: Actor, now: datetime, newest: RuleBook
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
