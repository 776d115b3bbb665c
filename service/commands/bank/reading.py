"""A bank's file as it was handed over → what it says, or why it is not read at all."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from service.commands.sheets.reading_sheet import ZIPPED, read_grid
from service.commands.sheets.unpacking import SheetRefused, column_letter
from service.domain.bank_answer import Answer, NotThisLayout, read_answer, split_fixed
from service.domain.bank_layout import XLSX, Layout
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, Sentence

LARGEST = 64 * 1024 * 1024
MOST_ROWS_OF_A_SHEET = 20_000
ENCODINGS = ("utf-8-sig", "gb18030")
PIECE = 1024 * 1024

EMPTY = Sentence("没有选择文件，或文件是空的", "No file was chosen, or it is empty")
TOO_LARGE = Sentence("文件超过 64 MB，没有读入", "The file is larger than 64 MB and was not read")
OTHER_LAYOUT = Sentence(
    "文件与所选格式不符，请核对是否选对了格式、文件是否完整",
    "The file is not written in this layout: is it the right one, and is the file whole?",
)
OTHER_ENCODING = Sentence(
    "认不出文件的编码：只读 UTF-8 和 GB18030",
    "The file's encoding is not known: UTF-8 and GB18030 are read",
)


def read_file(layout: Layout, data: bytes) -> Answer:
    """What the file says; raises AnswersWrong."""
    if not data:
        raise refused("empty", EMPTY)
    if len(data) > LARGEST:
        raise refused("too_large", TOO_LARGE)
    if (layout.kind == XLSX) != data.startswith(ZIPPED):
        raise refused("layout", OTHER_LAYOUT)
    try:
        return read_answer(layout, _sheet(data) if layout.kind == XLSX else _text(layout, data))
    except (NotThisLayout, csv.Error) as wrong:
        raise refused("layout", OTHER_LAYOUT) from wrong
    except SheetRefused as wrong:
        raise refused("unreadable", wrong.said) from wrong


def refused(code: str, said: Sentence) -> AnswersWrong:
    """Nothing of the file is taken in."""
    return AnswersWrong([Problem("file", code, said.zh, said.en)])


def _sheet(data: bytes) -> Iterable[Sequence[object]]:
    grid = read_grid(data, most_rows=MOST_ROWS_OF_A_SHEET)
    if grid.make.formulas:
        row, column = min(grid.make.formulas)
        raise _formula(f"{column_letter(column)}{row + 1}")
    return grid.rows


def _formula(where: str) -> AnswersWrong:
    said = Sentence(
        f"{where} 是公式：结果文件只能有数值，请向银行要原文件",
        f"{where} is a formula: an answer holds values only; ask the bank for its own file",
    )
    return refused("formula", said)


def _text(layout: Layout, data: bytes) -> Iterable[Sequence[object]]:
    text = io.TextIOWrapper(io.BytesIO(data), _encoding(data), newline="")
    if layout.fixed:
        return split_fixed(layout, text)
    return _rows(csv.reader(text, delimiter=layout.delimiter))


def _rows(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell.lstrip().startswith("="):
                raise _formula(f"{column_letter(column)}{at}")
        yield row


def _encoding(data: bytes) -> str:
    """The first of the two in which the whole file can be read."""
    if b"\x00" in data:
        raise refused("encoding", OTHER_ENCODING)
    for name in ENCODINGS:
        pieces = (data[at : at + PIECE] for at in range(0, len(data), PIECE))
        try:
            for _ in codecs.iterdecode(pieces, name):
                pass
        except UnicodeDecodeError:
            continue
        return name
    raise refused("encoding", OTHER_ENCODING)
