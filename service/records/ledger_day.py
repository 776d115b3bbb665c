"""What moved between each two accounts each day: kept beside the ledger, so nobody adds it up."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.domain.calendar import beijing_date
from service.records.base import Base
from service.records.columns import Fen
from service.records.ledger import LedgerEntry

# Jurisdiction, region, fund, day, debit, credit.
DayKey = tuple[str, str, str, date, str, str]
_KEY = ("jurisdiction", "region", "fund", "day", "debit", "credit")


class LedgerDay(Base):
    """The sum of a day's transfers between two accounts of a region's fund, and how many."""

    __tablename__ = "ledger_day"
    __table_args__ = (Index(None, "jurisdiction", "day"),)

    jurisdiction: Mapped[str] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(primary_key=True)
    fund: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    debit: Mapped[str] = mapped_column(primary_key=True)
    credit: Mapped[str] = mapped_column(primary_key=True)
    fen: Mapped[int] = mapped_column(Fen)
    entries: Mapped[int]


def add_to_days(session: Session, sums: Mapping[DayKey, tuple[int, int]]) -> None:
    """Add (fen, entries) to each of these sums, in one statement."""
    ours = LedgerDay.__table__
    rows: list[dict[str, Any]] = [
        {**dict(zip(_KEY, key, strict=True)), "fen": fen, "entries": entries}
        for key, (fen, entries) in sorted(sums.items())
    ]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    new = dialect.insert(ours).values(rows)
    added = {name: ours.c[name] + new.excluded[name] for name in ("fen", "entries")}
    session.execute(new.on_conflict_do_update(index_elements=_KEY, set_=added))


def kept(session: Session) -> dict[DayKey, tuple[int, int]]:
    """The sums as they are kept: (fen, entries)."""
    row = LedgerDay
    columns = [getattr(row, name) for name in _KEY]
    return {
        (one[0], one[1], one[2], one[3], one[4], one[5]): (one[6], one[7])
        for one in session.execute(select(*columns, row.fen, row.entries))
    }


def counted(session: Session) -> dict[DayKey, tuple[int, int]]:
    """The same sums, as the entries come to them now."""
    row = LedgerEntry
    found: dict[DayKey, tuple[int, int]] = {}
    columns = (row.jurisdiction, row.region, row.fund, row.at, row.debit, row.credit, row.fen)
    for one in session.execute(select(*columns).execution_options(yield_per=5000)):
        key = (one[0], str(one[1]), one[2], beijing_date(one[3]), one[4], one[5])
        fen, entries = found.get(key, (0, 0))
        found[key] = (fen + one[6], entries + 1)
    return found
