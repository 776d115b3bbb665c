"""What stands in one cell of a decision table, read once: values, comparisons, ranges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .model import Scalar

CellValue = Scalar | date

_TEXT = r'"(?:[^"\\]|\\.)*"'
_VALUE = rf"(?:date\(\s*{_TEXT}\s*\)|{_TEXT}|-?\d+|true|false|True|False|null|None)"
_ITEM = re.compile(rf"\s*({_VALUE})\s*(?:,|$)")
_COMPARED = re.compile(rf"\s*(<=|>=|<|>|==|=|!=)\s*({_VALUE})\s*$")
_RANGE = re.compile(rf"\s*([\[(])\s*({_VALUE})\s*\.\.\s*({_VALUE})\s*([\])])\s*$")
_NOT = re.compile(r"\s*not\((.*)\)\s*$", re.DOTALL)


class BadCell(Exception):
    """A cell that is neither values, nor a comparison, nor a range."""


@dataclass(frozen=True)
class Edge:
    """Where a range begins or ends."""

    value: int | date
    closed: bool


@dataclass(frozen=True)
class Cell:
    """One condition: any value, some values (or all but them), or a range."""

    values: tuple[CellValue, ...] | None = None
    excluded: bool = False
    low: Edge | None = None
    high: Edge | None = None

    @property
    def is_any(self) -> bool:
        return self.values is None and self.low is None and self.high is None

    def holds(self, found: object) -> bool:
        """Whether the fact meets the condition; True is not 1 here."""
        if self.values is not None:
            return self.excluded != any(_same(each, found) for each in self.values)
        if self.is_any:
            return True
        if found is None:
            return False
        return self._within(found)

    def _within(self, found: object) -> bool:
        if isinstance(found, bool) or not isinstance(found, int | date):
            raise TypeError(f"a range needs a number or a date, not {found!r}")
        low, high = self.low, self.high
        if low and (found < low.value or (found == low.value and not low.closed)):  # type: ignore[operator]
            return False
        return not (
            high and (found > high.value or (found == high.value and not high.closed))  # type: ignore[operator]
        )


def read_cell(text: str | None) -> Cell:
    """The condition that a cell states."""
    text = (text or "").strip()
    if text in ("", "-"):
        return Cell()
    if inside := _NOT.match(text):
        return Cell(values=tuple(_items(inside[1], text)), excluded=True)
    if compared := _COMPARED.match(text):
        return _comparison(compared[1], read_value(compared[2]), text)
    if ends := _RANGE.match(text):
        low = Edge(_orderable(read_value(ends[2]), text), ends[1] == "[")
        high = Edge(_orderable(read_value(ends[3]), text), ends[4] == "]")
        return Cell(low=low, high=high)
    return Cell(values=tuple(_items(text, text)))


def read_value(text: str | None) -> CellValue:
    """A constant: text, whole number, true or false, date, nothing."""
    text = (text or "").strip()
    words: dict[str, Scalar] = {"true": True, "false": False, "null": None, "": None}
    if text.lower() in words:
        return words[text.lower()]
    if text == "None":
        return None
    if not re.fullmatch(_VALUE, text):
        raise BadCell(f"{text!r} is not a constant")
    if text.startswith("date"):
        return date.fromisoformat(text[text.index('"') + 1 : text.rindex('"')])
    if text.startswith('"'):
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return int(text)


def _items(text: str, whole: str) -> Iterator[CellValue]:
    position = 0
    while position < len(text):
        item = _ITEM.match(text, position)
        if item is None:
            raise BadCell(f"{whole!r} is not a condition")
        yield read_value(item[1])
        position = item.end()


def _comparison(sign: str, value: CellValue, text: str) -> Cell:
    if sign in ("=", "=="):
        return Cell(values=(value,))
    if sign == "!=":
        return Cell(values=(value,), excluded=True)
    edge = Edge(_orderable(value, text), sign.endswith("="))
    return Cell(low=edge) if sign[0] == ">" else Cell(high=edge)


def _orderable(value: CellValue, text: str) -> int | date:
    if isinstance(value, bool) or not isinstance(value, int | date):
        raise BadCell(f"{text!r} compares what has no order")
    return value


def _same(wanted: CellValue, found: object) -> bool:
    return wanted == found and isinstance(wanted, bool) == isinstance(found, bool)
