"""What a spreadsheet file is made of, looked at before anything opens it: size, rows, formulas."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from re import compile as pattern
from typing import Any

from lxml import etree

from service.web.filing.said import Said, both

MOST_ENTRIES = 200
MOST_EXPANDED = 40 * 1024 * 1024
MOST_SHEETS = 10
MOST_ROWS = 5_000
MOST_COLUMNS = 200
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PLACE = pattern(r"([A-Z]{1,3})([0-9]{1,7})")
ALPHABET = 26
NO = {"0", "false", None}


class SheetRefused(Exception):
    """The file is not read at all; the sentence says why and what to do."""

    def __init__(self, said: Said) -> None:
        self.said = said
        super().__init__(said.zh)


@dataclass(slots=True)
class Make:
    """How the first sheet is made: what its values alone do not tell."""

    packed: bytes = b""
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)


def unpack(data: bytes) -> Make:
    """The parts of the file, each read within limits and packed anew; nothing else is opened."""
    parts = _parts(data)
    try:
        sheets = list(_sheets(parts))
        if not sheets or sheets[0] not in parts:
            raise _unreadable()
        if len(sheets) > MOST_SHEETS:
            raise SheetRefused(both("工作表多于 {n} 张，请只保留要导入的一张", n=MOST_SHEETS))
        make = _make(parts[sheets[0]])
        for other in sheets[1:]:
            _make(parts.get(other, b"<none/>"))
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise _unreadable() from wrong
    make.packed = _packed(parts)
    return make


def column_letter(column: int) -> str:
    """0 → A, 26 → AA, as a spreadsheet names its columns."""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % ALPHABET) + letters
        column = column // ALPHABET - 1
    return letters


def _unreadable() -> SheetRefused:
    return SheetRefused(both("文件打不开：请用表格软件另存为 .xlsx 或 CSV 后再上传"))


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            size = sum(one.file_size for one in entries)
            if len(entries) > MOST_ENTRIES or size > MOST_EXPANDED:
                raise SheetRefused(both("文件展开后过大，没有打开：请只保留要导入的表格"))
            # Reading to the end proves that no part is larger than it says.
            parts = {one.filename: packed.read(one) for one in entries}
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        NotImplementedError,
        OSError,
        EOFError,
    ) as wrong:
        raise _unreadable() from wrong
    if len({name.lower() for name in parts}) != len(entries):
        raise _unreadable()
    if any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for text in parts.values()):
        raise _unreadable()
    return parts


def _packed(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as packed:
        for name, text in parts.items():
            if name.endswith((".xml", ".rels")):
                packed.writestr(name, text)
    return kept.getvalue()


def _root(text: bytes) -> Any:
    return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))


def _sheets(parts: dict[str, bytes]) -> Iterator[str]:
    """Where the sheets are, in the order in which they are shown."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= parts.keys():
        raise _unreadable()
    targets = {
        one.get("Id"): one.get("Target", "")
        for one in _root(parts["xl/_rels/workbook.xml.rels"])
        if isinstance(one.tag, str)
    }
    for sheet in _root(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet"):
        target = targets.get(sheet.get(RELATED), "")
        yield posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _make(text: bytes) -> Make:
    make = Make()
    row = column = -1
    wanted = [MAIN + name for name in ("row", "c", "f", "col", "mergeCell")]
    for event, found in etree.iterparse(
        io.BytesIO(text),
        events=("start", "end"),
        tag=wanted,
        resolve_entities=False,
        no_network=True,
    ):
        name = found.tag.removeprefix(MAIN)
        if event == "end":
            if name == "row":
                found.clear()
        elif name == "row":
            row, column = int(found.get("r", row + 2)) - 1, -1
            _within(row, 0)
            if found.get("hidden") not in NO:
                make.hidden_rows.append(row + 1)
        elif name == "c":
            row, column = _place(found.get("r"), row, column + 1)
            _within(row, column)
        elif name == "f":
            make.formulas.add((row, column))
        elif name == "col" and found.get("hidden") not in NO:
            first, last = int(found.get("min", 1)), int(found.get("max", 1))
            make.hidden_columns += [
                column_letter(n - 1) for n in range(first, min(last, MOST_COLUMNS) + 1)
            ]
        elif name == "mergeCell":
            make.merged.append(str(found.get("ref", ""))[:20])
    return make


def _place(reference: str | None, row: int, column: int) -> tuple[int, int]:
    if reference is None:
        return row, column
    found = PLACE.fullmatch(reference)
    if found is None:
        raise _unreadable()
    number = 0
    for letter in found[1]:
        number = number * ALPHABET + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, number - 1


def _within(row: int, column: int) -> None:
    if row >= MOST_ROWS or column >= MOST_COLUMNS:
        raise SheetRefused(
            both(
                "表格超过 {rows} 行或 {columns} 列，没有读入：请删去表格以外的内容",
                rows=MOST_ROWS,
                columns=MOST_COLUMNS,
            )
        )
