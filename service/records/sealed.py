"""Every sealed column there is, found in the tables themselves, so that none can be forgotten."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Column, Connection, LargeBinary, func, select, type_coerce

from service.records.base import Base
from service.records.columns import Sealed, SealedJson


def sealed_columns() -> Iterator[Column[object]]:
    """Every column that only the key ring can read."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed | SealedJson):
                yield column


def values_by_key(connection: Connection) -> dict[str, Counter[int]]:
    """How many values each column holds under each key number."""
    found = {}
    for column in sealed_columns():
        number = func.substr(type_coerce(column, LargeBinary), 1, 1, type_=LargeBinary)
        counted = (
            select(number, func.count())
            .where(column.is_not(None), func.length(number) > 0)
            .group_by(number)
        )
        rows = connection.execute(counted).all()
        found[str(column)] = Counter({bytes(first)[0]: rows_of_it for first, rows_of_it in rows})
    return found
