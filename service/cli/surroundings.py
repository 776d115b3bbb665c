"""What every command stands on: settings, the records, the clock, and a voice."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.clock.house import House, mail_server
from service.commands import Clock, DatabaseClock, DemoClock
from service.commands.papers.cabinet import furnish
from service.records import KeyRing, open_engine, use_key_ring
from service.records.migrations import is_current
from service.settings import NotReady, Settings, from_environment


class Commands(Protocol):
    """Where a room offers its commands."""

    def add_parser(self, name: str, **more: Any) -> ArgumentParser:
        """One more command."""


Do = Callable[[Namespace], int]


@dataclass(frozen=True, slots=True)
class Ground:
    """The settings, and the records they lead to."""

    settings: Settings
    engine: Engine
    clock: Clock

    def session(self) -> Session:
        """A way to the records."""
        return Session(self.engine)

    def house(self) -> House:
        """What the clock needs."""
        mail = mail_server(self.settings.smtp_url, self.settings.mail_sender)
        return House(self.session, self.clock, mail, self.settings.public_url)


@contextmanager
def ground(settings: Settings | None = None, *, migrated: bool = True) -> Iterator[Ground]:
    """Stand on the records; a database without this code's tables is refused in one sentence."""
    known = settings or from_environment()
    use_key_ring(KeyRing(known.keys, index_key=known.index_key, seal_with=known.seal_with))
    furnish(
        known.documents or str(known.home / "documents"),
        keys=(known.documents_key, known.documents_secret),
        megabytes=known.document_megabytes,
        clamd=known.clamd,
        take_unscanned=known.take_unscanned,
    )
    engine = open_engine(known.database_url)
    standing = Ground(known, engine, DemoClock() if known.demo else DatabaseClock())
    try:
        if migrated:
            with standing.session() as session:
                if not is_current(session):
                    raise NotReady("The database is not up to date: run `kaiban migrate` first.")
        yield standing
    finally:
        engine.dispose()


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_json(answer: Any) -> None:
    """Tell another program."""
    say(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def complain(text: str) -> None:
    """Tell what went wrong."""
    sys.stderr.write(text + "\n")
