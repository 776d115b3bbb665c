"""A payment list (代发清单) written as the bank wants it: lines of cells, or of text."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from service.domain.bank_layout import XLSX, Layout, Place
from service.domain.money import yuan

Cell = str | float
# What a spreadsheet would take for a formula; no name or bank begins like this.
FORMULA_SIGNS = ("=", "+", "-", "@")
CENTS = 100


class CannotBeWritten(ValueError):
    """A value does not fit the layout: which line, which column, and why."""

    def __init__(self, no: int, place: Place, why: str) -> None:
        super().__init__(f"line {no}: {place.holds} {why}")
        self.no, self.place, self.why = no, place, why


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands at the head or the foot of a list."""

    batch: str
    count: int
    total_fen: int
    pay_on: date | None


@dataclass(frozen=True, slots=True)
class Instruction:
    """One line: whom the bank is to pay how much."""

    no: int
    ref: str
    payee: str
    bank: str
    account: str
    fen: int
    purpose: str


def purpose_of(batch: str) -> str:
    """What the payee reads on his account."""
    return f"培训补贴{batch}"


def list_rows(
    layout: Layout, summary: Summary, items: Iterable[Instruction]
) -> Iterator[list[Cell]]:
    """The list from top to bottom, a row at a time."""
    if layout.head:
        yield _summary_row(layout, layout.head, summary)
    if layout.titles:
        yield [place.zh for place in layout.columns]
    for item in items:
        yield [_cell(layout, place, item) for place in layout.columns]
    if layout.foot:
        yield _summary_row(layout, layout.foot, summary)


def fits(layout: Layout, item: Instruction) -> bool:
    """Whether a line can be written in this layout."""
    try:
        for place in layout.columns:
            _cell(layout, place, item)
    except CannotBeWritten:
        return False
    return True


def list_lines(layout: Layout, rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same rows as the lines of a text file, a line at a time, in the bank's encoding."""
    opening = b"\xef\xbb\xbf" if layout.encoding == "utf-8-sig" else b""
    encoding = "utf-8" if opening else layout.encoding
    for row in rows:
        yield opening + (_joined(layout, row) + "\r\n").encode(encoding)
        opening = b""


def _joined(layout: Layout, row: Sequence[Cell]) -> str:
    if layout.fixed:
        return "".join(str(cell) for cell in row)
    kept = io.StringIO()
    csv.writer(kept, delimiter=layout.delimiter, lineterminator="").writerow(row)
    return kept.getvalue()


def _summary_row(layout: Layout, places: Sequence[Place], summary: Summary) -> list[Cell]:
    values = {
        "batch": summary.batch,
        "count": str(summary.count),
        "total": _amount(layout, summary.total_fen),
        "pay_on": summary.pay_on.isoformat() if summary.pay_on else "",
    }
    row: list[Cell] = []
    for place in places:
        value = values.get(place.holds, place.text)
        row += [_fixed(layout, place, value, 0)] if layout.fixed else [place.zh, value]
    return row


def _cell(layout: Layout, place: Place, item: Instruction) -> Cell:
    if place.holds == "amount" and layout.kind == XLSX:
        return item.fen / CENTS
    values = {
        "no": str(item.no),
        "ref": item.ref,
        "payee": item.payee,
        "bank": item.bank,
        "account": item.account,
        "amount": _amount(layout, item.fen),
        "purpose": item.purpose,
    }
    value = values.get(place.holds, place.text)
    if not value.isprintable():
        raise CannotBeWritten(item.no, place, "holds a sign that cannot be printed")
    if layout.fixed:
        return _fixed(layout, place, value, item.no)
    if value.startswith(FORMULA_SIGNS):
        raise CannotBeWritten(item.no, place, "would be taken for a formula")
    return value


def _amount(layout: Layout, fen: int) -> str:
    return str(fen) if layout.unit == "fen" else yuan(fen).replace(",", "")


def _fixed(layout: Layout, place: Place, value: str, no: int) -> str:
    """The value in its place; a name is never cut, a list that does not fit is not written."""
    room = place.width - len(value.encode(layout.encoding))
    if room < 0:
        raise CannotBeWritten(no, place, f"is longer than {place.width} bytes")
    return place.pad * room + value if place.pad != " " else value + " " * room
