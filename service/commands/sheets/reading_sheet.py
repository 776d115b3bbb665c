"""A spreadsheet or a text file of cells → a grid of values; the one place that opens such files."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook

from service.commands.sheets.unpacking import (
    MOST_COLUMNS,
    MOST_ROWS,
    Make,
    SheetRefused,
    too_many,
    unpack,
)
from service.domain.refusals import Sentence

LARGEST = 5 * 1024 * 1024
ZIPPED = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
LONGEST_CELL = 10_000
UNKNOWN_KIND = Sentence(
    "认不出文件的格式：请上传 .xlsx，或 UTF-8、GB18030 编码的 CSV",
    "Unknown kind of file: upload .xlsx, or CSV in UTF-8 or GB18030",
)


@dataclass(frozen=True, slots=True)
class Grid:
    """The values of one sheet as they stand, from its first row and column on."""

    rows: Sequence[Sequence[object]]
    make: Make = field(default_factory=Make)
    other_sheets: Sequence[str] = ()


def read_grid(data: bytes, *, most_rows: int = MOST_ROWS) -> Grid:
    """The first sheet of the file, whatever its name; raises SheetRefused."""
    if not data:
        raise SheetRefused(
            Sentence(
                "没有选择文件，或文件是空的",
                "No file was chosen, or it is empty",
            )
        )
    if len(data) > LARGEST:
        raise SheetRefused(
            Sentence(
                "文件超过 5 MB，没有读入：请分成几份",
                "The file is larger than 5 MB and was not read: split it",
            )
        )
    if data.startswith(OLD_EXCEL):
        raise SheetRefused(
            Sentence(
                "这是旧格式（.xls）或加密的文件：请另存为不加密的 .xlsx 后再上传",
                "This is an old (.xls) or encrypted file: save it as plain .xlsx and upload it"
                " again",
            )
        )
    return _workbook(data, most_rows) if data.startswith(ZIPPED) else _text(data, most_rows)


def _workbook(data: bytes, most_rows: int) -> Grid:
    make = unpack(data, most_rows)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(make.packed)) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
            return Grid(rows, make, book.sheet_names[1:])
    except (CalamineError, ValueError, OSError, OverflowError) as wrong:
        raise SheetRefused(
            Sentence(
                "文件打不开：请用表格软件另存为 .xlsx 或 CSV 后再上传",
                "The file cannot be opened: save it as .xlsx or CSV and upload it again",
            )
        ) from wrong


def _text(data: bytes, most_rows: int) -> Grid:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _lines(text, most_rows)
    raise SheetRefused(UNKNOWN_KIND)


def _lines(text: str, most_rows: int) -> Grid:
    if "\x00" in text:
        raise SheetRefused(UNKNOWN_KIND)
    first = text.partition("\n")[0]
    mark = max(",\t;", key=first.count)
    try:
        rows: list[list[str]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if len(rows) >= most_rows or len(row) > MOST_COLUMNS:
                raise too_many(most_rows)
            rows.append([cell[:LONGEST_CELL] for cell in row])
    except csv.Error as wrong:
        raise SheetRefused(UNKNOWN_KIND) from wrong
    return Grid(rows)
