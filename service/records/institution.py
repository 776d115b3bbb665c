"""The institutions that file, and the black and white lists they may stand on."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import LARGEST_ID, Base, RowId


class Institution(Base):
    """A school, an enterprise or a platform under its unified social credit code."""

    __tablename__ = "institution"

    id: Mapped[RowId]
    uscc: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    region: Mapped[str]


class ListEntry(Base):
    """That a credit code stood on a list, from a day to a day."""

    __tablename__ = "list_entry"
    __table_args__ = (CheckConstraint("colour in ('black', 'white')", name="colour"),)

    id: Mapped[RowId]
    uscc: Mapped[str] = mapped_column(index=True)
    colour: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str]


def by_uscc(session: Session, uscc: str) -> Institution | None:
    """The institution of this credit code."""
    return session.scalar(select(Institution).where(Institution.uscc == uscc))


def by_name(session: Session, name: str) -> Institution | None:
    """The institution of this full name; where two share it, only the credit code tells them."""
    found = session.scalars(select(Institution).where(Institution.name == name).limit(2)).all()
    return found[0] if len(found) == 1 else None


def institutions_after(
    session: Session, after: int, *, search: str = "", limit: int = 50
) -> list[Institution]:
    """The next page of institutions; a search looks into name and credit code."""
    asked = select(Institution).where(Institution.id > min(max(after, 0), LARGEST_ID))
    if search:
        asked = asked.where(
            Institution.name.contains(search, autoescape=True) | (Institution.uscc == search)
        )
    return list(session.scalars(asked.order_by(Institution.id).limit(limit)))


def listings(session: Session, codes: Collection[str], *, on: date) -> list[ListEntry]:
    """The lists these credit codes stand on that day; the last day of an entry still counts."""
    return list(
        session.scalars(
            select(ListEntry)
            .where(ListEntry.uscc.in_(codes), ListEntry.since <= on)
            .where(ListEntry.until.is_(None) | (ListEntry.until >= on))
            .order_by(ListEntry.id)
        )
    )
