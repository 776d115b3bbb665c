"""Linking an account to an identity of another house; never made by whoever comes with one."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from service.commands.door import sitting
from service.commands.people import security
from service.domain.permissions import Actor
from service.records.database import database_now
from service.records.outside_identity import OutsideIdentity, linked_person
from service.records.person import by_login
from service.records.transaction import write_transaction


class NotLinked(Exception):
    """The identity cannot be linked; the message says why."""


def link(session: Session, login: str, *, issuer: str, subject: str, actor: Actor | None) -> None:
    """From now on this identity signs in to this account."""
    if not issuer or not subject:
        raise NotLinked("An identity is an issuer and a subject.")
    with write_transaction(session):
        person = by_login(session, login)
        if person is None:
            raise NotLinked(f"There is no account {login!r}.")
        if linked_person(session, issuer, subject) is not None:
            raise NotLinked("This identity is linked to an account already.")
        session.execute(
            delete(OutsideIdentity).where(
                OutsideIdentity.issuer == issuer, OutsideIdentity.subject == subject
            )
        )
        now = database_now(session)
        session.add(
            OutsideIdentity(issuer=issuer, subject=subject, person_id=person.id, linked_at=now)
        )
        security.note(session, "identity_linked", actor=actor, about={"person": person.id})


def unlink(session: Session, login: str, *, actor: Actor | None) -> None:
    """No identity from elsewhere signs in to this account any more."""
    with write_transaction(session):
        person = by_login(session, login)
        if person is None:
            raise NotLinked(f"There is no account {login!r}.")
        session.execute(delete(OutsideIdentity).where(OutsideIdentity.person_id == person.id))
        sitting.end_all_within(session, person.id)
        security.note(session, "identity_unlinked", actor=actor, about={"person": person.id})
