"""Questions without a case: the schema of a form, and when a filing would be due."""

from datetime import datetime
from typing import Any

from flask import Response, jsonify, request

from service.api.operation import operation
from service.api.problem import Refused
from service.commands.asking import count_deadline
from service.commands.library import LIBRARY
from service.domain.policy import NotInForce, UnknownValue
from service.domain.refusals import NotVisible
from service.records.bundle import published_hash
from service.records.database import db


def _query(name: str, example: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": True,
        "schema": {"type": "string"},
        "example": example,
    }


@operation("GET", "/forms/<jurisdiction>/<form>")
def read_form(jurisdiction: str, form: str) -> Response:
    """The JSON schema of a form as it is in force"""
    if published_hash(db.session(), jurisdiction) is None:
        raise NotVisible
    book, _ = LIBRARY.in_force(db.session(), jurisdiction)
    if form not in book.bundle.forms:
        raise NotVisible
    return jsonify(book.form(form).json_schema())


@operation(
    "GET",
    "/deadline",
    parameters=(
        _query("jurisdiction", "sample"),
        _query("name", "opening_review"),
        _query("received", "2020-06-24T10:00+08:00"),
    ),
)
def read_deadline() -> Response:
    """When a filing received then would be due, and under which clause"""
    jurisdiction = request.args.get("jurisdiction", "")
    if published_hash(db.session(), jurisdiction) is None:
        raise NotVisible
    book, calendar = LIBRARY.in_force(db.session(), jurisdiction)
    try:
        asked = count_deadline(book.policy, calendar, request.args.get("name", ""), _received())
    except (UnknownValue, NotInForce) as unknown:
        raise NotVisible from unknown
    except OverflowError as far:
        raise _no_such_time() from far
    return jsonify(asked)


def _received() -> datetime:
    given = request.args.get("received", "")
    try:
        received = datetime.fromisoformat(given.replace(" ", "+"))
    except ValueError:
        received = None
    if received is None or received.tzinfo is None:
        raise _no_such_time()
    return received


def _no_such_time() -> Refused:
    return Refused(
        400,
        "received",
        "received 须带时区，如 2020-06-24T10:00+08:00。",
        "received needs its offset, as in 2020-06-24T10:00+08:00.",
    )
