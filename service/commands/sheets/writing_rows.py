"""Rows of plain cells written as a spreadsheet, one at a time, however many there are."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

from service.commands.sheets.writing_sheet import LONGEST_TITLE, NOT_IN_A_TITLE

WIDTH = 22


def rows_workbook(title: str, rows: Iterable[Sequence[str | float]]) -> bytes:
    """One sheet: a text stays a text, a number is an amount with two decimals."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(
        kept,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    page = book.add_worksheet(title.translate(NOT_IN_A_TITLE)[:LONGEST_TITLE])
    text = book.add_format({"num_format": "@", "quote_prefix": True})
    amount = book.add_format({"num_format": "0.00"})
    page.set_column(0, 20, WIDTH)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(at, column, cell, text)
            else:
                page.write_number(at, column, cell, amount)
    book.close()
    return kept.getvalue()
