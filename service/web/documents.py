"""The documents of a case: listed, looked at, taken home; only by those who may see the case."""

from collections.abc import Iterable

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.papers import documents
from service.commands.papers.document_preview import scaled
from service.commands.sheets.glance import first_rows
from service.domain.document import BY_MEDIA_TYPE, KINDS, harmless_name
from service.records.case import Case
from service.records.database import db
from service.records.document import Document
from service.records.personal_data import reason_given
from service.web import documents_card
from service.web.case import head
from service.web.file_names import disposition_of
from service.web.front import actor, blueprint, sitting_id

SEALED_OFF = "sandbox; default-src 'none'; frame-ancestors 'none'"
# The browser's own viewer does not start inside a sandbox; scripts were refused at the door.
READ_HERE = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
)


@blueprint.get("/cases/<number>/documents/<reference>")
def document(number: str, reference: str) -> str:
    """One document: what is known of it, and a look at it."""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    found = documents.visible_document(session, actor(), case, reference)
    book = desk.rule_book(session, case)
    kind = BY_MEDIA_TYPE.get(found.media_type, "")
    line = documents_card.one(session, case, found)
    may_open = documents.may_open(actor(), case, found, in_full=_in_full(session, case))
    top = head(session, case, book, None)
    rows: list[list[str]] = []
    if kind == "xlsx" and may_open and not line.erased:
        rows = first_rows(_contents(session, case, found))
    return render_template(
        "document.html",
        case=top,
        document=line,
        kind=kind,
        image=kind in KINDS and KINDS[kind].image,
        rows=rows,
        may_open=may_open,
        sha256=line.digest,
    )


@blueprint.get("/cases/<number>/documents/<reference>/file")
def document_file(number: str, reference: str) -> Response:
    """The document itself, to be saved."""
    return _sent(number, reference, disposition="attachment")


@blueprint.get("/cases/<number>/documents/<reference>/read")
def document_read(number: str, reference: str) -> Response:
    """A PDF, to be read in its own tab; anything else is saved."""
    return _sent(number, reference, disposition="inline")


@blueprint.get("/cases/<number>/documents/<reference>/picture")
def document_picture(number: str, reference: str) -> Response:
    """A picture drawn anew, scaled, without the data of its camera."""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    found = documents.visible_document(session, actor(), case, reference)
    kind = BY_MEDIA_TYPE.get(found.media_type, "")
    if kind not in KINDS or not KINDS[kind].image:
        return _sent(number, reference, disposition="attachment")
    response = make_response(scaled(_contents(session, case, found)))
    response.mimetype = "image/png"
    response.headers["Content-Security-Policy"] = SEALED_OFF
    return response


def streamed(pieces: Iterable[bytes], found: Document, *, disposition: str) -> Response:
    """A document on its way out: its own kind, nothing guessed, nothing run, nothing kept."""
    kind = BY_MEDIA_TYPE.get(found.media_type, "")
    inline = disposition == "inline" and kind == "pdf"
    name = found.name or harmless_name(found.reference, kind or None)
    response = Response(pieces, mimetype=found.media_type)
    response.content_length = found.size
    response.headers["Content-Disposition"] = disposition_of(
        "inline" if inline else "attachment", name, f"{found.reference}.{kind}"
    )
    response.headers["Content-Security-Policy"] = READ_HERE if inline else SEALED_OFF
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _sent(number: str, reference: str, *, disposition: str) -> Response:
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    found = documents.visible_document(session, actor(), case, reference)
    session.expunge(found)
    return streamed(_contents(session, case, found), found, disposition=disposition)


def _contents(session: Session, case: Case, found: Document) -> Iterable[bytes]:
    return documents.contents(session, actor(), case, found, in_full=_in_full(session, case))


def _in_full(session: Session, case: Case) -> bool:
    return reason_given(session, case.id, sitting_id()) is not None
