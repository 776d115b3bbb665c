"""Checked values written the way people type them, so that a form can be drawn again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forms.definition import Field


def as_typed(fields: Iterable[Field], values: Mapping[str, object]) -> dict[str, object]:
    """Every field that has a value, as it would be typed; blanks are left out."""
    return {
        field.id: _typed(field, values[field.id])
        for field in fields
        if values.get(field.id) is not None
    }


def _typed(field: Field, value: object) -> object:
    if field.type == "table" and isinstance(value, list):
        return [as_typed(field.columns, row) for row in value if isinstance(row, Mapping)]
    if field.type in ("money", "percent") and isinstance(value, int):
        return _with_decimals(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _with_decimals(hundredths: int) -> str:
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole}.{rest:02d}"
