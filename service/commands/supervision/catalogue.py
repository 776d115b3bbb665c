"""The catalogue's own orders: one enters, another decides; extended and removed by who decides."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from service.commands.library import LIBRARY
from service.commands.people import security
from service.commands.people.people_administrators import NotDone
from service.domain.calendar import beijing_date
from service.domain.permissions import MAY, Actor, Grant, is_second_hand, under
from service.domain.refusals import Forbidden
from service.records.catalogue import CatalogueEntry, coded, hold_entry
from service.records.person import Person
from service.records.transaction import write_transaction

DECIDED_BY = "catalogue_decided_by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided: from which paper, and until which day the entry holds."""

    decision_no: str
    valid_to: date | None = None
    filing_no: str | None = None


def may_enter(actor: Actor, jurisdiction: str) -> bool:
    """Whether somebody may propose an entry there."""
    return bool(_roles(actor, jurisdiction) & MAY["EnterCatalogue"])


def deciders(session: Session, jurisdiction: str, on: date) -> tuple[str, ...]:
    """Who decides on the catalogue there, as the policy of the day says; nobody where it is off."""
    policy = LIBRARY.in_force(session, jurisdiction)[0].policy
    if not policy.has(DECIDED_BY):
        return ()
    found = policy.value(DECIDED_BY, on).value
    return found if isinstance(found, tuple) else (str(found),)


def may_decide(session: Session, actor: Actor, jurisdiction: str, on: date) -> bool:
    """Whether somebody decides on the catalogue there."""
    return bool(_deciding(session, actor, jurisdiction, on))


def enter(session: Session, actor: Actor, entry: CatalogueEntry, *, now: datetime) -> int:
    """Propose an entry; it holds for nobody before another person decided."""
    if not may_enter(actor, entry.jurisdiction):
        raise Forbidden("您的角色不能登记目录。", "Entering the catalogue is not for your role.")
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        raise NotDone("有效期止早于有效期起。", "The last day lies before the first.")
    with write_transaction(session):
        rows = coded(session, entry.jurisdiction, entry.kind, [entry.code])
        if any(row.valid_from == entry.valid_from for row in rows):
            raise NotDone(
                "同一代码自同一日起已有条目。", "This code has an entry from that day already."
            )
        entry.entered_by, entry.entered_at, entry.decided_by = actor.person_id, now, ""
        hand = _hand(actor, entry.jurisdiction, MAY["EnterCatalogue"])
        entry.entered_for = hand.acting_for
        session.add(entry)
        session.flush()
        _note(session, "catalogue_entered", actor, entry)
        return entry.id


def decide(
    session: Session, actor: Actor, entry_id: int, decision: Decision, *, now: datetime
) -> None:
    """Whoever decides publishes what another entered."""
    with write_transaction(session):
        entry = _held(session, actor, entry_id, now)
        if entry.published_at is not None:
            raise NotDone("该条目已确定并公布。", "This entry is decided and published already.")
        roles = _deciding(session, actor, entry.jurisdiction, beijing_date(now))
        _require_another(session, _hand(actor, entry.jurisdiction, roles), entry)
        entry.decided_by = roles[0]
        entry.decision_no, entry.filing_no = decision.decision_no, decision.filing_no
        entry.published_at = now
        _note(session, "catalogue_decided", actor, entry)


def extend(
    session: Session, actor: Actor, entry_id: int, decision: Decision, *, now: datetime
) -> None:
    """An entry holds longer than it did, by a new decision."""
    with write_transaction(session):
        entry = _standing(session, actor, entry_id, now)
        if decision.valid_to is None or entry.valid_to is None:
            raise NotDone("请写明新的有效期止。", "Say until which day it holds from now on.")
        if decision.valid_to <= entry.valid_to:
            raise NotDone(
                f"新的有效期止应晚于 {entry.valid_to}。",
                f"The new last day must be after {entry.valid_to}.",
            )
        entry.valid_to, entry.decision_no = decision.valid_to, decision.decision_no
        _note(session, "catalogue_extended", actor, entry)


def end(session: Session, actor: Actor, entry_id: int, reason: str, *, now: datetime) -> None:
    """An entry leaves the catalogue today; classes that have begun are not touched."""
    with write_transaction(session):
        entry = _standing(session, actor, entry_id, now)
        entry.ended_on, entry.end_reason = beijing_date(now), reason
        _note(session, "catalogue_ended", actor, entry)


def _standing(session: Session, actor: Actor, entry_id: int, now: datetime) -> CatalogueEntry:
    entry = _held(session, actor, entry_id, now)
    if entry.published_at is None or entry.ended_on is not None:
        raise NotDone("该条目不在目录内。", "This entry does not stand in the catalogue.")
    return entry


def _held(session: Session, actor: Actor, entry_id: int, now: datetime) -> CatalogueEntry:
    entry = hold_entry(session, entry_id)
    if entry is None:
        raise NotDone("没有这个条目。", "There is no such entry.")
    if not _deciding(session, actor, entry.jurisdiction, beijing_date(now)):
        raise Forbidden("您的角色不能确定目录。", "Deciding on the catalogue is not for your role.")
    return entry


def _require_another(session: Session, actor: Actor, entry: CatalogueEntry) -> None:
    """Nobody decides on what he entered himself, under whichever account or for whomever."""
    clerk = session.get(Person, entry.entered_by) if entry.entered_by else None
    if clerk is not None and not is_second_hand(actor, clerk.natural_person, entry.entered_for):
        raise NotDone(
            "登记与确定须由不同的人办理。", "Whoever entered it does not decide on it as well."
        )


def _deciding(session: Session, actor: Actor, jurisdiction: str, on: date) -> tuple[str, ...]:
    held = _roles(actor, jurisdiction) & MAY["DecideCatalogue"]
    return tuple(role for role in deciders(session, jurisdiction, on) if role in held)


def _roles(actor: Actor, jurisdiction: str) -> frozenset[str]:
    return frozenset(grant.role for grant in _grants(actor, jurisdiction))


def _hand(actor: Actor, jurisdiction: str, roles: Collection[str]) -> Actor:
    """Who acts there in one of these roles: in his own name before an absent one's."""
    found = (grant for grant in _grants(actor, jurisdiction) if grant.role in roles)
    return under(actor, min(found, key=lambda grant: grant.instead_of is not None))


def _grants(actor: Actor, jurisdiction: str) -> list[Grant]:
    return [grant for grant in actor.grants if grant.jurisdiction in (None, jurisdiction)]


def _note(session: Session, act: str, actor: Actor, entry: CatalogueEntry) -> None:
    until = entry.valid_to.isoformat() if entry.valid_to else "—"
    about = {"entry": entry.id, "jurisdiction": entry.jurisdiction, "until_day": until}
    security.note(session, act, actor=actor, about=about)
