"""Tables written as spreadsheets: nothing in a cell is ever taken for a formula."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO

import xlsxwriter

from service.domain.calendar import BEIJING

Cell = str | int | float | date | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TITLE = 31
NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
NARROWEST, WIDEST = 8, 40
ROWS_TO_MEASURE = 200
# A list of choices longer than this is written out on a sheet of its own.
LONGEST_LIST = 255
LAST_ROW = 1_200


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: hints above the headings, rows below; columns that are text, choices to pick."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]] = ()
    hints: Sequence[str] = ()
    text_columns: frozenset[int] = frozenset()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One table as a spreadsheet."""
    return workbook_of([Sheet(title, headings, rows)])


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """Several tables, a sheet each."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(
        kept,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    for sheet in sheets:
        _write(book, sheet)
    book.close()
    return kept.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.title.translate(NOT_IN_A_TITLE)[:LONGEST_TITLE])
    heading = book.add_format({"bold": True, "bg_color": "#E6F0F9", "border": 1, "text_wrap": True})
    hint = book.add_format({"font_color": "#5A6776", "text_wrap": True, "valign": "top"})
    empty_text = book.add_format({"num_format": "@"})
    rows = [tuple(row) for row in sheet.rows]
    for column in range(len(sheet.headings)):
        text_column = empty_text if column in sheet.text_columns else None
        page.set_column(column, column, _width(sheet, rows, column), text_column)
    top = 1 if sheet.hints else 0
    for column, words in enumerate(sheet.hints):
        page.write_string(0, column, words, hint)
    for column, words in enumerate(sheet.headings):
        page.write_string(top, column, words, heading)
    page.freeze_panes(top + 1, 0)
    _write_rows(book, page, rows, top=top + 1)
    for column, offered in sheet.choices.items():
        _offer(page, (top + 1, column), offered)


def _write_rows(
    book: xlsxwriter.Workbook,
    page: xlsxwriter.worksheet.Worksheet,
    rows: Sequence[Sequence[Cell]],
    *,
    top: int,
) -> None:
    # The leading quote keeps a text a text when somebody edits the cell.
    text = book.add_format({"num_format": "@", "quote_prefix": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    minute = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    money = book.add_format({"num_format": "#,##0.00"})
    for at, row in enumerate(rows, start=top):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                page.write_datetime(
                    at, column, cell.astimezone(BEIJING).replace(tzinfo=None), minute
                )
            elif isinstance(cell, date):
                page.write_datetime(at, column, datetime.combine(cell, time()), day)
            elif isinstance(cell, str):
                page.write_string(at, column, cell, text)
            elif cell is not None:
                # What is no whole number is an amount in yuan.
                page.write_number(at, column, cell, money if isinstance(cell, float) else None)


def _offer(page: xlsxwriter.worksheet.Worksheet, at: tuple[int, int], words: Sequence[str]) -> None:
    if len(",".join(words)) > LONGEST_LIST:
        return
    row, column = at
    page.data_validation(row, column, LAST_ROW, column, {"validate": "list", "source": list(words)})


def _width(sheet: Sheet, rows: Sequence[Sequence[Cell]], column: int) -> int:
    texts = [sheet.headings[column]]
    texts += [str(row[column] or "") for row in rows[:ROWS_TO_MEASURE] if column < len(row)]
    widest = max(sum(2 if ord(sign) > 0x2E80 else 1 for sign in text) for text in texts)  # noqa: PLR2004 - where wide signs begin
    return min(max(widest + 2, NARROWEST), WIDEST)
