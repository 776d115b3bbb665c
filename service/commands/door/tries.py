"""How often one may try in vain: counted before the try is judged, over all processes at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.door import LIMITS, LONGEST_WINDOW
from service.records import failed_try as records
from service.records.database import database_now
from service.records.seal import blind_index
from service.records.transaction import write_transaction

# Success wipes the slate of these; of the others only the try that succeeded is struck.
PERSONAL = frozenset({"account", "known", "code", "recovery", "password"})
BY_LOGIN = frozenset({"account", "known"})


class TooMany(Exception):
    """It was tried too often; wait."""


@dataclass(frozen=True, slots=True)
class Try:
    """A try that counts as failed until it has succeeded."""

    ids: Mapping[str, int]
    subjects: Mapping[str, str]
    last: bool


def begin(session: Session, **tried: str) -> Try:
    """Count one try at each of these kinds; two at once cannot both be the last one allowed."""
    subjects = {kind: subject(kind, value) for kind, value in tried.items()}
    with write_transaction(session):
        records.take_turns(session, list(subjects.values()))
        now = database_now(session)
        left = [_left(session, kind, one, now) for kind, one in subjects.items()]
        if min(left) <= 0:
            raise TooMany
        rows = {k: records.FailedTry(kind=k, subject=s, at=now) for k, s in subjects.items()}
        session.add_all(rows.values())
        session.flush()
        records.sweep(session, now - LONGEST_WINDOW)
        ids = {kind: row.id for kind, row in rows.items()}
        return Try(ids, subjects, last=min(left) == 1)


def succeeded(session: Session, done: Try) -> None:
    """Strike a try that led to nothing that is written by itself."""
    with write_transaction(session):
        succeeded_within(session, done)


def succeeded_within(session: Session, done: Try) -> None:
    """Strike the try, inside the transaction of what it led to."""
    for kind, one in done.subjects.items():
        if kind in PERSONAL:
            records.forget_subject(session, one)
        else:
            records.forget_tries(session, [done.ids[kind]])


def unlock_within(session: Session, *, login: str, person_id: int) -> None:
    """Let somebody try again at once, inside the transaction of whoever is entitled to."""
    for kind in PERSONAL:
        whom = login if kind in BY_LOGIN else str(person_id)
        records.forget_subject(session, subject(kind, whom))


def sweep(session: Session, now: datetime) -> int:
    """Strike what no limit looks at any more, where nobody has tried for long."""
    with write_transaction(session):
        return records.sweep(session, now - LONGEST_WINDOW)


def subject(kind: str, value: str) -> str:
    """Whom or where from, as it is kept: a keyed digest."""
    return blind_index(f"{kind}:{value}")


def _left(session: Session, kind: str, one: str, now: datetime) -> int:
    return min(
        limit.most - records.count_since(session, one, now - limit.within) for limit in LIMITS[kind]
    )
