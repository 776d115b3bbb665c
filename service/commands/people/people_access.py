"""The security administrator mends access: locks, factors, passwords, sittings, tokens."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy.orm import Session

from service.commands.door import factor, identity, password, sitting, tries
from service.commands.people import security
from service.commands.people.people_administrators import NotDone, account, require, require_another
from service.domain.permissions import Actor
from service.records.database import database_now
from service.records.person import Person, Token
from service.records.security import done_to
from service.records.transaction import write_transaction

PASSWORD_BYTES = 12
# Whoever gives a way in and takes the second question away is in himself: that takes two people.
_WAYS_IN = frozenset({"password_set", "identity_linked"})
NEVER_BOTH: Mapping[str, frozenset[str]] = {
    "factor_reset": _WAYS_IN,
    **dict.fromkeys(_WAYS_IN, frozenset({"factor_reset"})),
}
NEVER_BOTH_WITHIN = timedelta(days=30)


def unlock(session: Session, actor: Actor, person_id: int) -> None:
    """Let somebody who was locked out try again."""
    with _mending(session, actor, person_id, "unlocked") as person:
        tries.unlock_within(session, login=person.login, person_id=person.id)


def reset_factor(session: Session, actor: Actor, person_id: int) -> None:
    """The telephone is lost: the second factor is set anew at the next sign-in."""
    with _mending(session, actor, person_id, "factor_reset") as person:
        factor.reset_within(session, person.id)


def set_password(session: Session, actor: Actor, person_id: int) -> str:
    """A new first password, said once; its owner changes it before anything else."""
    given = secrets.token_urlsafe(PASSWORD_BYTES)
    with _mending(session, actor, person_id, "password_set") as person:
        password.set_anew_within(session, person.id, given)
        tries.unlock_within(session, login=person.login, person_id=person.id)
    return given


def sign_out(session: Session, actor: Actor, person_id: int) -> None:
    """Sign somebody out everywhere."""
    with _mending(session, actor, person_id, "signed_out_everywhere") as person:
        sitting.end_all_within(session, person.id)


def revoke_token(session: Session, actor: Actor, person_id: int, token_id: int) -> None:
    """A token opens nothing from now on."""
    with _mending(session, actor, person_id, "token_revoked", token=token_id):
        token = session.get(Token, token_id)
        if token is None or token.person_id != person_id or token.revoked_at is not None:
            raise NotDone("这个令牌已吊销。", "This token was revoked already.")
        token.revoked_at = database_now(session)


def link(session: Session, actor: Actor, person_id: int, *, issuer: str, subject: str) -> None:
    """An identity of another house signs in to this account."""
    login = _another(session, actor, person_id)
    _require_other_hands(session, actor, person_id, "identity_linked")
    session.rollback()
    try:
        identity.link(session, login, issuer=issuer, subject=subject, actor=actor)
    except identity.NotLinked as why:
        raise NotDone("没有关联：编号为空，或已关联其他账号。", str(why)) from why


def unlink(session: Session, actor: Actor, person_id: int) -> None:
    """No identity of another house signs in to this account any more."""
    identity.unlink(session, _another(session, actor, person_id), actor=actor)


def _another(session: Session, actor: Actor, person_id: int) -> str:
    require(actor, "MendAccess")
    person = account(session, person_id)
    require_another(actor, person)
    return person.login


@contextmanager
def _mending(
    session: Session, actor: Actor, person_id: int, act: str, **about: object
) -> Iterator[Person]:
    """Somebody else's access is mended, and the log says so."""
    require(actor, "MendAccess")
    with write_transaction(session):
        person = account(session, person_id)
        require_another(actor, person)
        _require_other_hands(session, actor, person_id, act)
        yield person
        security.note(session, act, actor=actor, about={"person": person_id, **about})


def _require_other_hands(session: Session, actor: Actor, person_id: int, act: str) -> None:
    barred = NEVER_BOTH.get(act, frozenset())
    since = database_now(session) - NEVER_BOTH_WITHIN
    if barred and actor.natural_person in done_to(session, person_id, barred, since=since):
        raise NotDone(
            "给出登录方式（密码、统一身份）与重置第二验证，三十天内须由两位安全管理员分别办理。",
            "A way in (password, identity) and the second factor: not both by one administrator"
            " within thirty days. Ask another one.",
        )
