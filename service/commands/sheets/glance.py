"""A workbook at a glance: the first rows of its first sheet, as text and nothing else."""

from collections.abc import Iterable
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from service.commands.sheets.unpacking import SheetRefused, unpack

ROWS, COLUMNS, LETTERS = 40, 16, 80


def first_rows(pieces: Iterable[bytes]) -> list[list[str]]:
    """What somebody needs to see that it is the right workbook; nothing where it will not open."""
    try:
        make = unpack(b"".join(pieces))
        book = CalamineWorkbook.from_filelike(BytesIO(make.packed))
        rows = book.get_sheet_by_index(0).to_python(nrows=ROWS)
    except (SheetRefused, CalamineError, OSError, IndexError, ValueError):
        return []
    return [[str(cell)[:LETTERS] for cell in row[:COLUMNS]] for row in rows]
