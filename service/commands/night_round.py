"""What is dropped once a night because nobody needs it any more, and who has taken the round."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from service.commands import drafts, idempotency
from service.commands.budgets import going_on
from service.commands.budgets import verifying as sums
from service.commands.clocks import Clock
from service.commands.dispatch import dispatch_calls
from service.commands.door import sitting, tries
from service.commands.papers import documents
from service.commands.papers.cabinet import cabinet
from service.commands.verifying import all_books
from service.domain.calendar import beijing_date
from service.records import night_round as records
from service.records.database import database_now
from service.records.night_round import NightRound
from service.records.transaction import write_transaction

AFTER_MIDNIGHT = timedelta(hours=2)
REMEMBERED = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Hour:
    """When it is: by the clock of the house, which the demo moves on, and by the database's."""

    house: datetime
    real: datetime

    @property
    def night(self) -> date:
        """The night whose round it is time for."""
        return beijing_date(self.real - AFTER_MIDNIGHT)


def take(session: Session, clock: Clock) -> Hour | None:
    """Take tonight's round, unless somebody has."""
    hour = Hour(clock.now(session), database_now(session))
    session.rollback()
    return hour if records.take(session, hour.night, hour.real) else None


def finish(session: Session, hour: Hour) -> None:
    """Note that the round was walked to its end."""
    with write_transaction(session):
        session.get_one(NightRound, hour.night).done_at = database_now(session)


def _forget_rounds(session: Session, now: datetime) -> int:
    with write_transaction(session):
        gone = delete(NightRound).where(NightRound.day < beijing_date(now - REMEMBERED))
        return len(session.scalars(gone.returning(NightRound.day)).all())


SWEEPS: Mapping[str, Callable[[Session, Hour], int]] = {
    "documents": lambda session, hour: documents.sweep(session, hour.house),
    "files": lambda session, _: documents.clear_away(session),
    "unfinished": lambda _, hour: cabinet().storage.tidy(hour.real - documents.YOUNG),
    "drafts": lambda session, _: drafts.sweep(session),
    "answers": lambda session, hour: idempotency.sweep(session, hour.house),
    "sittings": lambda session, hour: sitting.sweep(session, hour.real),
    "tries": lambda session, hour: tries.sweep(session, hour.real),
    "reports": lambda session, hour: dispatch_calls.call(session, hour.house),
    "budgets": lambda session, hour: going_on.sweep(session, hour.house),
    # Last but one: it reads for long, and what it finds is an incident until a night finds nothing.
    "books": lambda session, hour: sums.note_nightly(session, hour.house, all_books),
    "rounds": lambda session, hour: _forget_rounds(session, hour.real),
}
