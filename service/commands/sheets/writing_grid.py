"""A table laid out by a notice, written as a spreadsheet cell by cell, merged where it is."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from service.commands.sheets.writing_sheet import LONGEST_TITLE, NOT_IN_A_TITLE
from service.domain.dispatch_sheet import Cell

LANDSCAPE_WIDTH, TALL = 22, 36
_BASE = {"valign": "vcenter", "text_wrap": True}
_CELL = {**_BASE, "align": "center", "border": 1}
LOOKS = {
    "title": {**_BASE, "align": "center", "bold": True, "font_size": 16},
    "line": {**_BASE, "align": "left"},
    "heading": {**_CELL, "bold": True},
    "unit": _CELL,
    "number": {**_CELL, "num_format": "0"},
    "note": {**_BASE, "align": "left"},
}


def grid_workbook(
    title: str, cells: Sequence[Cell], annex_title: str, annex: Sequence[tuple[str, str]]
) -> bytes:
    """The table on the first sheet, exactly so; names and who is missing on the second."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(
        kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(title.translate(NOT_IN_A_TITLE)[:LONGEST_TITLE])
    page.set_landscape()
    page.set_column(0, max(cell.column + cell.columns for cell in cells) - 2, LANDSCAPE_WIDTH)
    looks = {kind: book.add_format(look) for kind, look in LOOKS.items()}
    for cell in cells:
        _put(page, cell, looks[cell.kind])
    if annex:
        _annex(book, annex_title, annex)
    book.close()
    return kept.getvalue()


def _put(page: xlsxwriter.worksheet.Worksheet, cell: Cell, look: xlsxwriter.format.Format) -> None:
    top, left = cell.row - 1, cell.column - 1
    page.set_row(top, TALL)
    if cell.rows * cell.columns > 1:
        page.merge_range(top, left, top + cell.rows - 1, left + cell.columns - 1, "", look)
    if isinstance(cell.content, int):
        page.write_number(top, left, cell.content, look)
    else:
        page.write_string(top, left, cell.content, look)


def _annex(book: xlsxwriter.Workbook, title: str, rows: Sequence[tuple[str, str]]) -> None:
    page = book.add_worksheet(title.translate(NOT_IN_A_TITLE)[:LONGEST_TITLE])
    look = book.add_format({"border": 1, "text_wrap": True, "quote_prefix": True})
    page.set_column(0, 1, LANDSCAPE_WIDTH * 2)
    for row, (column, name) in enumerate(rows):
        page.write_string(row, 0, column, look)
        page.write_string(row, 1, name, look)
