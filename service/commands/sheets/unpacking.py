"""What a spreadsheet file is made of, looked at before anything opens it: size, rows, formulas."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from service.commands.sheets.streaming import (
    MOST_COLUMNS,
    MOST_ROWS,
    Make,
    SheetRefused,
    column_letter,
    make_of,
    text_lengths,
    too_large,
    too_many,
    unreadable,
)
from service.domain.refusals import Sentence

__all__ = [
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Make",
    "SheetRefused",
    "column_letter",
    "too_many",
    "unpack",
]

MOST_ENTRIES = 200
MOST_EXPANDED = 40 * 1024 * 1024
MOST_SHEETS = 10
# The list of sheets and where they are; read whole, so it must be small.
LARGEST_LIST = 256 * 1024
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TEXTS = "xl/sharedStrings.xml"
# Besides its sheets this is all that a table of values needs; the rest is not even passed on.
NEEDED = {"[Content_Types].xml", "_rels/.rels", WORKBOOK, RELATIONS, TEXTS, "xl/styles.xml"}
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def unpack(data: bytes, most_rows: int = MOST_ROWS) -> Make:
    """The parts of the file, each read within limits and packed anew; nothing else is opened."""
    parts = _parts(data)
    try:
        sheets = list(_sheets(parts))
        if not sheets or sheets[0] not in parts:
            raise unreadable()
        if len(sheets) > MOST_SHEETS:
            raise SheetRefused(
                Sentence(
                    f"工作表多于 {MOST_SHEETS} 张，请只保留要导入的一张",
                    f"More than {MOST_SHEETS} sheets; keep only the one to be read",
                )
            )
        texts = text_lengths(parts[TEXTS]) if TEXTS in parts else []
        makes = [make_of(parts.get(sheet, b"<none/>"), texts, most_rows) for sheet in sheets]
    except (etree.XMLSyntaxError, ValueError, OverflowError) as wrong:
        raise unreadable() from wrong
    makes[0].packed = _packed({name: parts[name] for name in (*NEEDED, *sheets) if name in parts})
    return makes[0]


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            size = sum(one.file_size for one in entries)
            if len(entries) > MOST_ENTRIES or size > MOST_EXPANDED:
                raise too_large()
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
        raise unreadable() from wrong
    if len({name.lower() for name in parts}) != len(entries):
        raise unreadable()
    if any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for text in parts.values()):
        raise unreadable()
    return parts


def _packed(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return kept.getvalue()


def _root(text: bytes) -> Any:
    if len(text) > LARGEST_LIST:
        raise too_large()
    return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))


def _sheets(parts: dict[str, bytes]) -> Iterator[str]:
    """Where the sheets are, in the order in which they are shown."""
    if not {WORKBOOK, RELATIONS} <= parts.keys():
        raise unreadable()
    targets = {
        one.get("Id"): one.get("Target", "")
        for one in _root(parts[RELATIONS])
        if isinstance(one.tag, str)
    }
    for sheet in _root(parts[WORKBOOK]).iter("{*}sheet"):
        target = targets.get(sheet.get(RELATED), "")
        yield posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
