"""Batches of payments over the API: what waits, drawing it, each act, and every line's standing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request

from service.api import paging
from service.api.caller import actor, body, clock, give, word
from service.api.operation import CURSOR, IDEMPOTENCY, LIMIT, NUMBER, json_body, operation
from service.api.problem import Refused
from service.api.schemas import ReceiptSchema
from service.commands.batches import looking, releasing
from service.commands.receipt import Receipt
from service.domain.batch import LINES
from service.domain.orders import (
    ApproveBatch,
    BatchOrder,
    CheckBatch,
    DrawBatch,
    DropBatch,
    HoldItem,
    ReleaseBatch,
    TakeItemBack,
)
from service.domain.refusals import NotVisible
from service.records import payable
from service.records import payment_batch as records
from service.records.budget import Key, items_of
from service.records.database import db
from service.records.payment_batch import PaymentBatch
from service.records.step import Scope

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
VERSION = {"type": "integer", "description": "the version of the batch as you read it"}
DRAWN = json_body(
    {
        "type": "object",
        "required": ["jurisdiction", "region", "fund", "payee_kind", "pay_on"],
        "properties": {
            "jurisdiction": TEXT,
            "region": TEXT,
            "fund": TEXT,
            "payee_kind": {"type": "string", "enum": ["body", "persons"]},
            "pay_on": {"type": "string", "format": "date"},
            "bank": {"type": "string", "description": "the layout of its payment list"},
            "payments": {"type": "array", "items": WHOLE, "description": "absent: all that wait"},
        },
    }
)
ACT = json_body(
    {
        "type": "object",
        "required": ["version"],
        "properties": {
            "version": VERSION,
            "no": {"type": "integer", "description": "which line, to hold it or take it back"},
            "reason": {"type": "string", "description": "why a line is held, or a batch dropped"},
        },
    }
)
ACTS: Mapping[str, type[BatchOrder]] = {
    "check": CheckBatch,
    "hold": HoldItem,
    "take-back": TakeItemBack,
    "approve": ApproveBatch,
    "release": ReleaseBatch,
    "drop": DropBatch,
}
WHICH = {
    "name": "act",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "enum": list(ACTS)},
}
# A caller waits for so many payments; what is left goes on by the clock.
AT_ONCE = 25
# Who wants more than that names none: then everything that waits is drawn.
MOST_CHOSEN = 10_000


@operation("GET", "/payable")
def list_payable() -> dict[str, Any]:
    """What waits to be drawn into a batch: by place, fund and kind of payee, with its payments"""
    session, found = db.session(), []
    for purse in payable.purses(session, looking.scopes(actor())):
        scope = Scope("", purse.jurisdiction, purse.region)
        rows = payable.payables(session, scope, fund=purse.fund, kind=purse.kind)
        found.append(
            {
                "jurisdiction": purse.jurisdiction,
                "region": purse.region,
                "fund": purse.fund,
                "payee_kind": purse.kind,
                "payments": purse.payments,
                "fen": purse.fen,
                "first": [
                    {
                        "payment": one.payment.id,
                        "case": one.number,
                        "stage": one.payment.stage,
                        "fen": one.payment.amount_fen,
                    }
                    for one in rows
                ],
            }
        )
    return {"items": found}


@operation("GET", "/batches", parameters=(LIMIT, CURSOR))
def list_batches() -> dict[str, Any]:
    """The batches of your places, newest first"""
    session, size = db.session(), paging.limit()
    before = paging.number_cursor(request.args.get("cursor"))
    found = records.batches_before(session, looking.scopes(actor()), before=before, limit=size)
    more = str(found[-1].id) if len(found) == size else None
    items = items_of(session, {one.drawn_from for one in found})
    return {"items": [_batch(one, items) for one in found], "next": more}


@operation("GET", "/batches/<number>", parameters=(NUMBER, LIMIT, CURSOR))
def read_batch(number: str) -> dict[str, Any]:
    """One batch: how its lines stand, who did what with it, and the next page of its lines"""
    session, size = db.session(), paging.limit()
    found = looking.shown(session, actor(), number)
    after = paging.number_cursor(request.args.get("cursor")) or 0
    rows = looking.lines(session, found, after=after, limit=size)
    there = records.sums(session, [found.id])[found.id]
    return {
        **_batch(found, items_of(session, [found.drawn_from])),
        "standing": {
            state: {"lines": one.lines, "fen": one.fen}
            for state in LINES
            if (one := there.get(state)) is not None
        },
        "acts": [
            {"act": one.act, "no": one.item_no, "person": one.person_id, "at": one.at.isoformat()}
            for one in records.acts_of(session, [found.id])
        ],
        "lines": [_line(one) for one in rows],
        "next": str(rows[-1].item.no) if len(rows) == size else None,
    }


@operation(
    "POST",
    "/batches",
    answer=ReceiptSchema,
    status=201,
    parameters=(IDEMPOTENCY,),
    request_body=DRAWN,
)
def draw_batch() -> Receipt:
    """Draw payments of one fund and one kind of payee into a batch"""
    given = body()
    names = ("jurisdiction", "region", "fund", "payee_kind")
    texts = {name: word(given, name) or "" for name in names}
    order = DrawBatch(
        **texts,
        pay_on=_day(given.get("pay_on")),
        bank=word(given, "bank") or "",
        payments=_numbers(given.get("payments", [])),
    )
    return give(order)


@operation(
    "POST",
    "/batches/<number>/<act>",
    answer=ReceiptSchema,
    parameters=(NUMBER, WHICH, IDEMPOTENCY),
    request_body=ACT,
)
def act_on_batch(number: str, act: str) -> Receipt:
    """Check, hold, take back, approve, release or drop a batch; a release goes on by itself"""
    if act not in ACTS:
        raise NotVisible
    session = db.session()
    found = looking.shown(session, actor(), number).id
    given, own = body(), dict[str, Any]()
    if act in ("hold", "take-back"):
        own["no"] = _whole(given.get("no"), "no")
    if act in ("hold", "drop"):
        own["reason"] = word(given, "reason") or ""
    version = _whole(given.get("version"), "version")
    receipt = give(ACTS[act](batch=number, version=version, **own))
    if act == "release":
        session.rollback()
        releasing.carry_on(session, clock(), found, most=AT_ONCE)
    return receipt


def _batch(one: PaymentBatch, items: Mapping[Key, str]) -> dict[str, Any]:
    return {
        "number": one.number,
        "jurisdiction": one.jurisdiction,
        "region": one.region,
        "fund": one.fund,
        "budget_item": items.get(one.drawn_from),
        "payee_kind": one.payee_kind,
        "pay_on": one.pay_on.isoformat(),
        "bank": one.bank,
        "state": one.state,
        "lines": one.lines,
        "fen": one.amount_fen,
        "hands": one.hands,
        "hands_clause": one.hands_clause,
        "version": one.version,
    }


def _line(one: looking.Line) -> dict[str, Any]:
    item = one.item
    return {
        "no": item.no,
        "case": one.number,
        "stage": item.stage,
        "line": item.line,
        "payee": one.payee,
        "account": one.account,
        "fen": item.amount_fen,
        "voucher_no": item.voucher_no,
        "state": item.state,
        "held_reason": item.held_reason,
        "result_code": item.result_code,
    }


def _day(given: object) -> date:
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise _wrong("pay_on") from None


def _numbers(given: object) -> tuple[int, ...]:
    if not isinstance(given, list) or len(given) > MOST_CHOSEN:
        raise _wrong("payments")
    return tuple(sorted({_whole(one, "payments") for one in given}))


def _whole(given: object, name: str) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given < 2**63:
        raise _wrong(name)
    return given


def _wrong(name: str) -> Refused:
    return Refused(400, "batch", f"{name} 的形式不对。", f"{name} is not of the right kind.")
