"""Closed days: what ledger, papers and bank came to, every difference, and who answered for it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, UniqueConstraint, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.domain.reconciling import Difference
from service.records.base import LARGEST_ID, Base, BigId, JsonList, PersonRef, RowId
from service.records.columns import Fen


class DayClose(Base):
    """One closing of one office's day; what is found later is a closing of its own."""

    __tablename__ = "day_close"
    __table_args__ = (UniqueConstraint("jurisdiction", "region", "day", "seq"),)

    id: Mapped[RowId]
    jurisdiction: Mapped[str]
    region: Mapped[str]
    day: Mapped[date]
    seq: Mapped[int]
    # What the closing person looked at, as a hash: whoever closes closes this and nothing else.
    digest: Mapped[str]
    # Rows of fund, movement, side, count, fen.
    figures: Mapped[JsonList]
    differences: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None]
    person_id: Mapped[PersonRef]
    natural_person: Mapped[str]
    at: Mapped[datetime]


class DayDifference(Base):
    """One difference of a closed day; only ever added."""

    __tablename__ = "day_difference"

    close_id: Mapped[int] = mapped_column(BigId, ForeignKey("day_close.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    what: Mapped[str]
    fund: Mapped[str]
    # No reference: a bank may name a case that is not there.
    case_id: Mapped[int | None] = mapped_column(BigId)
    stage: Mapped[str | None]
    attempt: Mapped[int | None]
    line: Mapped[int | None]
    ledger_fen: Mapped[int | None] = mapped_column(Fen)
    papers_fen: Mapped[int | None] = mapped_column(Fen)
    bank_fen: Mapped[int | None] = mapped_column(Fen)
    ref: Mapped[str]


class OfDay(NamedTuple):
    """Which day of which office."""

    jurisdiction: str
    region: str
    day: date


def closings_of(session: Session, of: OfDay) -> list[DayClose]:
    """Every closing of a day, in order."""
    asked = select(DayClose).where(
        DayClose.jurisdiction == of.jurisdiction,
        DayClose.region == of.region,
        DayClose.day == of.day,
    )
    return list(session.scalars(asked.order_by(DayClose.seq)))


def last_closings(session: Session, days: Sequence[OfDay]) -> dict[OfDay, DayClose]:
    """How each of these days was last closed; one never closed is not there."""
    row = DayClose
    asked = select(row).where(tuple_(row.jurisdiction, row.region, row.day).in_(days))
    found = session.scalars(asked.order_by(row.seq))
    return {OfDay(one.jurisdiction, one.region, one.day): one for one in found}


def differences_of(
    session: Session, close_id: int, *, after: int = 0, limit: int | None = None
) -> list[Difference]:
    """What did not fit when that day was closed, in order."""
    asked = select(DayDifference).where(
        DayDifference.close_id == close_id, DayDifference.no > min(max(after, 0), LARGEST_ID)
    )
    rows = session.scalars(asked.order_by(DayDifference.no).limit(limit))
    return [_difference(row) for row in rows]


def _difference(row: DayDifference) -> Difference:
    key = (row.case_id, row.stage, row.attempt, row.line)
    return Difference(
        row.kind,
        row.what,
        row.fund,
        None if None in key else key,  # type: ignore[arg-type]
        ledger_fen=row.ledger_fen,
        papers_fen=row.papers_fen,
        bank_fen=row.bank_fen,
        ref=row.ref,
    )
