"""The books over the API: figures, sums, entries, trial balance, and closing a day."""

from collections.abc import Mapping
from typing import Any

from flask import request

from service.api.caller import actor, body, clock, give, word
from service.api.operation import CURSOR, IDEMPOTENCY, LIMIT, json_body, operation
from service.api.paging import limit, nonsense
from service.api.problem import Refused
from service.api.schemas import ReceiptSchema
from service.commands import place
from service.commands.receipt import Receipt
from service.commands.reconciling import closing, figures, reading
from service.domain.calendar import beijing_date
from service.domain.ledger import ACCOUNTS
from service.domain.orders import CloseDay
from service.domain.reconciling import SIDES
from service.domain.refusals import NotVisible
from service.domain.statement import (
    Pair,
    Period,
    balanced,
    by_movement,
    median,
    month_of,
    read_month,
    trial_balance,
    year_of,
)
from service.records import day_close, payment_cycle, statement
from service.records.budget import items_of
from service.records.case import numbers_of
from service.records.database import db
from service.records.day_close import OfDay
from service.records.ledger import LedgerEntry
from service.records.statement import Asked, Moved, Sought
from service.records.step import Place, Scope

DAY = "/books/days/<place>/<region>/<day>"
BY = ("month", "fund", "region")


def _query(name: str, says: str) -> Mapping[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}, "description": says}


WHERE = (_query("jurisdiction", "its code"), _query("region", "its code"), _query("fund", "ZZ …"))
MONTH = _query("month", "2020-09; the month it is now where none is named")
CLOSING = json_body(
    {
        "type": "object",
        "required": ["digest"],
        "properties": {
            "digest": {"type": "string", "description": "of the day as it was read"},
            "seq": {"type": "integer", "description": "the closing it follows on; 0 for the first"},
            "reason": {"type": "string", "description": "asked for where something differs"},
        },
    }
)


@operation("GET", "/books/figures", parameters=(*WHERE[:2], _query("month", "any of the year")))
def read_figures() -> dict[str, Any]:
    """Each fund of a year, how long money took, what lapsed and what came back"""
    session, scopes, period = db.session(), _scopes(), _month()
    year = year_of(period.first.year)
    counted: dict[int, int] = {}
    for counts in payment_cycle.days_counted(session, scopes, year.first, year.end).values():
        for days, count in counts.items():
            counted[days] = counted.get(days, 0) + count
    funds = figures.by_fund(session, scopes, period.first.year)
    return {
        "year": period.first.year,
        "funds": {
            code: {
                "appropriated_fen": one.appropriated_fen,
                "spent_fen": one.spent_fen,
                "committed_fen": one.committed_fen,
                "available_fen": one.available_fen,
            }
            for code, one in funds.items()
        },
        "days_from_claim_to_money": {
            "payments": sum(counted.values()),
            "median": median(counted),
            "slowest": max(counted, default=None),
        },
        "moved_fen": by_movement(_fen(statement.pairs(session, _asked(scopes, year)))),
    }


@operation("GET", "/books/statement", parameters=(*WHERE, MONTH, _query("by", " | ".join(BY))))
def read_statement() -> dict[str, Any]:
    """What moved: the months of the year, or the funds or regions of one month"""
    session, scopes, by = db.session(), _scopes(), request.args.get("by", "month")
    if by not in BY:
        raise Refused(400, "by", "by 须为 month、fund 或 region。", "by is month, fund or region.")
    period = year_of(_month().first.year) if by == "month" else _month()
    sums = statement.sums_by(session, _asked(scopes, period), by)
    return {
        "items": [
            {
                "key": key,
                "entries": sum(one.entries for one in pairs.values()),
                "moved_fen": by_movement(_fen(pairs)),
            }
            for key, pairs in sums.items()
        ]
    }


@operation("GET", "/books/trial-balance", parameters=(*WHERE, MONTH))
def read_trial_balance() -> dict[str, Any]:
    """Every account before, in and after a month"""
    session, scopes, period = db.session(), _scopes(), _month()
    before = Asked(scopes, request.args.get("fund", ""), end=period.first)
    rows = trial_balance(
        ACCOUNTS,
        _fen(statement.pairs(session, before)),
        _fen(statement.pairs(session, _asked(scopes, period))),
    )
    return {
        "balanced": balanced(rows),
        "accounts": [
            {
                "account": row.name,
                "before_fen": row.before,
                "debit_fen": row.debit,
                "credit_fen": row.credit,
                "after_fen": row.after,
            }
            for row in rows
        ],
    }


@operation(
    "GET",
    "/books/entries",
    parameters=(*WHERE, MONTH, _query("case", "its number"), _query("payee", ""), CURSOR, LIMIT),
)
def list_entries() -> dict[str, Any]:
    """The entries of a month, a case or a payee, in pages"""
    session, scopes, most = db.session(), _scopes(), limit()
    number, payee = request.args.get("case", ""), request.args.get("payee", "")
    case = statement.case_in(session, scopes, number) if number else None
    if number and case is None:
        raise NotVisible
    all_time = (number or payee) and not request.args.get("month")
    since, until = (None, None) if all_time else reading.moments(_month())
    sought = Sought(
        *(scopes, request.args.get("fund", ""), since, until),
        payee=payee,
        case_id=case.id if case else None,
    )
    found = statement.entries(session, sought, after=_cursor(), limit=most)
    numbers = numbers_of(session, [one.case_id for one in found])
    items = items_of(session, {one.drawn_from for one in found})
    full = len(found) == most
    return {
        "items": [
            {**_entry(one, numbers[one.case_id]), "budget_item": items.get(one.drawn_from)}
            for one in found
        ],
        "next": place.write(Place(found[-1].at, found[-1].id)) if full else None,
    }


@operation("GET", DAY)
def read_day(place: str, region: str, day: str) -> dict[str, Any]:
    """What one office's day comes to on its three sides, every difference, every closing"""
    session, of = db.session(), _of(place, region, day)
    found = closing.looked_at(session, of)
    return {
        "digest": found.digest(),
        "needs_reason": found.needs_reason,
        "totals": [
            dict(zip(("fund", "what", "side", "lines", "fen"), row, strict=True))
            for row in found.figures()
        ],
        "differences": [
            {
                "kind": one.kind,
                "what": one.what,
                "fund": one.fund,
                "line": list(one.key[1:]) if one.key else None,
                "ref": one.ref,
                **{f"{side}_fen": getattr(one, f"{side}_fen") for side in SIDES},
            }
            for one in found.differences
        ],
        "closings": [
            {
                "seq": one.seq,
                "at": one.at.isoformat(),
                "digest": one.digest,
                "differences": one.differences,
                "reason": one.reason,
            }
            for one in day_close.closings_of(session, of)
        ],
    }


@operation("POST", DAY, answer=ReceiptSchema, parameters=(IDEMPOTENCY,), request_body=CLOSING)
def close_day(place: str, region: str, day: str) -> Receipt:
    """Close a day as it was read: the digest says what that was"""
    of, given = _of(place, region, day), body()
    seq = given.get("seq", 0)
    if not isinstance(seq, int) or isinstance(seq, bool):
        raise Refused(400, "seq", "seq 须为整数。", "seq is a whole number.")
    digest, reason = word(given, "digest") or "", word(given, "reason") or ""
    return give(CloseDay(**of._asdict(), digest=digest, seq=seq, reason=reason))


def _scopes() -> tuple[Scope, ...]:
    args = request.args
    scopes = reading.scopes_of(actor())
    return reading.narrowed(scopes, args.get("jurisdiction", ""), args.get("region", ""))


def _month() -> Period:
    given = request.args.get("month", "")
    if not given:
        return month_of(beijing_date(clock().now(db.session())))
    found = read_month(given)
    if found is None:
        raise Refused(400, "month", "month 写成 2020-09。", "Write the month as 2020-09.")
    return found


def _asked(scopes: tuple[Scope, ...], period: Period) -> Asked:
    return Asked(scopes, request.args.get("fund", ""), period.first, period.end)


def _fen(pairs: Mapping[Pair, Moved]) -> dict[Pair, int]:
    return {pair: one.fen for pair, one in pairs.items()}


def _cursor() -> Place | None:
    given = request.args.get("cursor")
    found = place.read(given)
    if given and found is None:
        raise nonsense()
    return found


def _entry(one: LedgerEntry, number: str) -> dict[str, Any]:
    names = (
        *("id", "stage", "line", "kind", "attempt", "jurisdiction", "region", "budget_year"),
        *("fund", "payee", "debit", "credit", "fen", "clause", "voucher_no"),
        *("approver_id", "history_seq"),
    )
    return {
        "case": number,
        "at": one.at.isoformat(),
        **{one_: getattr(one, one_) for one_ in names},
    }


def _of(where: str, region: str, day: str) -> OfDay:
    scopes = reading.narrowed(reading.scopes_of(actor()), where, region)
    found = reading.read_day(day)
    if found is None or not scopes or not reading.is_region(db.session(), where, region):
        raise NotVisible
    return OfDay(where, region, found)
