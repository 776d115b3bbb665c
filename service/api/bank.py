"""A batch's bank over the API: the list fetched, the answer handed in, every difference."""

import hashlib
from typing import Any
from urllib.parse import quote

from flask import Response, request

from service.api.caller import actor, clock
from service.api.operation import NUMBER, operation
from service.commands.bank import layouts, listing, taking
from service.commands.bank.reading import EMPTY, read_file, refused
from service.commands.bank.standing import Difference, standing
from service.commands.batches import looking
from service.domain.orders import TakeResultFile
from service.records.database import db

LAYOUT = {"name": "layout", "in": "query", "required": True, "schema": {"type": "string"}}
CONTENT = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
FILE = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file", "layout"],
                "properties": {
                    "file": {"type": "string", "format": "binary"},
                    "layout": {"type": "string", "description": "one of the place's layouts"},
                },
            }
        }
    },
}


@operation("GET", "/batches/<number>/list", answer=CONTENT, parameters=(NUMBER, LAYOUT))
def fetch_list(number: str) -> Response:
    """The payment list in one layout, full accounts in it; each fetching is noted"""
    taken = listing.take_list(db.session(), number, request.args.get("layout", ""), actor=actor())
    response = Response(taken.content, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(taken.name)}"
    return response


@operation("POST", "/batches/<number>/results", parameters=(NUMBER,), request_body=FILE)
def hand_in_results(number: str) -> dict[str, Any]:
    """Take in the bank's file; again, it books nothing twice and judges anew what was not read"""
    session, name = db.session(), request.form.get("layout", "")
    found = looking.shown(session, actor(), number)
    layout, _ = layouts.layout_of(session, found.jurisdiction, name, found.pay_on)
    came = request.files.get("file")
    if came is None:
        raise refused("empty", EMPTY)
    data = came.read()
    order = TakeResultFile(
        batch=number,
        digest=hashlib.sha256(data).hexdigest(),
        layout=name,
        answer=read_file(layout, data),
    )
    session.rollback()
    taken = taking.take_result_file(order, actor=actor(), session=session, clock=clock())
    return {**_standing(number), "judged_anew": taken.anew}


@operation("GET", "/batches/<number>/results", parameters=(NUMBER,))
def read_results(number: str) -> dict[str, Any]:
    """What the bank said of a batch: files, differences, returned lines, lines left silent"""
    return _standing(number)


def _standing(number: str) -> dict[str, Any]:
    session = db.session()
    found = looking.shown(session, actor(), number)
    stands = standing(session, found)
    return {
        "batch": number,
        "state": found.state,
        "files": [
            {
                "digest": file.digest,
                "layout": file.layout,
                "lines": file.lines,
                "at": file.taken_at.isoformat(),
                "outcomes": {word or "under_way": count for word, count in counts.items()},
            }
            for file, counts in stands.files
        ],
        "differences": [_difference(one) for one in stands.differences],
        "returned": [_difference(one) for one in stands.returned],
        "silent": stands.silent_lines,
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "file_line": one.told.at,
        "ref": one.told.ref,
        "case": one.number or None,
        "outcome": one.outcome.outcome,
        "fen": one.told.fen,
        "sent_fen": one.item.amount_fen if one.item else None,
        "code": one.told.code,
        "state": one.item.state if one.item else None,
    }
