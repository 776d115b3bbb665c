"""What a column of a table should add up to, shown while the table is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from typing import TYPE_CHECKING, Final

from forms.complaints import is_table
from forms.typed_text import compact

if TYPE_CHECKING:
    from forms.complaints import Complaints
    from forms.definition import Field

_KEYS: Final = frozenset({"field", "table", "column", "where"})
_LONGEST: Final = 9


@dataclass(frozen=True, slots=True)
class Tally:
    """A field of the form that one column adds up to, over the rows that have these values."""

    field: str
    table: str
    column: str
    where: Mapping[str, tuple[str, ...]] = part(default_factory=dict)

    def of(self, rows: Iterable[Mapping[str, object]]) -> int:
        """The sum of the rows as they are typed; what is no number counts as nothing."""
        return sum(_number(row.get(self.column)) for row in rows if self.counts(row))

    def counts(self, row: Mapping[str, object]) -> bool:
        """Whether this row is one of those that are added up."""
        return all(str(row.get(name, "")) in values for name, values in self.where.items())


def read_tallies(raw: object, fields: Sequence[Field], complaints: Complaints) -> tuple[Tally, ...]:
    """Every tally of the file; one that names what is not there is complained of."""
    if not isinstance(raw, list):
        complaints.add("tally", "应写成 [[tally]]", "must be written [[tally]]")
        return ()
    found = (_tally(f"合计 tally {at}", one, fields, complaints) for at, one in enumerate(raw, 1))
    return tuple(tally for tally in found if tally is not None)


def _tally(
    where: str, raw: object, fields: Sequence[Field], complaints: Complaints
) -> Tally | None:
    if not is_table(raw):
        complaints.add(where, "应为一张表", "must be a table")
        return None
    complaints.unknown_keys(where, raw, _KEYS)
    rows = raw.get("where", {})
    if not is_table(rows):
        complaints.add(where, "“where”应为一张表", "'where' must be a table")
        return None
    tally = Tally(
        complaints.text(where, raw, "field", needed=True),
        complaints.text(where, raw, "table", needed=True),
        complaints.text(where, raw, "column", needed=True),
        {str(name): complaints.texts(where, rows, str(name), needed=True) for name in rows},
    )
    table = next((one for one in fields if one.id == tally.table), None)
    columns = {one.id for one in table.columns} if table is not None else set()
    missing = {tally.column, *tally.where} - columns | {tally.field} - {one.id for one in fields}
    for name in sorted(missing):
        complaints.add(where, f"没有栏目“{name}”", f"no field {name!r}")
    return tally


def _number(typed: object) -> int:
    text = compact(str(typed))[:_LONGEST]
    return int(text) if text.isascii() and text.isdigit() else 0
