"""How a write is begun and ended: alone from its first statement, with one commit."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from service.records.database import WRITES


class UnsavedWork(RuntimeError):
    """A write must begin before anything is changed."""


@contextmanager
def write_transaction(session: Session) -> Iterator[Session]:
    """One write with one commit; rows read before it are put away, so that none is out of date."""
    if session.new or session.dirty or session.deleted:
        raise UnsavedWork("commit or discard the changes first")
    session.close()
    try:
        session.connection(execution_options={WRITES: True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
