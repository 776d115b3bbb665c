"""Once a night one process drops what nobody needs any more; a sweep that fails stops no other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete
from sqlalchemy.orm import Session

from service.commands import documents, drafts, idempotency
from service.commands.cabinet import cabinet
from service.commands.clocks import Clock
from service.commands.door import sitting, tries
from service.domain.calendar import beijing_date
from service.records import night_round as records
from service.records.database import database_now
from service.records.night_round import NightRound
from service.records.transaction import write_transaction

AFTER_MIDNIGHT = timedelta(hours=2)
REMEMBERED = timedelta(days=60)
log = structlog.get_logger("kaiban.clock")


@dataclass(frozen=True, slots=True)
class Hour:
    """When it is: by the clock of the house, which the demo moves on, and by the database's."""

    house: datetime
    real: datetime


SWEEPS: Mapping[str, Callable[[Session, Hour], int]] = {
    "documents": lambda session, hour: documents.sweep(session, hour.house),
    "files": lambda session, _: documents.clear_away(session),
    "unfinished": lambda _, hour: cabinet().storage.tidy(hour.real - documents.YOUNG),
    "drafts": lambda session, _: drafts.sweep(session),
    "answers": lambda session, hour: idempotency.sweep(session, hour.house),
    "sittings": lambda session, hour: sitting.sweep(session, hour.real),
    "tries": lambda session, hour: tries.sweep(session, hour.real),
    "rounds": lambda session, hour: _sweep(session, hour.real),
}


def walk(session: Session, clock: Clock) -> dict[str, int] | None:
    """Walk tonight's round unless somebody has; what was dropped, by its name."""
    hour = Hour(clock.now(session), database_now(session))
    day = beijing_date(hour.real - AFTER_MIDNIGHT)
    session.rollback()
    if not records.take(session, day, hour.real):
        return None
    dropped, failed = {}, False
    for name, sweep in SWEEPS.items():
        try:
            dropped[name] = sweep(session, hour)
        except Exception as failure:  # noqa: BLE001 - one broken sweep must not stop the others
            session.rollback()
            failed = True
            log.error("sweep failed", sweep=name, failure=type(failure).__name__)  # noqa: TRY400 - no message
    log.info("night round", **dropped)
    if not failed:
        with write_transaction(session):
            session.get_one(NightRound, day).done_at = database_now(session)
    return dropped


def _sweep(session: Session, now: datetime) -> int:
    with write_transaction(session):
        gone = delete(NightRound).where(NightRound.day < beijing_date(now - REMEMBERED))
        return len(session.scalars(gone.returning(NightRound.day)).all())
