"""The counter over the API: take papers in on behalf of an institution, then send their scan."""

from datetime import datetime
from typing import Any, BinaryIO, cast

from flask import request

from service.api.caller import actor, body, clock, give, word
from service.api.operation import IDEMPOTENCY, json_body, operation
from service.api.problem import Refused
from service.api.schemas import ReceiptSchema
from service.commands import desk
from service.commands.papers import documents
from service.commands.papers.counter_papers import FIELD, LANE, STEP
from service.commands.place import in_utc
from service.commands.receipt import Receipt
from service.domain import permissions
from service.domain.counter import REASONS
from service.domain.orders import FileAtCounter
from service.domain.refusals import NotVisible
from service.records.counter import filing_of
from service.records.database import db
from service.records.institution import by_uscc

TAKE_IN = json_body(
    {
        "type": "object",
        "required": ["jurisdiction", "region", "uscc", "received_at", "reason"],
        "properties": {
            "jurisdiction": {"type": "string", "example": "sample"},
            "region": {"type": "string", "example": "500103"},
            "uscc": {"type": "string", "description": "the institution whose papers came in"},
            "received_at": {"type": "string", "format": "date-time"},
            "reason": {"type": "string", "enum": list(REASONS)},
            "note": {"type": "string"},
        },
    }
)
SCAN = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        }
    },
}
KEPT: dict[str, Any] = {
    "application/json": {
        "schema": {"type": "object", "properties": {"reference": {"type": "string"}}}
    }
}


@operation(
    "POST",
    "/counter-filings",
    answer=ReceiptSchema,
    status=201,
    parameters=(IDEMPOTENCY,),
    request_body=TAKE_IN,
)
def file_at_counter() -> Receipt:
    """Take papers in at the counter: the statutory period runs from their receipt"""
    given = body()
    session = db.session()
    institution = by_uscc(session, _text(given, "uscc"))
    if institution is None:
        raise NotVisible
    order = FileAtCounter(
        jurisdiction=_text(given, "jurisdiction"),
        region=_text(given, "region"),
        institution_id=institution.id,
        received_at=_moment(_text(given, "received_at")),
        reason=_text(given, "reason"),
        note=word(given, "note") or "",
    )
    return give(order)


@operation("POST", "/counter-filings/<number>/proof", answer=KEPT, status=201, request_body=SCAN)
def send_scan(number: str) -> tuple[dict[str, Any], int]:
    """Send the scan of the papers that came in; without it nothing is filed"""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    allowed = permissions.may(actor(), STEP, desk.scope_of(case))
    if not allowed or filing_of(session, case.id) is None:
        raise NotVisible
    chosen = request.files.get("file")
    if chosen is None or not chosen.filename:
        raise Refused(400, "file_missing", "请附上 file。", "Attach the part `file`.")
    upload = documents.Upload(
        content=cast("BinaryIO", chosen.stream),
        name=chosen.filename,
        step=STEP,
        lane=LANE,
        field=FIELD,
        personal=True,
    )
    kept = documents.take_in(session, case.id, upload, actor=actor(), clock=clock())
    return {"reference": kept.reference}, 201


def _text(given: dict[str, Any], name: str) -> str:
    value = word(given, name)
    if not value:
        raise Refused(400, "field_missing", f"缺少 {name}。", f"{name} is missing.")
    return value


def _moment(text: str) -> datetime:
    try:
        moment = in_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise Refused(
            400,
            "no_moment",
            "received_at 须带时区，如 2020-06-24T10:00+08:00。",
            "received_at needs its offset, as in 2020-06-24T10:00+08:00.",
        )
    return moment
