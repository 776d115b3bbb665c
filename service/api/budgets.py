"""Budgets over the API: how each stands, what changed it, and the changes two persons make."""

from collections.abc import Mapping
from typing import Any

from flask import request

from service.api.caller import actor, body, clock, give, word
from service.api.operation import IDEMPOTENCY, json_body, operation
from service.api.problem import Refused
from service.api.schemas import ReceiptSchema
from service.commands.budgets.returning import counting
from service.commands.receipt import Receipt
from service.commands.reconciling import reading
from service.domain.budget import KINDS
from service.domain.calendar import beijing_date
from service.domain.orders import DecideBudget, ProposeBudget
from service.domain.refusals import NotVisible
from service.records import budget as records
from service.records.base import row_number
from service.records.budget import Budget
from service.records.case import numbers_of
from service.records.database import db
from service.records.payment_hold import waiting_for

_TEXT = {"type": "string"}
YEAR = {"name": "year", "in": "query", "schema": {"type": "integer"}, "description": "this year"}
CHANGE = json_body(
    {
        "type": "object",
        "required": ["kind", "jurisdiction", "region", "fund", "year", "fen", "paper"],
        "properties": {
            "kind": {"type": "string", "enum": [*KINDS]},
            **dict.fromkeys(("jurisdiction", "region", "fund", "paper", "reason"), _TEXT),
            "year": {"type": "integer"},
            "fen": {"type": "integer", "description": "below zero takes an appropriation back"},
            "item": {"type": "string", "description": "with the first appropriation"},
            "subject": _TEXT,
            "to_region": {"type": "string", "description": "where it is moved to"},
            "to_fund": _TEXT,
        },
    }
)
DECISION = json_body(
    {
        "type": "object",
        "required": ["agreed"],
        "properties": {"agreed": {"type": "boolean"}, "reason": _TEXT},
    }
)


@operation("GET", "/budgets", parameters=(YEAR,))
def list_budgets() -> dict[str, Any]:
    """The budgets of a year in the places the caller reads"""
    asked = row_number(request.args.get("year", ""))
    year = asked or beijing_date(clock().now(db.session())).year
    found, back = records.budgets_in(db.session(), _places(), year), counting(db.session())
    return {"items": [_told(one, back=back(one)) for one in found]}


@operation("GET", "/budgets/<int:number>")
def read_budget(number: int) -> dict[str, Any]:
    """One budget: what changed it, what waits for a second person, which payments wait for money"""
    session = db.session()
    places, found = _places(), session.get(Budget, number)
    if found is None or not any(
        place in (None, found.jurisdiction) and region in (None, found.region)
        for place, region in places
    ):
        raise NotVisible
    holds = waiting_for(session, number)
    numbers = numbers_of(session, [one.case_id for one in holds])
    return {
        **_told(found, back=counting(session)(found)),
        "entries": [
            {
                "kind": one.kind,
                "fen": one.fen,
                "committed_fen": one.committed_fen,
                "counterpart": one.counterpart_id,
                "paper": one.paper,
                "reason": one.reason,
                "at": one.at.isoformat(),
            }
            for one in records.entries_of(session, number)
        ],
        "proposed": [
            {"id": one.id, "kind": one.kind, "fen": one.fen, "paper": one.paper}
            for one in records.proposals_of(session, [number])
        ],
        "waiting": [
            {"case": numbers[one.case_id], "stage": one.stage, "fen": one.fen} for one in holds
        ],
    }


@operation("POST", "/budgets", answer=ReceiptSchema, parameters=(IDEMPOTENCY,), request_body=CHANGE)
def propose_budget() -> Receipt:
    """Enter what a paper says; the receipt's seq is the number of the change"""
    given = body()
    texts = ("jurisdiction", "region", "fund", "paper", "reason")
    more = ("item", "subject", "to_region", "to_fund")
    kind = word(given, "kind") or ""
    if kind not in KINDS:
        raise Refused(400, "kind", f"kind 应为 {[*KINDS]}。", f"kind is one of {[*KINDS]}.")
    return give(
        ProposeBudget(
            kind=kind,
            year=_whole(given, "year"),
            fen=_whole(given, "fen"),
            **{name: word(given, name) or "" for name in (*texts, *more)},
        )
    )


@operation(
    "POST",
    "/budgets/changes/<int:proposal>",
    answer=ReceiptSchema,
    parameters=(IDEMPOTENCY,),
    request_body=DECISION,
)
def decide_budget(proposal: int) -> Receipt:
    """Put in force what another person entered, or refuse it with a reason"""
    given = body()
    if not isinstance(given.get("agreed"), bool):
        raise Refused(400, "agreed", "agreed 须为 true 或 false。", "agreed is true or false.")
    return give(
        DecideBudget(
            proposal_id=proposal, agreed=bool(given["agreed"]), reason=word(given, "reason") or ""
        )
    )


def _places() -> list[tuple[str | None, str | None]]:
    return [(one.jurisdiction, one.region) for one in reading.scopes_of(actor())]


def _whole(given: Mapping[str, Any], name: str) -> int:
    found = given.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise Refused(400, name, f"{name} 须为整数。", f"{name} is a whole number.")
    return found


def _told(one: Budget, *, back: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "jurisdiction": one.jurisdiction,
        "region": one.region,
        "fund": one.fund,
        "year": one.year,
        "item": one.item,
        "subject": one.subject,
        "appropriated_fen": one.appropriated_fen,
        "committed_fen": one.committed_fen,
        "spent_fen": one.spent_fen,
        "recovered_fen": one.recovered_fen,
        "lapsed_fen": one.lapsed_fen,
        "available_fen": one.standing.available_fen(with_recovered=back),
    }
