"""Where in a form a problem stands: its place in the order, its label, its clause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from forms.definition import Words

if TYPE_CHECKING:
    from forms.definition import Field

_PATH: Final = re.compile(r"(?P<field>[^\[]*)(?:\[(?P<row>[0-9]+)\](?:\.(?P<column>.*))?)?")


class Places:
    """The places of one form's fields; a path is written `roster[3].id_no`."""

    def __init__(self, title: Words, clause: str, fields: tuple[Field, ...]) -> None:
        self._title = title
        self._clause = clause
        self._fields = {field.id: field for field in fields}
        names = (
            name
            for field in fields
            for name in (field.id, *(f"{field.id}.{column.id}" for column in field.columns))
        )
        self._order = {name: place for place, name in enumerate(names)}

    def order(self, path: str) -> tuple[int, int, int]:
        """As the form is drawn: by field, then row, then column; what it does not know is last."""
        table, row, column = _taken_apart(path)
        last = len(self._order)
        return (
            self._order.get(table, last),
            -1 if row is None else row,
            self._order.get(f"{table}.{column}", last),
        )

    def label(self, path: str) -> Words:
        """As a person would say it: 学员花名册 第 4 行 身份证号."""
        name, row, column_name = _taken_apart(path)
        field = self._fields.get(name)
        if field is None:
            return Words(path, path) if path else self._title
        if row is None:
            return field.label
        column = self._column(name, column_name)
        below = column.label if column else Words(column_name, column_name)
        return Words(
            f"{field.label.zh} 第 {row + 1} 行 {below.zh}".rstrip(),
            f"{field.label.en}, row {row + 1}, {below.en}".rstrip(", "),
        )

    def clause(self, path: str) -> str:
        """The clause nearest to the place: the column's, the field's, the form's."""
        name, _, column_name = _taken_apart(path)
        field, column = self._fields.get(name), self._column(name, column_name)
        return (column.clause if column else "") or (field.clause if field else "") or self._clause

    def _column(self, table: str, name: str) -> Field | None:
        field = self._fields.get(table)
        columns = field.columns if field else ()
        return next((column for column in columns if column.id == name), None)


def _taken_apart(path: str) -> tuple[str, int | None, str]:
    found = _PATH.fullmatch(path)
    if found is None:
        return path, None, ""
    row = found["row"]
    return found["field"], None if row is None else int(row), found["column"] or ""
