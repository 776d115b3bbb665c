"""A process of the house tells that it is at work, so that nobody renews what it still needs."""

import os
import socket
import threading
from collections.abc import Callable
from datetime import timedelta

import structlog
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from service.records.database import database_now
from service.records.migrations import head
from service.records.presence import RunningProcess, at_work
from service.records.seal import key_ring
from service.records.transaction import write_transaction

EVERY_SECONDS = 30
FORGOTTEN = timedelta(days=1)
log = structlog.get_logger("kaiban")


def beat(session: Session, kind: str) -> None:
    """Tell once; who has been silent for a day is forgotten."""
    with write_transaction(session):
        now = database_now(session)
        gone = RunningProcess.seen_at < now - FORGOTTEN
        session.execute(delete(RunningProcess).where(gone))
        session.merge(
            RunningProcess(
                place=f"{socket.gethostname()}/{kind}/{os.getpid()}",
                kind=kind,
                revision=head(),
                keys=sorted(key_ring().checks),
                seen_at=now,
            )
        )


def leave(session: Session, kind: str) -> None:
    """The process ends."""
    place = f"{socket.gethostname()}/{kind}/{os.getpid()}"
    with write_transaction(session):
        session.execute(delete(RunningProcess).where(RunningProcess.place == place))


def works_here(session: Session, kind: str) -> bool:
    """Whether a process of that kind was seen on this host a short while ago."""
    here = f"{socket.gethostname()}/{kind}/"
    return any(one.place.startswith(here) for one in at_work(session))


def keep_telling(sessions: Callable[[], Session], kind: str) -> Callable[[], None]:
    """Tell every half minute beside whatever else the process does; call what is given to stop."""
    told_to_stop = threading.Event()

    def tell() -> None:
        while True:
            _try(sessions, kind, beat)
            if told_to_stop.wait(EVERY_SECONDS):
                break
        _try(sessions, kind, leave)

    teller = threading.Thread(target=tell, name="presence", daemon=True)
    teller.start()

    def stop() -> None:
        told_to_stop.set()
        teller.join()

    return stop


def _try(sessions: Callable[[], Session], kind: str, act: Callable[[Session, str], None]) -> None:
    try:
        with sessions() as session:
            act(session, kind)
    except SQLAlchemyError as failure:
        log.warning("presence untold", failure=type(failure).__name__)
