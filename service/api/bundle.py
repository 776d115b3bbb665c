"""The file of a case over the API: history, ledger, rules and papers in one ZIP, by its digest."""

from typing import Any

from flask import Response, request

from service.api.caller import actor, clock
from service.api.operation import operation
from service.commands.papers import case_bundle
from service.domain.orders import TakeBundle
from service.domain.personal_data import REASONS
from service.records.database import db

DOCUMENTS: dict[str, Any] = {
    "name": "documents",
    "in": "query",
    "schema": {"type": "string", "enum": ["yes"]},
    "description": "with the documents themselves, which needs a reason",
}
REASON: dict[str, Any] = {
    "name": "reason",
    "in": "query",
    "schema": {"type": "string", "enum": list(REASONS)},
}
ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}


@operation("GET", "/cases/<number>/bundle", answer=ZIP, parameters=(DOCUMENTS, REASON))
def take_bundle(number: str) -> Response:
    """The whole file of a case; each taking is in its history and in the security log"""
    full = request.args.get("documents") == "yes"
    reason = request.args.get("reason") if full else None
    order = TakeBundle(number=number, reason=reason, documents=full)
    taken = case_bundle.take(db.session(), order, actor=actor(), clock=clock())
    response = Response(taken.pieces(), mimetype="application/zip")
    response.content_length = taken.size
    response.headers["Content-Disposition"] = f'attachment; filename="{number}.zip"'
    response.headers["X-Kaiban-Manifest"] = taken.digest
    return response
