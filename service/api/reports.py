"""Dispatch reports over the API: which are due, what one says, filling it in and confirming it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.api.caller import actor, body, clock, give, word
from service.api.operation import IDEMPOTENCY, json_body, operation
from service.api.problem import Refused
from service.api.schemas import ReceiptSchema
from service.commands.dispatch import dispatch_desk
from service.commands.receipt import Receipt
from service.domain.orders import ConfirmReport, PrepareReport
from service.domain.refusals import NotVisible
from service.records.database import db
from service.records.dispatch import Asked, DispatchReport

PATH = "/reports/<place>/<report>/<unit>/<due_on>"
FIGURES = {"type": "object", "additionalProperties": {"type": "integer"}}
WORDS = {"type": "object", "additionalProperties": {"type": "string"}}
NAMES = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
}
SEQ = {"type": "integer", "description": "the state it was drawn from; 0 where there is none"}
PREPARED = json_body(
    {
        "type": "object",
        "properties": {
            "seq": SEQ,
            "stated": FIGURES,
            "reasons": WORDS,
            "annex": NAMES,
            "recount": {"type": "boolean"},
            "reason": {"type": "string", "description": "why a confirmed report is amended"},
        },
    }
)
CONFIRMED = json_body(
    {
        "type": "object",
        "required": ["seq"],
        "properties": {"seq": SEQ, "reason": {"type": "string"}},
    }
)


@operation("GET", "/reports")
def list_reports() -> dict[str, Any]:
    """Every dispatch report you may read, and how each stands"""
    session = db.session()
    boards = dispatch_desk.boards(session, actor(), clock().now(session))
    return {
        "items": [
            {
                "jurisdiction": board.jurisdiction,
                "report": board.report,
                "unit": one.unit.code,
                "due_on": one.due_on.isoformat(),
                "state": one.state,
                "version": one.newest.version if one.newest else None,
                "days_late": one.days_late,
            }
            for board in boards
            for one in board.standings.values()
        ]
    }


@operation("GET", PATH)
def read_report(place: str, report: str, unit: str, due_on: str) -> dict[str, Any]:
    """One dispatch report with every state it has had, the oldest first"""
    asked = _asked(place, report, unit, due_on)
    _, _, _, states = dispatch_desk.readable(db.session(), actor(), asked)
    return {"states": [_state(one) for one in states]}


@operation("POST", PATH, answer=ReceiptSchema, parameters=(IDEMPOTENCY,), request_body=PREPARED)
def prepare_report(place: str, report: str, unit: str, due_on: str) -> Receipt:
    """Prefill a dispatch report, correct its figures with reasons, or amend a confirmed one"""
    asked, given = _asked(place, report, unit, due_on), body()
    dispatch_desk.readable(db.session(), actor(), asked)
    order = PrepareReport(
        **asked._asdict(),
        seq=_whole(given.get("seq", 0), "seq"),
        stated={one: _whole(n, f"stated.{one}") for one, n in _table(given, "stated").items()},
        reasons={one: _text(t, f"reasons.{one}") for one, t in _table(given, "reasons").items()},
        annex={one: _texts(t, f"annex.{one}") for one, t in _table(given, "annex").items()},
        recount=given.get("recount") is True,
        reason=word(given, "reason") or "",
    )
    return give(order)


@operation(
    "POST",
    f"{PATH}/confirm",
    answer=ReceiptSchema,
    parameters=(IDEMPOTENCY,),
    request_body=CONFIRMED,
)
def confirm_report(place: str, report: str, unit: str, due_on: str) -> Receipt:
    """Confirm a dispatch report: it goes upward"""
    asked, given = _asked(place, report, unit, due_on), body()
    dispatch_desk.readable(db.session(), actor(), asked)
    seq = _whole(given.get("seq"), "seq")
    return give(ConfirmReport(**asked._asdict(), seq=seq, reason=word(given, "reason") or ""))


def _state(one: DispatchReport) -> dict[str, Any]:
    names = ("seq", "version", "state", "figures", "annex", "merged", "missing", "reason")
    return {**{name: getattr(one, name) for name in names}, "at": one.at.isoformat()}


def _asked(place: str, report: str, unit: str, due_on: str) -> Asked:
    try:
        return Asked(place, report, unit, date.fromisoformat(due_on))
    except ValueError:
        raise NotVisible from None


def _table(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = given.get(name, {})
    if not isinstance(found, dict):
        raise _wrong(name)
    return found


def _whole(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(name)
    return value


def _text(value: object, name: str) -> str:
    found = word({name: value}, name)
    if found is None:
        raise _wrong(name)
    return found


def _texts(value: object, name: str) -> list[str]:
    if not isinstance(value, list):
        raise _wrong(name)
    return [_text(one, name) for one in value]


def _wrong(name: str) -> Refused:
    return Refused(400, "report", f"{name} 的形式不对。", f"{name} is not of the right kind.")
