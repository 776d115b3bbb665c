"""One marshmallow schema per form: the type of each answer, row by row, every problem kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

import marshmallow

from forms.problems import Refused
from forms.typed_text import is_blank
from forms.values import read

if TYPE_CHECKING:
    from forms.definition import Field

# Rows beyond a table's limit are still read, so that all is told at once, but not without end.
_READ_BEYOND_LIMIT = 1_000

_LONGEST_NAME = 40
_STRANGE = re.compile(r"[^\w-]")

Found = tuple[str, Refused]


class _Base(marshmallow.Schema):
    # marshmallow reads these words from the class; here they are codes of our own sentences.
    error_messages = {"unknown": "unknown_field", "type": "not_a_form"}  # noqa: RUF012


class _Value(marshmallow.fields.Field[object]):
    """A single answer; a blank, a null and a box that is not there are the same nothing."""

    def __init__(self, field: Field) -> None:
        super().__init__(load_default=None)
        self._field = field

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> object:  # noqa: ARG002
        if is_blank(value) or self._field.read_only:
            return None
        try:
            return read(value, self._field)
        except Refused as refused:
            raise marshmallow.ValidationError([refused]) from None


class _Table(marshmallow.fields.Field[object]):
    """Rows; a blank one keeps its place as None until the rows are counted and compared."""

    def __init__(self, field: Field) -> None:
        super().__init__(load_default=None)
        self._field = field
        self._row = schema_of(field.columns)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> object:  # noqa: ARG002
        if is_blank(value):
            return None
        if not isinstance(value, (list, tuple)):
            raise marshmallow.ValidationError([Refused("not_table")])
        return self._rows(value)

    def _rows(self, given: list[object] | tuple[object, ...]) -> list[object]:
        rows: list[object] = []
        wrong: dict[int, object] = {}
        for position, row in enumerate(given[: self._limit + _READ_BEYOND_LIMIT]):
            try:
                rows.append(self._one_row(row))
            except marshmallow.ValidationError as refused:
                wrong[position] = refused.messages
                rows.append(refused.valid_data or {})
        rows.extend({} for _ in given[len(rows) :])
        if wrong:
            raise marshmallow.ValidationError(wrong, valid_data=rows)
        return rows

    def _one_row(self, row: object) -> object:
        if not isinstance(row, Mapping):
            if is_blank(row):
                return None
            raise marshmallow.ValidationError([Refused("not_row")])
        if _row_is_blank(row, self._field.columns):
            return None
        return self._row.load(row)

    @property
    def _limit(self) -> int:
        return self._field.maximum if isinstance(self._field.maximum, int) else 0


def schema_of(fields: Iterable[Field]) -> marshmallow.Schema:
    """The schema of these fields; built once, used by every check."""
    members: dict[str, marshmallow.fields.Field[object]] = {
        field.id: _Table(field) if field.type == "table" else _Value(field) for field in fields
    }
    return _Base.from_dict(members, name="Answers")()


def load(schema: marshmallow.Schema, answers: object) -> tuple[dict[str, object], list[Found]]:
    """What could be read, and every refusal with the path of its field."""
    try:
        return cast("dict[str, object]", schema.load(cast("Mapping[str, object]", answers))), []
    except marshmallow.ValidationError as refused:
        values = cast("dict[str, object]", refused.valid_data or {})
        return values, list(_flat(refused.messages, ""))


def _flat(messages: object, path: str) -> Iterator[Found]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, _join(path, key))
    elif isinstance(messages, list):
        for leaf in messages:
            yield path, leaf if isinstance(leaf, Refused) else Refused(str(leaf))


def _join(path: str, key: object) -> str:
    if isinstance(key, int):
        return f"{path}[{key}]"
    # A name nobody knows may hold anything; it must not read like the path of another field.
    name = _STRANGE.sub("?", str(key)[:_LONGEST_NAME]) or "?"
    return f"{path}.{name}" if path else name


def _row_is_blank(row: Mapping[str, object], columns: Iterable[Field]) -> bool:
    """A row whose boxes hold only what the page put there itself was not filled in."""
    untouched = {column.id: (column.default, False, "false") for column in columns}
    return all(
        is_blank(value)
        or (isinstance(value, (str, bool)) and value in untouched.get(str(name), ()))
        for name, value in row.items()
    )
