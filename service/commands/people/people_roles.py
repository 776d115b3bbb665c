"""The security administrator's roles: granted with a place, never to oneself, and withdrawn."""

from datetime import date

from sqlalchemy.orm import Session

from service.commands import held
from service.commands.people import security
from service.commands.people.newcomers import told_of
from service.commands.people.people_administrators import (
    NotDone,
    account,
    clash,
    others_hold,
    require,
    require_another,
)
from service.domain import permissions
from service.domain.permissions import ADMINISTRATORS, ROLES, Actor, Grant
from service.records import person as records
from service.records.institution import Institution
from service.records.person import Person, grants_of
from service.records.security import made_by
from service.records.transaction import write_transaction


def grant(session: Session, actor: Actor, person_id: int, wanted: Grant, *, today: date) -> None:
    """Give a role somewhere; what one natural person may not hold together is refused."""
    require(actor, "GrantRole")
    wanted = _placed(session, wanted)
    try:
        with write_transaction(session):
            _grant(session, actor, person_id, wanted, today=today)
    except NotDone:
        with write_transaction(session):
            told = {"person": person_id, "role": wanted.role}
            if session.get(Person, person_id) is not None:
                security.note(session, "grant_refused", actor=actor, about=told)
        raise


def _grant(session: Session, actor: Actor, person_id: int, wanted: Grant, *, today: date) -> None:
    # One grant at a time: two at once could give one person both halves of a pair.
    security.hold(session)
    person = account(session, person_id)
    require_another(actor, person)
    if not person.active:
        raise NotDone("这个账号已停用，不能授予角色。", "This account is closed and gets no roles.")
    _require_other_hands(session, actor, person)
    _require_compatible(session, person, wanted.role, today)
    if any(_same(one, wanted) for one in grants_of(session, person.id)):
        return
    row = records.Grant(
        person_id=person.id,
        role=wanted.role,
        jurisdiction=wanted.jurisdiction,
        region=wanted.region,
        institution_id=wanted.institution_id,
    )
    session.add(row)
    session.flush()
    held.let_go(session, Actor(person.id, person.natural_person, (wanted,)))
    security.note(session, "role_granted", actor=actor, about=told_of(row))


def withdraw(session: Session, actor: Actor, person_id: int, grant_id: int) -> Grant:
    """Take a role away; it no longer holds from the owner's next click on."""
    require(actor, "GrantRole")
    with write_transaction(session):
        security.hold(session)
        row = session.get(records.Grant, grant_id)
        if row is None or row.person_id != person_id:
            raise NotDone("这项角色已经收回。", "This role was withdrawn already.")
        if row.role in ADMINISTRATORS and not others_hold(session, row.role, but=row.person_id):
            raise NotDone(
                "这是最后一位该类管理员，收回后无人接任。请先授予另一人。",
                "This is the last administrator of the kind: give the role to another first.",
            )
        require_another(actor, account(session, person_id))
        about = told_of(row)
        gone = Grant(row.role, row.jurisdiction, row.region, row.institution_id)
        session.delete(row)
        session.flush()
        security.note(session, "role_withdrawn", actor=actor, about=about)
        return gone


def _placed(session: Session, wanted: Grant) -> Grant:
    """The grant with the place its role needs, and no more of it."""
    if wanted.role not in ROLES:
        raise NotDone("没有这个角色。", "There is no such role.")
    place = permissions.place_of(wanted.role)
    if place == "house":
        return Grant(wanted.role)
    if place == "institution":
        return _of_institution(session, wanted)
    if place == "region" and not (wanted.jurisdiction and wanted.region):
        raise NotDone("请选定地区与区县。", "Name the jurisdiction and the county.")
    if place == "jurisdiction" and not wanted.jurisdiction:
        raise NotDone("请选定地区。", "Name the jurisdiction.")
    region = wanted.region if place != "jurisdiction" else None
    return Grant(wanted.role, wanted.jurisdiction, region)


def _of_institution(session: Session, wanted: Grant) -> Grant:
    known = session.get(Institution, wanted.institution_id) if wanted.institution_id else None
    if known is None or not wanted.jurisdiction:
        raise NotDone("请选定地区与机构。", "Name the jurisdiction and the institution.")
    return Grant(wanted.role, wanted.jurisdiction, None, wanted.institution_id)


def _require_other_hands(session: Session, actor: Actor, person: Person) -> None:
    """Nobody alone makes an account and gives it a role, whatever offices he has had since."""
    if made_by(session, person.id) == actor.natural_person:
        raise NotDone(
            "这个账号是您（或同一自然人）建立的，须由另一位安全管理员授权。",
            "You made this account: another security administrator has to give it roles.",
        )


def _require_compatible(session: Session, person: Person, role: str, today: date) -> None:
    other = clash(session, person.natural_person, role, on=today)
    if other is not None:
        zh, en = ROLES[other]
        raise NotDone(
            f"同一自然人已有“{zh}”角色（含其他账号与代办），与此不相容。",
            f"This natural person is “{en}” already, be it under another account or"
            " standing in; the two are incompatible.",
        )


def _same(row: records.Grant, wanted: Grant) -> bool:
    place = (row.role, row.jurisdiction, row.region, row.institution_id)
    return place == (wanted.role, wanted.jurisdiction, wanted.region, wanted.institution_id)
