"""What the three administrators have in common: whose order it is, and why one was refused."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain import permissions
from service.domain.permissions import ROLES, Actor
from service.domain.refusals import Forbidden, Sentence
from service.records.person import Grant, Person, accounts_of, grants_of_all
from service.records.stand_in import lent_roles


class NotDone(Exception):
    """An administrator asked for something that cannot be; the sentence says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.sentence = Sentence(zh, en)


def require(actor: Actor, order: str) -> None:
    """The order must be this administrator's, for the whole house."""
    if not permissions.administers(actor, order):
        raise Forbidden("这是另一位管理员的事。", "This is for another administrator.")


def require_another(actor: Actor, person: Person) -> None:
    """Nobody is his own administrator, under whichever account."""
    if person.natural_person == actor.natural_person:
        raise NotDone(
            "不能对自己的账号（或同一自然人的其他账号）办理，请另一位管理员办理。",
            "Not for yourself, nor for another account of yours: ask another administrator.",
        )


def account(session: Session, person_id: int) -> Person:
    """The account of this number."""
    found = session.get(Person, person_id)
    if found is None:
        raise NotDone("没有这个账号。", "There is no such account.")
    return found


def clash(session: Session, natural_person: str, role: str, *, on: date) -> str | None:
    """What a natural person is already, under whichever account or standing in, against a role."""
    ids = [one.id for one in accounts_of(session, natural_person)]
    held = {one.role for found in grants_of_all(session, ids).values() for one in found}
    against = (
        one
        for one in sorted(held | lent_roles(session, ids, on=on))
        if one in ROLES and not permissions.may_hold_both(role, one)
    )
    return next(against, None)


def others_hold(session: Session, role: str, *, but: int) -> bool:
    """Whether another account that stands holds the role."""
    asked = (
        select(Grant.id)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.role == role, Person.active, Person.id != but)
        .limit(1)
    )
    return session.scalar(asked) is not None
