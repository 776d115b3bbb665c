"""The institutions that file, and the black and white lists they may stand on."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import CheckConstraint, ColumnElement, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import LARGEST_ID, Base, BigId, RowId


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
    # A person on the list is known by blind index; the credit code stays empty then.
    person_index: Mapped[str | None] = mapped_column(index=True)
    jurisdiction: Mapped[str | None]
    # The fraud case that put it there, or who entered it by hand and who confirmed that.
    case_id: Mapped[int | None] = mapped_column(BigId)
    entered_by: Mapped[int | None] = mapped_column(BigId)
    # The natural person in whose name, where somebody stood in.
    entered_for: Mapped[str | None]
    confirmed_by: Mapped[int | None] = mapped_column(BigId)


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
            select(ListEntry).where(ListEntry.uscc.in_(codes), *_counts(on)).order_by(ListEntry.id)
        )
    )


def listed_persons(
    session: Session, indexes: Collection[str], jurisdiction: str, *, on: date
) -> set[str]:
    """Which of these people stand on the black list of a jurisdiction that day."""
    asked = select(ListEntry.person_index).where(
        ListEntry.person_index.in_(indexes),
        ListEntry.jurisdiction == jurisdiction,
        ListEntry.colour == "black",
        *_counts(on),
    )
    return {str(index) for index in session.scalars(asked)}


def entries_before(
    session: Session, jurisdiction: str, *, before: int | None = None, limit: int = 50
) -> list[ListEntry]:
    """The next page of a jurisdiction's black and white list, newest first."""
    asked = select(ListEntry).where(
        ListEntry.jurisdiction.is_(None) | (ListEntry.jurisdiction == jurisdiction)
    )
    if before is not None:
        asked = asked.where(ListEntry.id < min(before, LARGEST_ID))
    return list(session.scalars(asked.order_by(ListEntry.id.desc()).limit(limit)))


def _counts(on: date) -> tuple[ColumnElement[bool], ...]:
    """What holds of an entry that counts: its days, and two hands where one entered it."""
    return (
        ListEntry.since <= on,
        ListEntry.until.is_(None) | (ListEntry.until >= on),
        ListEntry.entered_by.is_(None) | ListEntry.confirmed_by.is_not(None),
    )
