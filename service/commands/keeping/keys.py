"""Sealing everything anew under the newest key, a few rows at a time, while the house works."""

import base64
import secrets
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Engine, LargeBinary, literal, update
from sqlalchemy.orm import Session

from service.commands.people import security
from service.records.document import Document
from service.records.presence import lacking_key
from service.records.seal import HIGHEST_KEY, KEY_BYTES, KeyRing, key_ring
from service.records.sealed import bound_to, raw, sealed_columns, sealed_otherwise, values_by_key
from service.records.transaction import write_transaction

AT_ONCE = 200
BREATH_SECONDS = 0.02


class KeysNotReady(Exception):
    """The keys cannot be renewed now; the message says why."""


def values_under(engine: Engine) -> Counter[int]:
    """How many values lie under each key number."""
    with engine.connect() as connection:
        return sum(values_by_key(connection).values(), Counter())


def documents_under(engine: Engine) -> Counter[int]:
    """How many documents can be opened with each key number."""
    with engine.connect() as connection:
        return values_by_key(connection)[str(Document.__table__.c.wrapped_key)]


def new_key(numbers: Iterable[int]) -> str:
    """A fresh key under the next number, as it is written in KAIBAN_KEYS."""
    number = max(numbers, default=0) + 1
    if number > HIGHEST_KEY:
        raise KeysNotReady(f"Key numbers end at {HIGHEST_KEY}.")
    return f"{number}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode('ascii')}"


def rotate(engine: Engine, *, at_once: int = AT_ONCE) -> int:
    """Seal anew whatever another key sealed; broken off, it goes on where it stopped."""
    ring = key_ring()
    with Session(engine) as session:
        behind = lacking_key(session, ring.newest)
        if behind:
            raise KeysNotReady(
                f"{', '.join(behind)} runs without key {ring.newest} and could not read what is "
                "sealed anew: give every process the new KAIBAN_KEYS first."
            )
        done = 0
        for column in sealed_columns():
            done += _rotate_column(session, column, ring, at_once)
        if done:
            with write_transaction(session):
                about = {"key": ring.newest, "values": done}
                security.note(session, "keys_rotated", actor=None, about=about)
    return done


def _rotate_column(session: Session, column: Column[Any], ring: KeyRing, at_once: int) -> int:
    keys = [key.name for key in column.table.primary_key.columns]
    done, after = 0, ()
    while True:
        with write_transaction(session):
            rows = sealed_otherwise(session, column, newest=ring.newest, after=after, limit=at_once)
            for row in rows:
                done += _seal_anew(session, column, row, ring)
        if not rows:
            return done
        after = tuple(rows[-1][key] for key in keys)
        # Whoever waits for the one writer's place in SQLite gets it.
        time.sleep(BREATH_SECONDS)


def _seal_anew(session: Session, column: Column[Any], row: Any, ring: KeyRing) -> int:
    old, place = bytes(row[column.name]), bound_to(column, row)
    new = ring.seal(ring.open(old, place), place)
    keys = column.table.primary_key.columns
    changed = (
        update(column.table)
        .where(*(key == row[key.name] for key in keys), raw(column) == literal(old, LargeBinary))
        .values({column: literal(new, LargeBinary)})
    )
    found: int = session.execute(changed).rowcount  # type: ignore[attr-defined]
    return found
