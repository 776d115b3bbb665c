"""What is due to be erased, who proposes it, and who, as another natural person, confirms it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from service.commands.carry_out import carry_out
from service.commands.clocks import Clock
from service.commands.library import LIBRARY
from service.commands.papers import documents
from service.commands.people import security
from service.domain import permissions
from service.domain.calendar import beijing_date
from service.domain.history import canonical
from service.domain.orders import EraseData
from service.domain.permissions import Actor, Scope
from service.domain.refusals import Forbidden, NotNow, SeparationOfDuties
from service.domain.retention import KINDS, Due, rule
from service.records import retention as records
from service.records.erasure import Erasure
from service.records.person import Person
from service.records.retention import Ended
from service.records.seal import blind_index
from service.records.transaction import write_transaction

EVERYWHERE = Scope("")


@dataclass(frozen=True, slots=True)
class Appearance:
    """One case a person appears in, and why it cannot be erased there yet, if it cannot."""

    number: str
    blocked: str


def due(session: Session, now: datetime) -> Iterator[Due]:
    """Everything that has been kept long enough; a case that runs or is owed money never is."""
    after, today = 0, beijing_date(now)
    while page := records.ended_cases(session, after=after):
        there = records.still_there(session, [case.case_id for case in page if not case.owes])
        for case in page:
            kinds = [kind for kind in KINDS if (case.case_id, kind) in there]
            yield from (one for one in _rules(session, case, kinds) if one.due_on <= today)
        after = page[-1].case_id


def _rules(session: Session, case: Ended, kinds: list[str]) -> Iterator[Due]:
    policy = LIBRARY.in_force(session, case.jurisdiction)[0].policy
    ended_on = beijing_date(case.ended_at)
    for kind in kinds:
        found = rule(policy, kind, ended_on)
        yield Due(case.case_id, case.number, ended_on, found.due_on(ended_on), found)


def propose(session: Session, *, actor: Actor, now: datetime) -> Erasure:
    """Put down what is due today, for somebody else to confirm."""
    _require(actor, "ProposeErasure")
    lines = [[one.case_id, one.rule.kind] for one in due(session, now)]
    if not lines:
        raise NotNow("没有到期应删除的内容。", "Nothing is due.")
    digest = sha256(canonical({"lines": lines})).hexdigest()
    with write_transaction(session):
        row = Erasure(lines=lines, digest=digest, proposed_by=actor.person_id, proposed_at=now)
        session.add(row)
        session.flush()
        about = {"erasure": row.id, "lines": len(lines), "digest": digest}
        security.note(session, "erasure_proposed", actor=actor, about=about)
        number = row.id
    return session.get_one(Erasure, number)


def confirm(session: Session, number: int, *, actor: Actor, clock: Clock) -> int:
    """Confirm a proposal and erase case by case; broken off, it goes on where it stopped."""
    _require(actor, EraseData.name)
    _confirmed(session, number, actor, clock)
    return carry_on(session, number, actor=actor, clock=clock)


def carry_on(session: Session, number: int, *, actor: Actor, clock: Clock) -> int:
    """Erase what was confirmed, case by case; how many cases."""
    kinds: dict[int, list[str]] = {}
    for case_id, kind in session.get_one(Erasure, number).lines:
        kinds.setdefault(int(case_id), []).append(str(kind))
    session.rollback()
    for case_id, wanted in kinds.items():
        order = EraseData(case_id=case_id, erasure_id=number, kinds=tuple(wanted))
        carry_out(order, actor=actor, session=session, clock=clock)
    session.rollback()
    documents.clear_away(session)
    with write_transaction(session):
        session.get_one(Erasure, number).done_at = clock.now(session)
    return len(kinds)


def _confirmed(session: Session, number: int, actor: Actor, clock: Clock) -> None:
    with write_transaction(session):
        row = session.get(Erasure, number, with_for_update=True)
        if row is None or row.done_at is not None:
            raise NotNow("没有这一待确认的方案。", "There is no such proposal to confirm.")
        proposer = session.get_one(Person, row.proposed_by)
        if proposer.natural_person == actor.natural_person:
            raise SeparationOfDuties(
                "提出人不能确认自己的方案。", "Whoever proposed it does not confirm it."
            )
        if row.digest != sha256(canonical({"lines": row.lines})).hexdigest():
            raise NotNow("方案已被改动，请重新提出。", "The proposal was altered: propose anew.")
        if row.confirmed_at is None:
            row.confirmed_by, row.confirmed_at = actor.person_id, clock.now(session)
            about = {"erasure": row.id, "lines": len(row.lines), "digest": row.digest}
            security.note(session, "erasure_confirmed", actor=actor, about=about)


def appearances(session: Session, id_no: str, now: datetime) -> tuple[list[Appearance], int]:
    """Where a person appears, by blind index alone: case numbers, what blocks, and accounts."""
    index, today = blind_index(id_no), beijing_date(now)
    found = [
        Appearance(one.number, _blocked(session, one.case_id, today))
        for one in records.classes_of(session, index)
    ]
    return found, records.accounts_of(session, index)


def _blocked(session: Session, case_id: int, today: date) -> str:
    case = records.ended_case(session, case_id)
    if case is None:
        return "办理中 · the case runs"
    if case.owes:
        return "有未退回款项 · money is still to come back"
    waits = [one for one in _rules(session, case, ["identity"]) if one.due_on > today]
    return f"保存至 {waits[0].due_on} · kept until then" if waits else ""


def _require(actor: Actor, order: str) -> None:
    if not permissions.may(actor, order, EVERYWHERE):
        raise Forbidden("您的角色不能办理这一事项。", "This is not for your role.")
