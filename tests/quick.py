"""What lets the tests of a run go quickly while nothing less is asked."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar

import psycopg
import pytest
from argon2 import PasswordHasher
from coverage import Coverage
from psycopg.pq import TransactionStatus
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


class Line(psycopg.Connection[Any]):
    """A line to PostgreSQL that is laid aside, not closed, when nobody needs it any more."""

    spare: ClassVar[dict[str, list["Line"]]] = {}
    most: ClassVar[int] = 4
    kind = ""

    def close(self) -> None:
        """Lay it aside for the next test, if nothing is under way on it."""
        aside = self.spare.setdefault(self.kind, [])
        if self in aside:
            return
        idle = not self.closed and self.info.transaction_status is TransactionStatus.IDLE
        if idle and len(aside) < self.most:
            aside.append(self)
        else:
            super().close()

    def fit(self) -> bool:
        """Whether it still stands; it forgets what was set on it."""
        try:
            self.autocommit = True
            self.execute("RESET ALL")
            self.autocommit = False
        except psycopg.Error:
            return False
        return True


class KeptLines:
    """What a database knows of its tables each line learns anew: so lines go from test to test."""

    def __init__(self, database: str) -> None:
        self._database = database
        event.listen(Engine, "do_connect", self._take)

    def _take(self, _dialect: Any, _record: object, words: Any, named: Any) -> Line | None:
        if named.get("dbname") != self._database:
            return None
        kind = repr(sorted((k, v) for k, v in named.items() if isinstance(v, str | int)))
        aside = Line.spare.setdefault(kind, [])
        while aside:
            line = aside.pop()
            if line.fit():
                return line
            psycopg.Connection.close(line)
        line = Line.connect(*words, **named)
        line.kind = kind
        return line

    def let_go(self) -> None:
        """Close whatever is laid aside."""
        for aside in Line.spare.values():
            while aside:
                psycopg.Connection.close(aside.pop())


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
