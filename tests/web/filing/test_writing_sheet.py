"""A spreadsheet we wrote reads back as it was, and calculates nothing."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from service.commands.sheets.writing_sheet import Sheet, workbook, workbook_of

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


def read_back(written: bytes, at: int = 0):
    book = CalamineWorkbook.from_filelike(io.BytesIO(written))
    return book.get_sheet_by_index(at).to_python(skip_empty_area=False)


def test_what_was_written_reads_back():
    noon = datetime(2020, 6, 1, 4, tzinfo=UTC)
    written = workbook(
        "花名册", ["姓名", "日", "数"], [["王", date(2020, 6, 1), 5], ["", noon, None]]
    )
    rows = read_back(written)
    assert rows[:2] == [["姓名", "日", "数"], ["王", date(2020, 6, 1), 5]]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_a_spreadsheet_calculates(text):
    written = workbook("表", ["甲"], [[text]])
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    assert read_back(written)[1] == [text]


def test_hints_stand_above_the_headings_and_choices_are_offered():
    sheet = Sheet("花/名", ["关系", "号"], (), ["选", "文本"], frozenset({1}), {0: ["甲", "乙"]})
    written = workbook_of([sheet, Sheet("示例", ["a"])])
    assert read_back(written) == [["选", "文本"], ["关系", "号"]]
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        assert "甲,乙" in parts.read("xl/worksheets/sheet1.xml").decode()
