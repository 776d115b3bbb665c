"""One dispatch report as a sheet: cells with their spans, the same for the page and for Excel."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.domain.dispatch_layout import Layout, Names, Unit, due_day_words

SUM = {"zh": "合计", "en": "Total"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: whose numbers, by column."""

    names: Names
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, counted from 1, and over how many it reaches."""

    row: int
    column: int
    rows: int
    columns: int
    kind: str  # title, line, heading, unit, number or note
    content: str | int


def sheet(
    layout: Layout, unit: Unit, due_on: date, lines: Sequence[Line], *, tongue: str
) -> list[Cell]:
    """The whole sheet: title, reporting office, headings, rows, notes, day."""
    width = len(layout.columns)
    cells = [Cell(1, 1, 1, width, "title", layout.title[tongue])]
    office = layout.unit_line[tongue].format(unit=unit.names[tongue])
    cells.append(Cell(2, 1, 1, width, "line", office))
    cells += _headings(layout, tongue)
    row = max(cell.row + cell.rows for cell in cells)
    for line in lines:
        cells += _row(layout, line, row, tongue)
        row += 1
    below = [note[tongue] for note in layout.notes]
    if layout.date_line is not None:
        below.append(due_day_words(layout.date_line, due_on)[tongue])
    cells += [Cell(row + n, 1, 1, width, "note", words) for n, words in enumerate(below)]
    return cells


def in_rows(cells: Sequence[Cell]) -> list[list[Cell]]:
    """The same cells row by row, as a table on a page has them."""
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    return list(rows.values())


def lines_of(
    layout: Layout, unit: Unit, stated: Mapping[str, int], below: Sequence[Line]
) -> list[Line]:
    """What the table shows: its own row, or one for each office below and their sum."""
    if not (layout.rows_of_units and layout.below(unit)):
        return [Line(unit.names, stated)]
    return [*below, Line(SUM, stated)]


def summed(layout: Layout, below: Sequence[Line]) -> dict[str, int]:
    """The sums over the offices below, by column."""
    return {one.id: sum(line.numbers.get(one.id, 0) for line in below) for one in layout.counted}


def _headings(layout: Layout, tongue: str) -> Iterator[Cell]:
    for one in layout.headings:
        yield Cell(one.row + 2, one.column, one.rows, one.columns, "heading", one.names[tongue])


def _row(layout: Layout, line: Line, row: int, tongue: str) -> Iterator[Cell]:
    for place, column in enumerate(layout.columns, start=1):
        if column.counts:
            yield Cell(row, place, 1, 1, "number", line.numbers.get(column.id, 0))
        else:
            yield Cell(row, place, 1, 1, "unit", line.names[tongue])
