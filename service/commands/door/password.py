"""Passwords: how they are kept, checked and changed."""

from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from service.commands.door import sitting, tries
from service.commands.people import security
from service.domain.password import FAULTS, LONGEST, REMEMBERED, fault
from service.domain.permissions import Actor
from service.records.old_password import OldPassword, old_passwords
from service.records.person import Person
from service.records.transaction import write_transaction


class WrongPassword(Exception):
    """The password does not fit the account."""


class Unfit(Exception):
    """The new password cannot be taken; `why` is one of FAULTS."""

    def __init__(self, why: str) -> None:
        super().__init__(FAULTS[why][1])
        self.why = why


def hashed(password: str) -> str:
    """What is kept of a password."""
    return PasswordHasher().hash(password)


def fits(digest: str, password: str) -> bool:
    """Whether this is the password; an account without one costs the same time as any other."""
    try:
        PasswordHasher().verify(digest or _nobody(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return digest != ""


def is_outdated(digest: str) -> bool:
    """Whether it was hashed more cheaply than passwords are hashed today."""
    return PasswordHasher().check_needs_rehash(digest)


def require_fit(password: str, *, login: str, name: str, before: Iterable[str] = ()) -> None:
    """Refuse a password that is easily guessed, or that its owner had not long ago."""
    found = fault(password, known=(login, name))
    if found is not None:
        raise Unfit(found)
    if any(digest and fits(digest, password) for digest in before):
        raise Unfit("used")


def change_own(session: Session, actor: Actor, *, old: str, new: str, here: int) -> None:
    """Change one's own password; every other sitting of the person ends."""
    person_id = actor.person_id or 0
    attempt = tries.begin(session, password=str(person_id))
    person = session.get_one(Person, person_id)
    if not fits(person.password_hash, old):
        raise WrongPassword
    former = [row.password_hash for row in old_passwords(session, person_id)]
    require_fit(
        new,
        login=person.login,
        name=person.display_name,
        before=[person.password_hash, *former[: REMEMBERED - 1]],
    )
    digest = hashed(new)
    with write_transaction(session):
        tries.succeeded_within(session, attempt)
        _put(session, person_id, digest, must_change=False)
        sitting.end_all_within(session, person_id, but=here)
        security.note(session, "password_changed", actor=actor, about={"person": person_id})


def set_anew_within(session: Session, person_id: int, new: str) -> None:
    """An administrator gives a password; its owner changes it before reaching anything else."""
    person = session.get_one(Person, person_id)
    require_fit(new, login=person.login, name=person.display_name)
    _put(session, person_id, hashed(new), must_change=True)
    sitting.end_all_within(session, person_id)


def _put(session: Session, person_id: int, digest: str, *, must_change: bool) -> None:
    person = session.get_one(Person, person_id)
    if person.password_hash:
        session.add(OldPassword(person_id=person_id, password_hash=person.password_hash))
    for row in old_passwords(session, person_id)[REMEMBERED - 1 :]:
        session.delete(row)
    person.password_hash = digest
    person.must_change_password = must_change


@cache
def _nobody() -> str:
    return hashed("nobody has this password")
