"""The stock phrases somebody keeps for opinions and reasons."""

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session

from service.records.base import Base, PersonRef, RowId


class Phrase(Base):
    """One phrase of one person."""

    __tablename__ = "phrase"
    __table_args__ = (Index(None, "person_id", "id"),)

    id: Mapped[RowId]
    person_id: Mapped[PersonRef]
    text: Mapped[str]


def phrases_of(session: Session, person_id: int) -> list[Phrase]:
    """Everything this person keeps, in the order it was written."""
    asked = select(Phrase).where(Phrase.person_id == person_id).order_by(Phrase.id)
    return list(session.scalars(asked))
