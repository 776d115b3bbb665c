"""Writing the security log: each entry answers for the one before, whoever writes at once."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count

from sqlalchemy.orm import Session

from service.domain.history import entry_digest
from service.domain.permissions import Actor
from service.domain.security import ACTS
from service.records import security as records
from service.records.database import database_now
from service.records.transaction import write_transaction


def hold(session: Session) -> None:
    """Hold the end of the log: whoever changes who may do what does so one after the other."""
    records.hold_head(session)


def note(
    session: Session,
    act: str,
    *,
    actor: Actor | None,
    about: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> None:
    """Add one entry inside the caller's transaction, best as its last act: the chain is held.

    `about` holds ids and words of ours, never what somebody typed; `about["person"]` is the
    account that the act concerns.
    """
    if act not in ACTS:
        raise KeyError(act)
    end = records.hold_head(session)
    told = dict(about or {})
    concerns = told.get("person")
    entry = records.SecurityEntry(
        id=end.entries + 1,
        at=at or database_now(session),
        actor_id=actor.person_id if actor else None,
        natural_person=actor.natural_person if actor else None,
        concerns_id=concerns if isinstance(concerns, int) else None,
        act=act,
        about=told,
        previous=end.digest,
        digest="",
    )
    entry.digest = entry_digest(end.digest, content(entry))
    end.entries, end.digest = entry.id, entry.digest
    session.add(entry)
    session.flush()


def taken(session: Session, actor: Actor, *, rows: int) -> None:
    """That somebody took entries of the log away is an entry itself."""
    with write_transaction(session):
        note(session, "log_exported", actor=actor, about={"rows": rows})


def content(entry: records.SecurityEntry) -> dict[str, object]:
    """What an entry's digest answers for: everything in it but the chain itself."""
    return {
        column.key: getattr(entry, column.key)
        for column in records.SecurityEntry.__table__.columns
        if column.key not in ("previous", "digest")
    }


def broken_log(session: Session) -> Iterator[str]:
    """The first entry of the security log that does not fit, or that its end is missing."""
    previous, last = "", 0
    while page := records.entries_after(session, last):
        for number, entry in zip(count(last + 1), page, strict=False):
            fits = entry.id == number and entry.previous == previous
            if not fits or entry.digest != entry_digest(previous, content(entry)):
                yield f"security log: entry {entry.id} does not fit the one before it"
                return
            previous, last = entry.digest, entry.id
        session.expunge_all()
    end = records.head(session)
    if (end.entries, end.digest) != (last, previous) if end else last:
        yield "security log: the last entries are missing"
