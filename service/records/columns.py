"""The kinds of columns the books are kept in: instants in UTC, whole fen, sealed personal data."""

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, DateTime, Dialect, LargeBinary
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from service.records.seal import key_ring

# A column that seals by itself says in its `info` what its values are bound to, by the row's names.
BOUND_TO = "bound_to"
# What stands where a sealed value was erased; a seal is never empty.
ERASED = b""


class NaiveInstant(ValueError):
    """An instant without its offset does not say when it was."""


class SealedIsNotComparable(TypeError):
    """A sealed column cannot be searched; search its blind index."""


class Instant(TypeDecorator[datetime]):
    """A moment: comes in with its offset, is kept in UTC to the microsecond, goes out in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveInstant(f"{value!r} has no offset")
        moment = value.astimezone(UTC)
        # SQLite keeps text of one width, so that text order is time order.
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            return value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


class Fen(TypeDecorator[int]):
    """An amount of money in whole fen; a fraction is refused, never rounded."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, _dialect: Dialect) -> int | None:
        if value is not None and type(value) is not int:
            raise TypeError(f"{value!r} is not a whole number of fen")
        return value


class _OnlyPresence(TypeEngine.Comparator[Any]):
    """Of a sealed value one may ask whether it is there, nothing else."""

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> ColumnElement[Any]:
        if op in (operators.is_, operators.is_not) or other == (None,):
            return super().operate(op, *other, **kwargs)
        raise SealedIsNotComparable(str(self.expr))


class Sealed(TypeDecorator[str]):
    """Text that only the key ring can read, bound to its own column ("table.column")."""

    impl = LargeBinary
    cache_ok = True
    comparator_factory = _OnlyPresence

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> bytes | None:
        return None if value is None else key_ring().seal(value.encode(), self.column)

    def process_result_value(self, value: bytes | None, _dialect: Dialect) -> str | None:
        if not value:
            return None if value is None else ""
        return key_ring().open(bytes(value), self.column).decode()


class SealedJson(TypeDecorator[Any]):
    """A document that only the key ring can read, bound to its own column."""

    impl = LargeBinary
    cache_ok = True
    comparator_factory = _OnlyPresence

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: Any, _dialect: Dialect) -> bytes | None:
        return None if value is None else key_ring().seal(orjson.dumps(value), self.column)

    def process_result_value(self, value: bytes | None, _dialect: Dialect) -> Any:
        if not value:
            return None if value is None else {}
        return orjson.loads(key_ring().open(bytes(value), self.column))
