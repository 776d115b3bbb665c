"""The papers of an example: it names them, and an invented page of that name is handed in."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw
from pypdf import PdfWriter
from sqlalchemy.orm import Session

from forms import Form
from service.commands.answers import file_fields
from service.commands.clocks import FixedClock
from service.commands.papers import documents
from service.domain.permissions import Actor

A4_POINTS = SCAN = (595, 842)


def page(title: str) -> bytes:
    """One empty page with a title: the smallest honest PDF."""
    writer = PdfWriter()
    writer.add_blank_page(*A4_POINTS)
    writer.add_metadata({"/Title": title})
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def scan(title: str) -> bytes:
    """One page as a scanner gives it back: lines of writing nobody can read, and a red seal."""
    sheet = Image.new("RGB", SCAN, "#fdfcf7")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((190, 70, 410, 92), fill="#3a3a3a")
    drawn = Random(title)
    for line in range(150, 640, 34):
        pen.rectangle((70, line, drawn.randint(380, 530), line + 9), fill="#8d8d8d")
    pen.ellipse((390, 620, 530, 760), outline="#c0392b", width=6)
    into = BytesIO()
    sheet.save(into, "PNG")
    return into.getvalue()


def content(name: str) -> bytes:
    """A page of the kind its name says."""
    return scan(name) if name.endswith(".png") else page(name)


def sent(
    session: Session,
    case_id: int,
    form: Form,
    answers: Mapping[str, Any],
    *,
    actor: Actor,
    lane: str,
    at: datetime,
) -> dict[str, Any]:
    """The answers with every paper they name put on the case first."""
    given = dict(answers)
    for name in file_fields(form):
        titles = given.get(name)
        if not isinstance(titles, str | list) or "." in name:
            continue
        references = [
            documents.take_in(
                session,
                case_id,
                documents.Upload(
                    content=BytesIO(content(title)),
                    name=title,
                    step=form.name,
                    lane=lane,
                    field=name,
                ),
                actor=actor,
                clock=FixedClock(at),
            ).reference
            for title in ([titles] if isinstance(titles, str) else titles)
        ]
        given[name] = references if isinstance(titles, list) else references[0]
    return given
