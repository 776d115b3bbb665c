"""The papers of an example: it names them, and an invented page of that name is handed in."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from sqlalchemy.orm import Session

from forms import Form
from service.commands import documents
from service.commands.answers import file_fields
from service.commands.clocks import FixedClock
from service.domain.permissions import Actor

A4_POINTS = (595, 842)


def page(title: str) -> bytes:
    """One empty page with a title: the smallest honest PDF."""
    writer = PdfWriter()
    writer.add_blank_page(*A4_POINTS)
    writer.add_metadata({"/Title": title})
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


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
                    content=BytesIO(page(title)), name=title, step=form.name, lane=lane, field=name
                ),
                actor=actor,
                clock=FixedClock(at),
            ).reference
            for title in ([titles] if isinstance(titles, str) else titles)
        ]
        given[name] = references if isinstance(titles, list) else references[0]
    return given
