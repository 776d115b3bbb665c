"""Every sealed column there is, found in the tables themselves, so that none can be forgotten."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    func,
    literal,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.orm import Session

from service.records.base import Base
from service.records.columns import BOUND_TO, Sealed, SealedJson


def sealed_columns() -> Iterator[Column[Any]]:
    """Every column that only the key ring can read."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed | SealedJson) or BOUND_TO in column.info:
                yield column


def bound_to(column: Column[Any], row: Mapping[str, Any]) -> str:
    """What a value of the column is sealed for."""
    if isinstance(column.type, Sealed | SealedJson):
        return column.type.column
    return str(column.info[BOUND_TO]).format(**row)


def raw(column: Column[Any]) -> ColumnElement[bytes]:
    """The value as it lies in the table."""
    return type_coerce(column, LargeBinary)


def values_by_key(connection: Connection) -> dict[str, Counter[int]]:
    """How many values each column holds under each key number; erased ones are under none."""
    found = {}
    for column in sealed_columns():
        number = _number(column).label("number")
        counted = select(number, func.count()).where(_is_sealed(column)).group_by(number)
        rows = connection.execute(counted).all()
        found[str(column)] = Counter({bytes(first)[0]: count for first, count in rows})
    return found


def sealed_otherwise(
    session: Session, column: Column[Any], *, newest: int, after: tuple[Any, ...], limit: int
) -> list[Mapping[str, Any]]:
    """The next rows whose value another key than the newest sealed, held against changes.

    What somebody else holds is passed over, so that nobody waits in a ring.
    """
    table, keys = column.table, list(column.table.primary_key.columns)
    others = [one for one in table.columns if one is not column and not _is_heavy(one)]
    asked = (
        select(*others, raw(column).label(column.name))
        .where(_is_sealed(column), _number(column) != literal(bytes((newest,)), LargeBinary))
        .order_by(*keys)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    if after:
        asked = asked.where(
            tuple_(*keys) > tuple_(*(literal(v, k.type) for v, k in zip(after, keys, strict=True)))
        )
    return [dict(row) for row in session.execute(asked).mappings()]


def _is_sealed(column: Column[Any]) -> ColumnElement[bool]:
    return raw(column).is_not(None) & (func.length(raw(column)) > 0)


def _number(column: Column[Any]) -> ColumnElement[bytes]:
    return func.substr(raw(column), 1, 1, type_=LargeBinary)


def _is_heavy(column: Column[Any]) -> bool:
    return isinstance(column.type, Sealed | SealedJson | LargeBinary)
