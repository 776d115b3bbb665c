"""The security log, one chain for the whole house; only ever added to, and naming nobody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import LARGEST_ID, Base, BigId, Json, PersonRef


class SecurityEntry(Base):
    """One act that concerns accounts, roles, keys or copies: who did it, to whom."""

    __tablename__ = "security_entry"
    __table_args__ = (
        Index(None, "actor_id", "id"),
        Index(None, "concerns_id", "id"),
        Index(None, "act", "id"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[PersonRef | None]
    natural_person: Mapped[str | None]
    concerns_id: Mapped[PersonRef | None]
    act: Mapped[str]
    about: Mapped[Json]
    previous: Mapped[str]
    digest: Mapped[str]


class SecurityHead(Base):
    """Where the chain ends: one row that is held while the next entry is written."""

    __tablename__ = "security_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[int] = mapped_column(BigId, default=0)
    digest: Mapped[str] = mapped_column(default="")


def hold_head(session: Session) -> SecurityHead:
    """The end of the chain, nobody else's until the transaction ends."""
    found = _held(session)
    if found is None:
        sqlite = session.get_bind().dialect.name == "sqlite"
        insert = sqlite_insert if sqlite else postgresql_insert
        first = insert(SecurityHead).values(id=1, entries=0, digest="")
        session.execute(first.on_conflict_do_nothing())
        found = _held(session)
    if found is None:
        raise LookupError("security_head")
    return found


def _held(session: Session) -> SecurityHead | None:
    asked = select(SecurityHead).where(SecurityHead.id == 1).with_for_update()
    return session.scalar(asked, execution_options={"populate_existing": True})


def head(session: Session) -> SecurityHead | None:
    """The end of the chain as it stands; none where nothing was ever written."""
    return session.get(SecurityHead, 1)


def entries_after(session: Session, after: int, *, limit: int = 1000) -> list[SecurityEntry]:
    """The next entries in the order they were written."""
    asked = select(SecurityEntry).where(SecurityEntry.id > after)
    return list(session.scalars(asked.order_by(SecurityEntry.id).limit(limit)))


def made_by(session: Session, person_id: int) -> str | None:
    """Which natural person made an account, as the log has it."""
    asked = select(SecurityEntry.natural_person).where(
        SecurityEntry.concerns_id == person_id, SecurityEntry.act == "account_made"
    )
    return session.scalar(asked.limit(1))


def done_to(
    session: Session, person_id: int, acts: Collection[str], *, since: datetime
) -> set[str | None]:
    """Which natural persons did one of these to an account since then."""
    asked = select(SecurityEntry.natural_person).where(
        SecurityEntry.concerns_id == person_id,
        SecurityEntry.act.in_(acts),
        SecurityEntry.at >= since,
    )
    return set(session.scalars(asked))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in the log."""

    act: str = ""
    actor_id: int | None = None
    concerns_id: int | None = None
    since: datetime | None = None
    before: datetime | None = None


def look(
    session: Session, wanted: Wanted, *, before: int | None = None, limit: int = 100
) -> list[SecurityEntry]:
    """The next page of the log, newest first."""
    entry = SecurityEntry
    asked = select(entry).order_by(entry.id.desc()).limit(limit)
    if wanted.act:
        asked = asked.where(entry.act == wanted.act)
    if wanted.actor_id is not None:
        asked = asked.where(entry.actor_id == wanted.actor_id)
    if wanted.concerns_id is not None:
        asked = asked.where(entry.concerns_id == wanted.concerns_id)
    if wanted.since is not None:
        asked = asked.where(entry.at >= wanted.since)
    if wanted.before is not None:
        asked = asked.where(entry.at < wanted.before)
    if before is not None:
        asked = asked.where(entry.id < min(before, LARGEST_ID))
    return list(session.scalars(asked))
