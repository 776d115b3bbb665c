"""The people who sign in, what they may do where, and the tokens other systems come with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Index, Select, bindparam, exists, false, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, InstitutionRef, JsonList, PersonRef, RowId
from service.records.columns import Sealed
from service.records.database import DatabaseTime

NO_ROLE = "-"


class Person(Base):
    """An account; two accounts of one natural person share `natural_person`."""

    __tablename__ = "person"

    id: Mapped[RowId]
    login: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password_hash: Mapped[str]
    natural_person: Mapped[str] = mapped_column(index=True)
    email: Mapped[str | None] = mapped_column(Sealed("person.email"))
    active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=false())
    if TYPE_CHECKING:
        stands_in: Mapped[str | None]


class Grant(Base):
    """A role in a jurisdiction, a region or an institution; where nothing is named, everywhere."""

    __tablename__ = "role_grant"
    __table_args__ = (Index(None, "role", "jurisdiction", "region"),)

    id: Mapped[RowId]
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    role: Mapped[str]
    jurisdiction: Mapped[str | None]
    region: Mapped[str | None]
    institution_id: Mapped[InstitutionRef | None] = mapped_column(index=True)


class Token(Base):
    """A key for another system; only its digest is kept."""

    __tablename__ = "token"

    id: Mapped[RowId]
    digest: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    scopes: Mapped[JsonList]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    label: Mapped[str]


def by_login(session: Session, login: str) -> Person | None:
    """The active account of this name."""
    return session.scalar(select(Person).where(Person.login == login, Person.active))


def any_by_login(session: Session, login: str) -> Person | None:
    """The account of this name, closed or not: a name is never given twice."""
    return session.scalar(select(Person).where(Person.login == login))


def accounts_of(session: Session, natural_person: str) -> list[Person]:
    """Every account of one natural person, closed or not."""
    asked = select(Person).where(Person.natural_person == natural_person)
    return list(session.scalars(asked.order_by(Person.id)))


@dataclass(frozen=True, slots=True)
class Sought:
    """Which accounts somebody looks for: a role, or `NO_ROLE`; open, closed or either."""

    text: str = ""
    role: str = ""
    active: bool | None = None


def accounts(session: Session, sought: Sought, *, after: str = "", limit: int = 50) -> list[Person]:
    """The next page of accounts by login; a search looks into login and name."""
    asked, search = select(Person).where(Person.login > after), sought.text
    if sought.active is not None:
        asked = asked.where(Person.active == sought.active)
    if sought.role == NO_ROLE:
        asked = asked.where(~exists().where(Grant.person_id == Person.id))
    elif sought.role:
        asked = asked.where(exists().where(Grant.person_id == Person.id, Grant.role == sought.role))
    if search:
        asked = asked.where(
            Person.login.icontains(search, autoescape=True)
            | Person.display_name.icontains(search, autoescape=True)
        )
    return list(session.scalars(asked.order_by(Person.login).limit(limit)))


def grants_of_all(session: Session, person_ids: Sequence[int]) -> dict[int, list[Grant]]:
    """What each of these people may do, in one question."""
    found: dict[int, list[Grant]] = {one: [] for one in person_ids}
    asked = select(Grant).where(Grant.person_id.in_(person_ids)).order_by(Grant.id)
    for grant in session.scalars(asked):
        found[grant.person_id].append(grant)
    return found


def shared_natural_persons(session: Session, natural_persons: Sequence[str]) -> set[str]:
    """Which of these natural persons have more than one account."""
    asked = (
        select(Person.natural_person)
        .where(Person.natural_person.in_(natural_persons))
        .group_by(Person.natural_person)
        .having(func.count() > 1)
    )
    return set(session.scalars(asked))


def tokens_of(session: Session, person_id: int) -> list[Token]:
    """The tokens of an account that nobody has revoked, the newest first."""
    asked = select(Token).where(Token.person_id == person_id, Token.revoked_at.is_(None))
    return list(session.scalars(asked.order_by(Token.id.desc())))


def by_token(session: Session, digest: str) -> tuple[Person, Token, list[Grant]] | None:
    """The active account behind a token that still holds by the database's time, with its roles."""
    rows = session.execute(_behind_token(), {"digest": digest}).all()
    if not rows:
        return None
    person, token, _ = rows[0]
    held: list[Grant | None] = [row[2] for row in rows]
    return person, token, [grant for grant in held if grant is not None]


@cache
def _behind_token() -> Select[Person, Token, Grant]:
    return (
        select(Person, Token, Grant)
        .join(Token, Token.person_id == Person.id)
        .outerjoin(Grant, Grant.person_id == Person.id)
        .where(Token.digest == bindparam("digest"), Token.revoked_at.is_(None))
        .where(Token.expires_at > DatabaseTime(), Person.active)
        .order_by(Grant.id)
    )


def grants_of(session: Session, person_id: int) -> list[Grant]:
    """What a person may do and where."""
    return list(
        session.scalars(select(Grant).where(Grant.person_id == person_id).order_by(Grant.id))
    )


def holders(
    session: Session,
    role: str,
    *,
    jurisdiction: str,
    region: str,
    institution_id: int | None = None,
) -> list[Person]:
    """The active people who hold a role over this place, or for this institution."""
    reach = select(Grant.person_id).where(
        Grant.role == role,
        Grant.jurisdiction.is_(None) | (Grant.jurisdiction == jurisdiction),
        Grant.region.is_(None) | (Grant.region == region),
    )
    if institution_id is not None:
        reach = reach.where(Grant.institution_id == institution_id)
    return list(
        session.scalars(
            select(Person).where(Person.active, Person.id.in_(reach)).order_by(Person.id)
        )
    )
