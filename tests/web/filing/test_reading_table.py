"""A roster from a spreadsheet: every mistake at once by row and column, nothing half taken."""

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.commands.sheets.reading_sheet import read_grid
from service.commands.sheets.unpacking import MOST_ENTRIES, SheetRefused
from service.commands.sheets.writing_sheet import workbook
from service.domain.invented import RESIDENT_IDS
from service.web.filing.reading_table import read_table
from tests.browser.clerk import form_of

FORM = form_of("opening_fill")
ROSTER, LESSONS = FORM.field("roster"), FORM.field("lessons")
HEADINGS = ["姓名", "身份证号", "人员类别", "手机"]
GOOD = ["王小明", RESIDENT_IDS[0], "企业职工", "13800000001"]
TODAY = date(2020, 6, 1)


def read(data, table=ROSTER):
    return read_table(read_grid(data), FORM, table, TODAY)


def made(write, headings=HEADINGS):
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    page = book.add_worksheet("花名册")
    page.write_row(0, 0, headings)
    write(page, book)
    book.close()
    return kept.getvalue()


def said(reading):
    return [(one.row, one.column, one.zh) for one in reading.faults]


def test_a_good_roster_is_read_in_any_order_of_columns():
    rows = [GOOD[::-1], ["13800000002", "企业职工", RESIDENT_IDS[1], "李　娜"]]
    reading = read(workbook("花名册", HEADINGS[::-1], rows))
    assert reading.faults == []
    assert reading.rows[0] == dict(zip(("name", "id_no", "category", "phone"), GOOD, strict=True))


def test_a_numeric_identity_number_is_refused_by_row_and_column():
    data = made(lambda page, _: page.write_row(1, 0, [GOOD[0], 500103199206153031, *GOOD[2:]]))
    assert said(read(data)) == [(2, "B", "“身份证号”是数字格式，末位可能已丢失：请改为文本后重填")]


def test_a_mobile_number_kept_as_a_number_has_lost_nothing():
    data = made(lambda page, _: page.write_row(1, 0, [*GOOD[:3], 13800000001]))
    assert read(data).rows[0]["phone"] == "13800000001"


def test_a_formula_is_no_identity_number():
    def write(page, _):
        page.write_row(1, 0, GOOD)
        page.write_formula(1, 1, '="5"&"1"', None, RESIDENT_IDS[0])

    assert said(read(made(write))) == [(2, "B", "“身份证号”是公式：请改为填写号码本身")]


def test_merged_cells_are_refused_by_their_place():
    def write(page, book):
        for row in (1, 2):
            page.write_row(row, 0, [*GOOD[:1], RESIDENT_IDS[row], *GOOD[2:]])
        page.merge_range("C2:C3", "企业职工")

    faults = said(read(made(write)))
    assert (2, "C2:C3", "C2:C3 是合并单元格：请取消合并，每一行分别填写") in faults


def test_a_blank_that_is_needed_is_told():
    faults = said(read(workbook("表", HEADINGS, [[*GOOD[:2], "", GOOD[3]]])))
    assert [one[:2] for one in faults] == [(2, "C")]


def test_every_mistake_is_told_at_once_with_the_rows_of_the_file():
    bad = [["王", "510123", "职工", "1"], ["", "", "", ""], [*GOOD], [*GOOD]]
    faults = [one[:2] for one in said(read(workbook("表", HEADINGS, bad)))]
    assert faults == [(2, "B"), (2, "D"), (5, "B")]


def test_wide_digits_and_spaces_are_put_right_and_it_is_said():
    wide = [GOOD[0], "５０" + GOOD[1][2:6] + " " + GOOD[1][6:], GOOD[2], "138 0000 0001"]
    wide[1] = " " + "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in GOOD[1])
    reading = read(workbook("表", HEADINGS, [wide]))
    assert reading.faults == []
    assert reading.rows[0]["id_no"] == GOOD[1]
    assert [note.zh for note in reading.notes] == ["2 个单元格里的全角字符或空格已改正"]


def test_missing_unknown_and_repeated_columns_are_told():
    reading = read(workbook("表", ["姓名", "姓名", "身份证号", "备注"], [["王", "王", "", "x"]]))
    assert {zh for _, _, zh in said(reading)} >= {
        "“姓名”列出现了两次，请只留一列",
        "缺少“手机”列",
        "缺少“人员类别”列",
    }
    assert [note.zh for note in reading.notes] == ["D 列“备注”不是本表的列，没有读入"]


def test_hidden_rows_and_columns_are_told_and_other_sheets_too():
    def write(page, book):
        page.write_row(1, 0, GOOD)
        page.set_row(1, None, None, {"hidden": True})
        page.set_column(2, 2, None, None, {"hidden": True})
        book.add_worksheet("另一张")

    notes = [note.zh for note in read(made(write)).notes]
    assert notes == [
        "第 2 行在表中是隐藏的，也已读入",
        "C 列在表中是隐藏的，也已读入",
        "只读第一张工作表，另有 1 张没有读",
    ]


def test_only_a_date_cell_is_a_date():
    def write(page, book):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_datetime(1, 0, date(2020, 6, 1), day)
        page.write_number(2, 0, 43983)

    reading = read(made(write, ["上课日期", "课时"]), LESSONS)
    assert reading.rows[0]["date"] == "2020-06-01"
    assert (3, "A") in [one[:2] for one in said(reading)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_text_files_are_read_in_the_encodings_of_the_country(encoding):
    text = "\r\n".join(",".join(str(cell or "") for cell in row) for row in (HEADINGS, GOOD))
    assert read(text.encode(encoding)).rows[0]["name"] == "王小明"


def bomb():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return kept.getvalue()


def crowded():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        for n in range(MOST_ENTRIES + 1):
            packed.writestr(f"{n}", b"")
    return kept.getvalue()


def far_away():
    return made(lambda page, _: page.write_string(1_048_575, 16_383, "x"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"\x00\x01",
        b"\xff\xff\xff",
        bomb(),
        crowded(),
        far_away(),
    ],
    ids=["empty", "cut", "old", "binary", "no-text", "bomb", "crowded", "far-away"],
)
def test_a_file_that_is_no_table_is_refused_kindly(data):
    with pytest.raises(SheetRefused, match=r"[请或]"):
        read(data)


def test_a_document_type_in_a_part_is_refused():
    kept = io.BytesIO(workbook("表", HEADINGS, [GOOD]))
    with zipfile.ZipFile(kept, "a") as packed:
        packed.writestr("xl/other.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(SheetRefused):
        read(kept.getvalue())


CELL = st.one_of(
    st.text(max_size=20),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 1, 1)),
    st.none(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(CELL, max_size=6), max_size=8), st.permutations(HEADINGS))
def test_whatever_is_in_the_cells_is_read_or_told(rows, headings):
    clean = [
        [one if not isinstance(one, str) else one.encode("utf-8", "ignore").decode() for one in row]
        for row in rows
    ]
    reading = read(workbook("表", headings, clean))
    assert all(one.zh and one.en for one in reading.faults)
    assert all(isinstance(value, str) for row in reading.rows for value in row.values())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 5_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(at, noise):
    data = bytearray(workbook("表", HEADINGS, [GOOD]))
    at %= len(data)
    data[at : at + len(noise)] = noise
    with suppress(SheetRefused):
        assert read(bytes(data)).faults is not None
