"""黑白名单: entries by hand need two natural persons; a fraud case enters its own."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from service.commands.people import security
from service.commands.people.people_administrators import NotDone
from service.commands.supervision.comparison_import import office_of
from service.domain.permissions import Actor, is_second_hand, under
from service.domain.refusals import NotVisible
from service.records.institution import ListEntry
from service.records.person import Person
from service.records.seal import blind_index
from service.records.transaction import write_transaction

COLOURS = ("black", "white")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody enters: a body by its credit code, or a person by his number."""

    colour: str
    uscc: str = ""
    id_no: str = ""
    since: date
    until: date | None
    reason: str


def enter(session: Session, actor: Actor, entry: Entry) -> int:
    """Propose an entry; it counts once another has confirmed it."""
    grant = office_of(actor, "EnterListing")
    if entry.colour not in COLOURS or bool(entry.uscc) == bool(entry.id_no) or not entry.reason:
        raise NotDone(
            "请选择名单，填写信用代码或身份证号（只填一项），并写明理由。",
            "Choose the list, give a credit code or an identity number (one), and a reason.",
        )
    if entry.until is not None and entry.until < entry.since:
        raise NotDone("截止日期早于起始日期。", "It ends before it begins.")
    with write_transaction(session):
        row = ListEntry(
            uscc=entry.uscc,
            person_index=blind_index(entry.id_no) if entry.id_no else None,
            jurisdiction=grant.jurisdiction,
            colour=entry.colour,
            since=entry.since,
            until=entry.until,
            reason=entry.reason,
            entered_by=actor.person_id,
            entered_for=under(actor, grant).acting_for,
        )
        session.add(row)
        session.flush()
        security.note(session, "listing_entered", actor=actor, about={"entry": row.id})
        return row.id


def confirm(session: Session, actor: Actor, number: int) -> None:
    """Another natural person confirms; from now on the entry counts."""
    grant = office_of(actor, "ConfirmListing")
    with write_transaction(session):
        security.hold(session)
        row = session.get(ListEntry, number)
        if row is None or row.jurisdiction != grant.jurisdiction or row.entered_by is None:
            raise NotVisible
        if row.confirmed_by is not None:
            raise NotDone("这一条已确认。", "This entry is confirmed already.")
        entered = session.get_one(Person, row.entered_by)
        if not is_second_hand(under(actor, grant), entered.natural_person, row.entered_for):
            raise NotDone(
                "录入人（或同一自然人）不能确认自己的录入。",
                "Whoever entered it does not confirm it.",
            )
        row.confirmed_by = actor.person_id
        security.note(session, "listing_confirmed", actor=actor, about={"entry": row.id})
