"""Sealed files that no document names: being taken in at this moment, or to be dropped."""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base


class LooseFile(Base):
    """One file in the storage; what was erased goes at once, what is being sent after a day."""

    __tablename__ = "loose_file"

    storage_key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    erased: Mapped[bool]


def loose(session: Session, before: datetime, *, after: str = "", limit: int = 100) -> list[str]:
    """The next files to drop: erased ones, and those whose taking in was begun before then."""
    asked = select(LooseFile.storage_key).where(
        or_(LooseFile.erased, LooseFile.at < before), LooseFile.storage_key > after
    )
    return list(session.scalars(asked.order_by(LooseFile.storage_key).limit(limit)))


def fast(session: Session, storage_key: str) -> None:
    """A document names it now, or it is gone."""
    session.execute(delete(LooseFile).where(LooseFile.storage_key == storage_key))
