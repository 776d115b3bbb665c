"""The base of every table: names of constraints, kinds of columns, references between tables."""

from datetime import date, datetime, time
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    Time,
)
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.types import TypeEngine

from service.records.columns import Instant

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite counts rows by itself only in a column called INTEGER.
BigId: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")

Json = dict[str, Any]
JsonList = list[Any]


def _with_defaults(row: Any, **given: Any) -> None:
    """A new row has its defaults at once, not only after it was written."""
    for column in row.__table__.columns:
        if column.default is not None and column.key not in given:
            arg = column.default.arg
            setattr(row, column.key, arg(None) if column.default.is_callable else arg)
    for name, value in given.items():
        setattr(row, name, value)


class Base(DeclarativeBase):
    """What all tables share."""

    # Flask-SQLAlchemy copies this class and takes over a ready registry, not a map of types.
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        constructor=_with_defaults,
        type_annotation_map={
            str: Text(),
            int: Integer(),
            bool: Boolean(),
            bytes: LargeBinary(),
            date: Date(),
            time: Time(),
            datetime: Instant(),
            Json: JSON(none_as_null=True),
            JsonList: JSON(none_as_null=True),
        },
    )


LARGEST_ID = 2**63 - 1
_DIGITS = len(str(LARGEST_ID))
RowId = Annotated[int, mapped_column(BigId, primary_key=True)]
CaseRef = Annotated[int, mapped_column(BigId, ForeignKey("training_case.id"))]
CaseKey = Annotated[int, mapped_column(BigId, ForeignKey("training_case.id"), primary_key=True)]
PersonRef = Annotated[int, mapped_column(BigId, ForeignKey("person.id"))]
InstitutionRef = Annotated[int, mapped_column(BigId, ForeignKey("institution.id"))]
BundleRef = Annotated[str, mapped_column(ForeignKey("bundle.hash"))]


def row_number(text: str | None) -> int | None:
    """The row a text from outside names; no number, or one no row can have, names none."""
    if not text or len(text) > _DIGITS or not (text.isascii() and text.isdigit()):
        return None
    return number if (number := int(text)) <= LARGEST_ID else None
