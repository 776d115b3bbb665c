"""The running numbers of cases, per jurisdiction and year; a number is never given twice."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base


class NumberCounter(Base):
    """The last number given in a jurisdiction and year."""

    __tablename__ = "number_counter"

    jurisdiction: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


def next_number(session: Session, jurisdiction: str, year: int) -> int:
    """The next number; its row stays held until the transaction ends."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite if on_sqlite else postgresql).insert(NumberCounter)
    first = insert.values(jurisdiction=jurisdiction, year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=["jurisdiction", "year"], set_={"last": NumberCounter.last + 1}
    )
    number: int = session.execute(counted.returning(NumberCounter.last)).scalar_one()
    return number


def series(session: Session) -> list[tuple[str, int]]:
    """Every jurisdiction and year that numbers were given in."""
    rows = session.execute(select(NumberCounter.jurisdiction, NumberCounter.year))
    return [(jurisdiction, year) for jurisdiction, year in rows]
