"""Opening a file before it is kept: a PDF's objects, a picture's pixels, a workbook's parts."""

import logging
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO
from zlib import error as ZlibError  # noqa: N812 - named as an exception here

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from service.domain.document import (
    HEAD_BYTES,
    MEGABYTE,
    TAIL_BYTES,
    Fault,
    Limits,
    contradiction,
    kind_by_content,
)

ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition"}
)
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/RichMedia", "/XFA"})
MOST_OBJECTS = 50_000
MOST_PARTS = 2_000
MOST_RELATIONS = 4 * MEGABYTE
MACROS = re.compile(
    r"vbaproject\.bin$|/activex/|/embeddings/|/macrosheets/|customui", re.IGNORECASE
)
LINKS = re.compile(r"/externallinks/|/connections\.xml$|/querytables/", re.IGNORECASE)
RELATION = re.compile(rb"<(?:\w{1,40}:)?Relationship\b[^<>]*>", re.IGNORECASE)
EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
WORKBOOK = "xl/workbook.xml"
TEN_THOUSAND = 10_000
# It would write what stands in a crooked paper into the log, line after line.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


def examine(file: BinaryIO, name: str, limits: Limits) -> tuple[str, list[Fault]]:
    """The kind of a file by its content, and all that is wrong with it."""
    head, tail, size = _ends(file)
    if size == 0:
        return "", [Fault("document_empty", {})]
    found = kind_by_content(head, tail)
    faults = []
    if size > limits.most_bytes:
        faults.append(Fault("document_too_large", {"limit": limits.most_bytes // MEGABYTE}))
    if isinstance(found, Fault):
        return "", [*faults, found]
    said_otherwise = contradiction(name, found)
    faults += [said_otherwise] if said_otherwise else []
    if size <= limits.most_bytes:
        # What is too large is not opened.
        faults += CHECKS[found](file, limits)
    file.seek(0)
    return found, faults


def _ends(file: BinaryIO) -> tuple[bytes, bytes, int]:
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(max(size - TAIL_BYTES, 0))
    tail = file.read(TAIL_BYTES)
    file.seek(0)
    return head, tail, size


def _pdf(file: BinaryIO, _limits: Limits) -> list[Fault]:
    try:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted:
            return [Fault("document_locked", {})]
        active = _is_active(reader)
        empty = len(reader.pages) == 0
    # The library lets through whatever a crooked file makes Python say.
    except (PyPdfError, ZlibError, ValueError, LookupError, TypeError, AttributeError) as _broken:
        return [Fault("document_broken", {})]
    except (RecursionError, OverflowError, OSError, AssertionError, ZeroDivisionError):
        return [Fault("document_broken", {})]
    faults = [Fault("document_active", {})] if active else []
    return [*faults, Fault("document_no_pages", {})] if empty else faults


def _is_active(reader: PdfReader) -> bool:
    """Whether any object, reached from a page or not, acts, embeds or runs something."""
    numbers = {(number, turn) for turn, held in reader.xref.items() for number in held}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise ValueError("more objects than any paper has")
    roots: list[object] = [reader.trailer]
    roots += [
        reader.get_object(IndirectObject(number, turn, reader)) for number, turn in sorted(numbers)
    ]
    return any(_acts(inner) for root in roots for inner in _dictionaries(root))


def _dictionaries(root: object) -> Iterator[DictionaryObject]:
    """Every dictionary written inside this object; what it only refers to has its own turn."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)


def _acts(held: DictionaryObject) -> bool:
    return (
        not ACTIVE_KEYS.isdisjoint(held)
        or held.get("/S") in ACTIONS
        or held.get("/Type") == "/EmbeddedFile"
    )


def unlimited() -> None:
    """The library's own alarm is silenced: pixels are counted here before any is decoded."""
    Image.MAX_IMAGE_PIXELS = None


def _image(file: BinaryIO, limits: Limits) -> list[Fault]:
    unlimited()
    try:
        with Image.open(file, formats=("JPEG", "PNG")) as picture:
            pixels = picture.width * picture.height
            # A PNG has no smaller self to be decoded into.
            most = limits.most_pixels if picture.format == "JPEG" else limits.most_pixels // 2
            if pixels > most:
                counted = {"count": pixels // TEN_THOUSAND, "limit": most // TEN_THOUSAND}
                return [Fault("document_pixels", counted)]
            picture.draft("RGB", (picture.width // 8, picture.height // 8))
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, LookupError, ZlibError):
        return [Fault("document_broken", {})]
    return []


def _xlsx(file: BinaryIO, limits: Limits) -> list[Fault]:
    try:
        with zipfile.ZipFile(file) as packed:
            return _parts(packed, limits)
    except (zipfile.BadZipFile, ZlibError, ValueError, LookupError, OSError, EOFError):
        return [Fault("document_broken", {})]
    except (NotImplementedError, RuntimeError):
        return [Fault("document_locked", {})]


def _parts(packed: zipfile.ZipFile, limits: Limits) -> list[Fault]:
    parts = packed.infolist()
    names = [part.filename.replace("\\", "/") for part in parts]
    if WORKBOOK not in names or "[Content_Types].xml" not in names:
        return [Fault("document_kind", {})]
    if any(part.flag_bits & 1 for part in parts):
        return [Fault("document_locked", {})]
    # The reader stops at the size that a part declares, so what is declared is what can come.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > limits.most_unpacked:
        return [Fault("document_unpacked", {"limit": limits.most_unpacked // MEGABYTE})]
    packed.testzip()
    faults = []
    types = packed.read("[Content_Types].xml").lower()
    if b"macroenabled" in types or any(MACROS.search(f"/{name}") for name in names):
        faults.append(Fault("document_active", {}))
    if any(LINKS.search(f"/{name}") for name in names) or _draws_on_others(packed, parts):
        faults.append(Fault("document_outside", {}))
    return faults


def _draws_on_others(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bool:
    """Whether a relation leads outside; an ordinary link to a page may."""
    for part in parts:
        if part.filename.endswith(".rels"):
            if part.file_size > MOST_RELATIONS:
                return True
            for relation in RELATION.findall(packed.read(part)):
                if EXTERNAL.search(relation) and b"/hyperlink" not in relation:
                    return True
    return False


CHECKS: Mapping[str, Callable[[BinaryIO, Limits], list[Fault]]] = {
    "pdf": _pdf,
    "jpg": _image,
    "png": _image,
    "xlsx": _xlsx,
}
