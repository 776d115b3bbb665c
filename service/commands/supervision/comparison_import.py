"""Taking in a list from another office: by blind index alone, the newest by its own date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from service.commands.people import security
from service.commands.people.people_administrators import NotDone
from service.domain.calendar import beijing_date
from service.domain.comparison import LISTS
from service.domain.permissions import MAY, Actor, Grant
from service.domain.refusals import Forbidden
from service.records.comparison import ListImport, ListPerson, in_force
from service.records.seal import blind_index
from service.records.transaction import write_transaction

LONGEST_SOURCE = 100
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A list as it was read: what it is, as of when, from whom, and the numbers on it."""

    kind: str
    as_of: date
    source: str
    numbers: Sequence[str]
    digest: str


def office_of(actor: Actor, act: str) -> Grant:
    """The grant under which somebody does what belongs to no case; his own before another's."""
    found = [one for one in actor.grants if one.role in MAY[act] and one.jurisdiction]
    found.sort(key=lambda grant: grant.instead_of is not None)
    if not found:
        raise Forbidden("您的角色不能办理这一事项。", "This is not for your role.")
    return found[0]


def may(actor: Actor, act: str) -> bool:
    """Whether somebody may do at all what belongs to no case."""
    return any(one.role in MAY[act] and one.jurisdiction for one in actor.grants)


def take_in(session: Session, actor: Actor, handed: Handed, *, now: datetime) -> int:
    """Keep who stands on the list; an older list of its kind and county is forgotten."""
    grant = office_of(actor, "ImportList")
    _require_sound(handed, beijing_date(now))
    indexes = sorted({blind_index(number) for number in handed.numbers})
    with write_transaction(session):
        security.hold(session)
        place, region = str(grant.jurisdiction), grant.region or ""
        before = [one for one in in_force(session, place, kind=handed.kind) if one.region == region]
        newer = next((one for one in before if one.as_of > handed.as_of), None)
        if newer is not None:
            raise NotDone(
                f"已有截至 {newer.as_of} 的同类名单，不能用更早的名单替换。",
                f"There is a list as of {newer.as_of} already; an older one cannot replace it.",
            )
        row = ListImport(
            jurisdiction=place,
            region=region,
            kind=handed.kind,
            as_of=handed.as_of,
            source=handed.source[:LONGEST_SOURCE],
            people=len(indexes),
            digest=handed.digest,
            imported_by=actor.person_id,
            imported_at=now,
            in_force=True,
        )
        session.add(row)
        session.flush()
        number = row.id
        _put_people(session, number, indexes)
        replaced = [one.id for one in before]
        session.execute(delete(ListPerson).where(ListPerson.import_id.in_(replaced)))
        for one in before:
            one.in_force = False
        about = {"list": number, "kind": handed.kind, "rows": len(indexes)}
        security.note(session, "list_imported", actor=actor, about=about)
    return number


def _put_people(session: Session, import_id: int, indexes: Sequence[str]) -> None:
    """Write the people of a list, some thousands at a time."""
    for at in range(0, len(indexes), AT_ONCE):
        part = indexes[at : at + AT_ONCE]
        session.execute(
            insert(ListPerson), [{"import_id": import_id, "person_index": one} for one in part]
        )


def _require_sound(handed: Handed, today: date) -> None:
    if handed.kind not in LISTS or not handed.source:
        raise NotDone("请写明名单种类和来源。", "Say what kind of list it is and where it is from.")
    if handed.as_of > today:
        raise NotDone("名单的截止日期不能晚于今天。", "A list cannot be as of a day to come.")
    if not handed.numbers:
        raise NotDone("名单里没有人员。", "There is nobody on the list.")
