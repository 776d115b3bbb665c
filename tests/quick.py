"""What lets the tests of a run go quickly while nothing less is asked."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher
from coverage import Coverage
from sqlalchemy import Engine, event
from sqlalchemy.util import LRUCache

_FIRST: dict[str, Engine] = {}
_STATEMENTS = 5_000


def remember_statements(engine: Engine) -> Engine:
    """Every test has an engine of its own; statements are put into words once for all of them."""
    kind = engine.dialect.name
    if kind not in _FIRST:
        _FIRST[kind] = engine
        engine._compiled_cache = LRUCache(_STATEMENTS)
        # A dialect knows what its server can do once it has spoken to it.
        engine.connect().close()
    first = _FIRST[kind]
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return engine


@event.listens_for(Engine, "connect")
def _forget_when_the_machine_stops(connection: Any, _record: object) -> None:
    """What a test keeps must outlive its process, not the machine: as with PostgreSQL."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA synchronous = OFF")


# The passwords of tests guard nothing: they are hashed at next to no cost, told as any other is.
_AS_USUAL = PasswordHasher.__init__.__defaults__ or ()
PasswordHasher.__init__.__defaults__ = (2, 64, 1, *_AS_USUAL[3:])


class Sweeper:
    """Empties a PostgreSQL database over one line that stays open from test to test."""

    def __init__(self, url: str, words: str) -> None:
        self._url, self._words = url, words
        self._line: psycopg.Connection | None = None

    def __call__(self) -> None:
        """Empty it; a line that was cut meanwhile is opened anew."""
        if self._line is not None:
            with suppress(psycopg.OperationalError):
                self._line.execute(self._words.encode())
                return
        self.let_go()
        self._line = psycopg.connect(self._url, autocommit=True)
        self._line.execute(self._words.encode())

    def let_go(self) -> None:
        """Close the line."""
        if self._line is not None:
            self._line.close()
            self._line = None


@contextmanager
def unmeasured() -> Iterator[None]:
    """Coverage looks away: what goes on has been looked at, or will be."""
    watching = Coverage.current()
    if watching is None:
        yield
        return
    watching.stop()
    try:
        yield
    finally:
        watching.start()


def twins(items: list[pytest.Item]) -> set[str]:
    """The tests on PostgreSQL that are made on SQLite as well, where coverage looks at them."""
    there = {item.nodeid for item in items}
    here = {one for one in there if "postgresql" in one}
    return {one for one in here if one.replace("postgresql", "sqlite") in there}
