"""The folders of a jurisdiction as they were published, each kept once by its content hash."""

from datetime import datetime

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BundleRef, PersonRef, RowId


class Bundle(Base):
    """One content: every case and every result names the one it used."""

    __tablename__ = "bundle"

    hash: Mapped[str] = mapped_column(primary_key=True)
    jurisdiction: Mapped[str]
    content: Mapped[bytes]
    stored_at: Mapped[datetime]


class Publication(Base):
    """That a content came into force; the newest row of a jurisdiction counts."""

    __tablename__ = "publication"
    __table_args__ = (Index(None, "jurisdiction", "id"),)

    id: Mapped[RowId]
    jurisdiction: Mapped[str]
    hash: Mapped[BundleRef]
    at: Mapped[datetime]
    person_id: Mapped[PersonRef | None]


def published_hash(session: Session, jurisdiction: str) -> str | None:
    """The content in force, or None where nothing was published yet."""
    return session.scalar(
        select(Publication.hash)
        .where(Publication.jurisdiction == jurisdiction)
        .order_by(Publication.id.desc())
        .limit(1)
    )


def published_jurisdictions(session: Session) -> list[str]:
    """Every jurisdiction that has something in force."""
    return list(
        session.scalars(
            select(Publication.jurisdiction).distinct().order_by(Publication.jurisdiction)
        )
    )
