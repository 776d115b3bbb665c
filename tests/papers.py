"""Papers for tests: honest ones, crooked ones, and a folder that they are kept in."""

import atexit
import shutil
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import xlsxwriter
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

PAPERS = Path(tempfile.mkdtemp(prefix="kaiban-papers-"))
atexit.register(shutil.rmtree, PAPERS, ignore_errors=True)


def pdf(title: str = "承诺书", **more: object) -> bytes:
    """A page; with a script, a file inside, or a password where asked."""
    writer = PdfWriter()
    if more.get("pages", True):
        writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": title})
    if "script" in more:
        _run(writer, str(more["script"]))
    if "inside" in more:
        writer.add_attachment("inside.txt", b"hello")
    if "password" in more:
        writer.encrypt(str(more["password"]), algorithm="AES-256")
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def _run(writer: PdfWriter, script: str) -> None:
    """Have the paper run a script when it is opened."""
    action = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Action"),
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(script),
        }
    )
    writer.root_object[NameObject("/OpenAction")] = action


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    into = BytesIO()
    Image.new("RGB", size, "teal").save(into, kind, **more)
    return into.getvalue()


def workbook(rows: int = 3) -> bytes:
    into = BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_row(row, 0, ["学员", f"第 {row} 行"])
    return into.getvalue()


def with_part(book: bytes, name: str, content: bytes) -> bytes:
    """A workbook with one more part in its package."""
    into = BytesIO(book)
    with zipfile.ZipFile(into, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return into.getvalue()
