"""Documents over the API: send one before the answers that name it, list them, fetch one."""

from typing import Any, BinaryIO, cast
from urllib.parse import quote

from flask import Response, request
from sqlalchemy.orm import Session

from service.api.caller import actor, clock
from service.api.operation import operation
from service.api.problem import Refused
from service.api.schemas import DocumentListSchema, DocumentSchema
from service.commands import desk
from service.commands.papers import documents
from service.domain import permissions
from service.domain.orders import ON_A_CASE
from service.domain.refusals import Forbidden
from service.records.case import Case
from service.records.database import db
from service.records.document import Document
from service.records.step import step_of

REFERENCE = {"name": "reference", "in": "path", "required": True, "schema": {"type": "string"}}
FILE = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {
                        "type": "string",
                        "format": "binary",
                        "description": "PDF, JPG, PNG or xlsx; judged by its content",
                    },
                    "step": {"type": "string", "description": "key of the open step it is for"},
                    "order": {"type": "string", "description": "or the order, as in its path"},
                    "field": {"type": "string", "description": "the field that will name it"},
                },
            }
        }
    },
}
CONTENT = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


@operation(
    "POST", "/cases/<number>/documents", answer=DocumentSchema, status=201, request_body=FILE
)
def send_document(number: str) -> dict[str, Any]:
    """Send a document of a step or order; the same content again is the same reference"""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    step, lane, form = _purpose(session, case)
    name = request.form.get("field", "")
    field = desk.rule_book(session, case).form(form).field(name) if form and name else None
    if name and (field is None or field.type != "file"):
        raise Refused(400, "no_such_field", "表单没有这个文件栏目。", "No such file field.")
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        raise Refused(
            400,
            "file_missing",
            "请以 multipart/form-data 的 file 附上文件。",
            "Attach the file as the part `file` of multipart/form-data.",
        )
    upload = documents.Upload(
        content=cast("BinaryIO", chosen.stream),
        name=chosen.filename,
        step=step,
        lane=lane,
        field=name or "file",
        label=(field.label["zh"], field.label["en"]) if field else ("材料", "Document"),
        personal=field.personal if field else False,
    )
    kept = documents.take_in(session, case.id, upload, actor=actor(), clock=clock())
    case = desk.visible_case(session, actor(), number)
    return _told(documents.visible_document(session, actor(), case, kept.reference), case)


@operation("GET", "/cases/<number>/documents", answer=DocumentListSchema)
def list_documents(number: str) -> dict[str, Any]:
    """The documents of a case, by digest"""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    return {
        "items": [_told(one, case) for one in documents.visible_documents(session, actor(), case)]
    }


@operation("GET", "/cases/<number>/documents/<reference>", answer=CONTENT, parameters=(REFERENCE,))
def read_document(number: str, reference: str) -> Response:
    """The content of a document; each reading is noted in the security log"""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    found = documents.visible_document(session, actor(), case, reference)
    session.expunge(found)
    response = Response(
        documents.contents(session, actor(), case, found), mimetype=found.media_type
    )
    response.content_length = found.size
    name = quote(found.name or reference, safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response.headers["Digest"] = f"sha-256={found.sha256}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _purpose(session: Session, case: Case) -> tuple[str, str, str]:
    """The step or order the document is for, the lane it belongs to, and the form that names it."""
    wanted = request.form.get("order", "").replace("-", "_")
    order = next((one for one in ON_A_CASE if one.form == wanted), None) if wanted else None
    if order is not None:
        grant = permissions.grant_for(actor(), order.name, desk.scope_of(case))
        if grant is not None:
            return order.name, grant.role, str(order.form)
    step = step_of(session, case.id, request.form.get("step", ""))
    if step is not None and desk.may_finish(actor(), case, step):
        return step.element, step.lane, step.form
    raise Forbidden(
        "请用 step 或 order 指明材料所属的环节，且须由您办理。",
        "Name by step or order what the document is for; it must be yours to do.",
    )


def _told(found: Document, case: Case) -> dict[str, Any]:
    return {
        "reference": found.reference,
        "name": found.name if documents.may_open(actor(), case, found, in_full=False) else None,
        "media_type": found.media_type,
        "size": found.size,
        "sha256": found.sha256,
        "step": found.step,
        "field": found.field,
        "lane": found.lane,
        "personal": found.personal,
        "scan": found.scan,
        "at": found.at,
        "handed_in_seq": found.handed_in_seq,
        "erased_at": found.erased_at,
    }
