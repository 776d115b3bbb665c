"""Spreadsheets that are small on the wire and endless in memory: refused before they unfold."""

import io
import zipfile

import pytest

from service.commands.papers.document_checks import examine
from service.commands.sheets.glance import first_rows
from service.commands.sheets.reading_sheet import read_grid
from service.commands.sheets.streaming import MOST_ELEMENTS, MOST_TEXT
from service.commands.sheets.unpacking import SheetRefused
from service.commands.sheets.writing_sheet import workbook
from service.domain.document import Limits

SHEET, TEXTS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
WORD = "ONE-LONG-WORD"


def changed(data: bytes, **parts: tuple[bytes, bytes]) -> bytes:
    """The workbook, in one part or another something put in place of something else."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(kept, "w", 8) as anew:
        for name in whole.namelist():
            before, after = parts.get(name.rpartition("/")[2].partition(".")[0], (b"", b""))
            anew.writestr(name, whole.read(name).replace(before, after, 1))
    return kept.getvalue()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return workbook("表", ["姓名"], [[WORD] for _ in range(50)])


def refused(data: bytes) -> str:
    with pytest.raises(SheetRefused) as found:
        read_grid(data)
    assert first_rows([data]) == []
    return str(found.value)


def test_the_plain_one_is_read(plain):
    assert len(read_grid(plain).rows) == 51
    assert first_rows([plain])[1] == [WORD]


@pytest.mark.parametrize("part", ["sheet1", "sharedStrings"])
def test_more_elements_than_any_table_has(plain, part):
    before = {"sheet1": b"<sheetData>", "sharedStrings": b"<si>"}[part]
    many = b"<a/>" * (MOST_ELEMENTS + 1)
    assert "展开后过大" in refused(changed(plain, **{part: (before, many + before)}))


def test_a_list_of_sheets_that_goes_on_and_on(plain):
    many = b"<a/>" * 100_000
    assert "展开后过大" in refused(changed(plain, workbook=(b"<sheets>", many + b"<sheets>")))


def test_one_long_text_that_every_cell_repeats(plain):
    long = b"x" * (MOST_TEXT // 50 + 1)
    assert "展开后过大" in refused(changed(plain, sharedStrings=(WORD.encode(), long)))


def test_another_name_for_the_same_words_hides_nothing(plain):
    strict = (b"schemas.openxmlformats.org/spreadsheetml/2006/main", b"elsewhere.example/main")
    far = changed(plain, sheet1=(b'r="A51"', b'r="A5001"'))
    assert "5000 行" in refused(far)
    assert "5000 行" in refused(changed(far, sheet1=strict))


@pytest.mark.parametrize("number", [b"-1", b"50000", b"9" * 5_000, b"x"])
def test_a_cell_that_names_a_text_there_is_none_of(plain, number):
    data = changed(plain, sheet1=(b"<v>1</v>", b"<v>%s</v>" % number))
    assert "打不开" in refused(data)


def test_entities_of_its_own(plain):
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb">]><worksheet'
    assert "打不开" in refused(changed(plain, sheet1=(b"<worksheet", bomb)))
    with zipfile.ZipFile(io.BytesIO(plain)) as whole:
        wide = whole.read(SHEET).decode().replace("<worksheet", bomb.decode(), 1)
    wide = wide.replace('encoding="UTF-8"', 'encoding="UTF-16"')
    kept = changed(plain, sheet1=(whole_part(plain), wide.encode("utf-16")))
    assert "打不开" in refused(kept)


def whole_part(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        return whole.read(SHEET)


def test_relations_that_begin_and_never_end_are_looked_at_once(plain):
    crooked = b"<Relationship " * 250_000
    data = changed(plain, workbook=(b"", b""))
    kept = io.BytesIO(data)
    with zipfile.ZipFile(kept, "a", 8) as more:
        more.writestr("xl/odd.rels", crooked)
    assert examine(kept, "表.xlsx", Limits()) == ("xlsx", [])


def test_what_stands_in_a_crooked_paper_is_not_logged(caplog):
    crooked = b"%PDF-1.5\n1 0 obj\n<< /Name 11010519491231002X >> << \nendobj\nxref\nx\n%%EOF"
    examine(io.BytesIO(crooked), "承诺书.pdf", Limits())
    assert caplog.text == ""
