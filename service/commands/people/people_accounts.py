"""The system administrator's accounts: made without a role, closed, opened again."""

import secrets

from sqlalchemy.orm import Session

from service.commands import held, permission
from service.commands.door import sitting
from service.commands.people import security
from service.commands.people.newcomers import Newcomer, NotAdded, add_institution, add_person
from service.commands.people.people_administrators import (
    NotDone,
    account,
    others_hold,
    require,
    require_another,
)
from service.domain.permissions import ADMINISTRATORS, Actor
from service.records.institution import Institution
from service.records.person import grants_of
from service.records.transaction import write_transaction

PASSWORD_BYTES = 12


def make(session: Session, actor: Actor, *, login: str, name: str, id_no: str) -> tuple[int, str]:
    """Make an account that may do nothing yet; its first password is said once and then changed."""
    require(actor, "MakeAccount")
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    newcomer = Newcomer(
        login=login,
        name=name,
        natural_person=id_no,
        password=password,
        must_change_password=True,
    )
    try:
        return add_person(session, newcomer, actor=actor), password
    except NotAdded as why:
        raise NotDone("已有这个登录名的账号，请换一个。", str(why)) from why


def close(session: Session, actor: Actor, person_id: int) -> None:
    """Close an account; its sittings end, and its tokens open nothing any more."""
    require(actor, "CloseAccount")
    with write_transaction(session):
        security.hold(session)
        person = account(session, person_id)
        require_another(actor, person)
        kept = {grant.role for grant in grants_of(session, person.id)} & ADMINISTRATORS
        if person.active and any(not others_hold(session, one, but=person.id) for one in kept):
            raise NotDone(
                "这是最后一位该类管理员，停用后无人接任。请先授予另一人。",
                "This is the last administrator of the kind: give the role to another first.",
            )
        if person.active:
            person.active = False
            sitting.end_all_within(session, person.id)
            security.note(session, "account_closed", actor=actor, about={"person": person.id})


def reopen(session: Session, actor: Actor, person_id: int) -> None:
    """Open a closed account again, with the roles it had."""
    require(actor, "CloseAccount")
    with write_transaction(session):
        person = account(session, person_id)
        require_another(actor, person)
        if not person.active:
            person.active = True
            back = permission.actor_of(session, person)
            session.flush()
            held.let_go(session, back)
            security.note(session, "account_reopened", actor=actor, about={"person": person.id})


def enter_institution(session: Session, actor: Actor, body: Institution) -> None:
    """Enter an institution that may file."""
    require(actor, "EnterInstitution")
    try:
        add_institution(session, body, actor=actor)
    except NotAdded as why:
        raise NotDone("这个统一社会信用代码已登记。", str(why)) from why
