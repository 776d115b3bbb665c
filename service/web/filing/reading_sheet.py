"""A spreadsheet or a text file of cells → a grid of values; the one place that opens such files."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook

from service.web.filing.said import both
from service.web.filing.unpacking import MOST_COLUMNS, MOST_ROWS, Make, SheetRefused, unpack

LARGEST = 5 * 1024 * 1024
ZIPPED = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
LONGEST_CELL = 10_000


@dataclass(frozen=True, slots=True)
class Grid:
    """The values of one sheet as they stand, from its first row and column on."""

    rows: Sequence[Sequence[object]]
    make: Make = field(default_factory=Make)
    other_sheets: Sequence[str] = ()


def read_grid(data: bytes, *, most_rows: int = MOST_ROWS) -> Grid:
    """The first sheet of the file, whatever its name; raises SheetRefused."""
    if not data:
        raise SheetRefused(both("没有选择文件，或文件是空的"))
    if len(data) > LARGEST:
        raise SheetRefused(both("文件超过 5 MB，没有读入：请分成几份"))
    if data.startswith(OLD_EXCEL):
        raise SheetRefused(both("这是旧格式（.xls）或加密的文件：请另存为不加密的 .xlsx 后再上传"))
    return _workbook(data, most_rows) if data.startswith(ZIPPED) else _text(data, most_rows)


def _workbook(data: bytes, most_rows: int) -> Grid:
    make = unpack(data, most_rows)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(make.packed)) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
            return Grid(rows, make, book.sheet_names[1:])
    except (CalamineError, ValueError, OSError, OverflowError) as wrong:
        raise SheetRefused(both("文件打不开：请用表格软件另存为 .xlsx 或 CSV 后再上传")) from wrong


def _text(data: bytes, most_rows: int) -> Grid:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _lines(text, most_rows)
    raise SheetRefused(both("认不出文件的格式：请上传 .xlsx，或 UTF-8、GB18030 编码的 CSV"))


def _lines(text: str, most_rows: int) -> Grid:
    if "\x00" in text:
        raise SheetRefused(both("认不出文件的格式：请上传 .xlsx，或 UTF-8、GB18030 编码的 CSV"))
    first = text.partition("\n")[0]
    mark = max(",\t;", key=first.count)
    try:
        rows: list[list[str]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if len(rows) >= most_rows or len(row) > MOST_COLUMNS:
                raise SheetRefused(
                    both(
                        "表格超过 {rows} 行或 {columns} 列，没有读入：请删去表格以外的内容",
                        rows=most_rows,
                        columns=MOST_COLUMNS,
                    )
                )
            rows.append([cell[:LONGEST_CELL] for cell in row])
    except csv.Error as wrong:
        raise SheetRefused(
            both("认不出文件的格式：请上传 .xlsx，或 UTF-8、GB18030 编码的 CSV")
        ) from wrong
    return Grid(rows)
