"""Writing new rows straight down, past the unit of work: they are added and not looked at again."""

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.orm import Session

from service.records.base import Base

# The id is the database's to give.
NOT_OURS = ("_sa_instance_state", "id")


def write_down(session: Session, rows: Iterable[Base]) -> None:
    """Insert rows of any tables, those of one table in one statement."""
    connection = session.connection()
    for table, group in groupby(sorted(rows, key=_table_name), key=type):
        connection.execute(_insert(table), [_values(row) for row in group])


@cache
def _insert(table: type[Base]) -> Insert:
    return table.__table__.insert()  # type: ignore[attr-defined, no-any-return]


def _table_name(row: Base) -> str:
    return str(row.__tablename__)


def _values(row: Base) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name not in NOT_OURS}
