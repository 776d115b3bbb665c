"""Where the time of an order comes from: the database, plus the demo's shift."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from service.records import demo
from service.records.database import database_now


class Clock(Protocol):
    """Says what time it is for the house."""

    def now(self, session: Session, database_time: datetime | None = None) -> datetime:
        """The time, from the database's own where that was already read."""


class DatabaseClock:
    """The database's clock: one time for every process."""

    def now(self, session: Session, database_time: datetime | None = None) -> datetime:
        """Now, as the database has it."""
        return database_time or database_now(session)


class DemoClock:
    """The database's clock, moved by the shift that the visitors of the demo chose."""

    def now(self, session: Session, database_time: datetime | None = None) -> datetime:
        """Now, in the demo's time."""
        real = database_time or database_now(session)
        return real + timedelta(seconds=demo.shift_seconds(session))


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: examples and tests say what time it is."""

    at: datetime

    def now(self, session: Session, database_time: datetime | None = None) -> datetime:  # noqa: ARG002 - stands still
        """The time it was set to."""
        return self.at
