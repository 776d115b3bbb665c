"""Who may come in: institutions, accounts with their roles, and tokens for other systems."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy.orm import Session

from service.commands.door import password
from service.commands.people import security
from service.commands.people.people_administrators import clash
from service.domain.calendar import beijing_date
from service.domain.permissions import ROLES, Actor, Grant
from service.records import person as records
from service.records.database import database_now
from service.records.institution import Institution, by_uscc
from service.records.seal import blind_index
from service.records.transaction import write_transaction

SCOPES = ("read", "write")
KINDS = ("enterprise", "school", "platform", "college", "technical_school")
TOKEN_BYTES = 32


class NotAdded(Exception):
    """The account or the token cannot be made; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """An account to be made; without a password nobody signs in to it with one."""

    login: str
    name: str
    natural_person: str
    password: str | None = None
    must_change_password: bool = False
    email: str | None = None
    grants: tuple[Grant, ...] = ()


def add_person(session: Session, newcomer: Newcomer, *, actor: Actor | None = None) -> int:
    """Make the account; the identity of the natural person is kept as a blind index only."""
    for grant in newcomer.grants:
        if grant.role not in ROLES:
            raise NotAdded(f"There is no role {grant.role!r}; there are {', '.join(ROLES)}.")
        if grant.role == "institution" and grant.institution_id is None:
            raise NotAdded("Whoever files for an institution needs the institution: --uscc.")
    if newcomer.password is not None:
        _require_fit(newcomer)
    with write_transaction(session):
        if records.any_by_login(session, newcomer.login) is not None:
            raise NotAdded(f"There is already an account {newcomer.login!r}.")
        _require_compatible(session, newcomer)
        person = records.Person(
            login=newcomer.login,
            display_name=newcomer.name,
            password_hash=password.hashed(newcomer.password) if newcomer.password else "",
            must_change_password=newcomer.must_change_password,
            natural_person=blind_index(newcomer.natural_person),
            email=newcomer.email,
        )
        session.add(person)
        session.flush()
        rows = [_row(person.id, grant) for grant in newcomer.grants]
        session.add_all(rows)
        security.note(session, "account_made", actor=actor, about={"person": person.id})
        for row in rows:
            security.note(session, "role_granted", actor=actor, about=told_of(row))
        return person.id


def _require_compatible(session: Session, newcomer: Newcomer) -> None:
    if not newcomer.grants:
        return
    security.hold(session)
    today, natural = beijing_date(database_now(session)), blind_index(newcomer.natural_person)
    for grant in newcomer.grants:
        other = clash(session, natural, grant.role, on=today)
        if other is not None:
            raise NotAdded(
                f"This natural person is {ROLES[other][1]!r} already, under another account;"
                f" {ROLES[grant.role][1]!r} is incompatible with that."
            )


def _require_fit(newcomer: Newcomer) -> None:
    try:
        password.require_fit(newcomer.password or "", login=newcomer.login, name=newcomer.name)
    except password.Unfit as unfit:
        raise NotAdded(str(unfit)) from unfit


def add_institution(session: Session, body: Institution, *, actor: Actor | None = None) -> None:
    """Enter an institution under its credit code, once."""
    if body.kind not in KINDS:
        raise NotAdded(f"There is no kind {body.kind!r}; there are {', '.join(KINDS)}.")
    with write_transaction(session):
        if by_uscc(session, body.uscc) is not None:
            raise NotAdded(f"There is already an institution {body.uscc}.")
        session.add(body)
        session.flush()
        told = {"institution": body.id}
        security.note(session, "institution_entered", actor=actor, about=told)


def issue_token(
    session: Session, login: str, *, scopes: Collection[str], days: int, label: str
) -> str:
    """Make a token and say it once; only its digest is kept."""
    if not scopes or not set(scopes) <= set(SCOPES):
        raise NotAdded(f"A token reads, writes or both: {', '.join(SCOPES)}.")
    if days < 1:
        raise NotAdded("A token holds for at least one day.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with write_transaction(session):
        person = records.by_login(session, login)
        if person is None:
            raise NotAdded(f"There is no account {login!r}.")
        made = records.Token(
            digest=sha256(token.encode("ascii")).hexdigest(),
            person_id=person.id,
            scopes=sorted(scopes),
            expires_at=database_now(session) + timedelta(days=days),
            label=label,
        )
        session.add(made)
        session.flush()
        told = {"person": person.id, "token": made.id}
        security.note(session, "token_issued", actor=None, about=told)
    return token


def told_of(row: records.Grant) -> dict[str, object]:
    """A role and its place, as the security log tells of them."""
    place = {
        "jurisdiction": row.jurisdiction,
        "region": row.region,
        "institution": row.institution_id,
    }
    named = {name: value for name, value in place.items() if value is not None}
    return {"person": row.person_id, "role": row.role, **named}


def _row(person_id: int, grant: Grant) -> records.Grant:
    return records.Grant(
        person_id=person_id,
        role=grant.role,
        jurisdiction=grant.jurisdiction,
        region=grant.region,
        institution_id=grant.institution_id,
    )
