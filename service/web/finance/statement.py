"""Statements by month, fund, region, payee or case; every amount leads to its entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Response, render_template, request
from sqlalchemy.orm import Session

from service.commands.sheets.writing_sheet import Cell, workbook
from service.domain.statement import Pair, by_movement, year_of
from service.records import statement as records
from service.records.base import row_number
from service.records.case import numbers_of
from service.records.database import db
from service.records.statement import Moved
from service.web.finance.books import (
    Wanted,
    excel,
    fens,
    in_yuan,
    moved_word,
    offered,
    person,
    region_names,
    tabs,
    wanted,
)
from service.web.front import blueprint
from service.web.language import say
from service.web.words import FUNDS, word

PAGE, MOST_TAKEN = 50, 5_000
WAYS = {
    "month": "按月",
    "fund": "按资金",
    "region": "按区县",
    "payee": "按收款方",
    "case": "按办件",
}
COLUMNS = ("set_aside", "set_free", "paid", "returned", "called_back", "recovered", "lapsed")
Pairs = Mapping[Pair, Moved]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the statement: whose, how many entries, each movement and where it leads."""

    name: str
    beside: str
    href: str
    count: int
    fen: Mapping[str, int]
    to: Mapping[str, str]


@blueprint.get("/books/statement")
def statement() -> str:
    """What moved, line by line, and what it comes to."""
    session, asked = db.session(), wanted()
    way = _way()
    rows, after = _rows(session, asked, way)
    return render_template(
        "finance/statement.html",
        asked=asked,
        tabs=tabs(asked),
        way=way,
        ways=[
            (asked.address("web.statement", by=one), one, say(text)) for one, text in WAYS.items()
        ],
        columns=[(name, moved_word(name)) for name in COLUMNS],
        rows=rows,
        total=_total(session, asked, way),
        total_to={name: _to(asked, way, name) for name in COLUMNS},
        excel=asked.address("web.statement_excel", by=way),
        next=asked.address("web.statement", by=way, after=after) if after else None,
        first=asked.address("web.statement", by=way) if request.args.get("after") else None,
        **offered(session),
    )


@blueprint.get("/books/statement.xlsx")
def statement_excel() -> Response:
    """The same as a spreadsheet: every line of it, up to five thousand."""
    session, asked = db.session(), wanted()
    way = _way()
    headings = [say(WAYS[way]), say("说明"), say("笔数"), *map(moved_word, COLUMNS)]
    rows: list[list[Cell]] = [
        [row.name, row.beside, row.count, *in_yuan(row.fen.get(one, 0) for one in COLUMNS)]
        for row in _all(session, asked, way)
    ]
    total = _total(session, asked, way)
    rows.append([say("合计"), "", total.count, *in_yuan(total.fen.get(one, 0) for one in COLUMNS)])
    title = say("资金对账单")
    period = f"{asked.period.first.year}" if way == "month" else asked.month
    return excel(
        workbook(title, headings, rows), f"{title}-{period}.xlsx", f"statement-{period}.xlsx"
    )


def _way() -> str:
    way = request.args.get("by", "")
    return way if way in WAYS else "month"


def _all(session: Session, asked: Wanted, way: str) -> Iterator[Row]:
    taken, after = 0, ""
    while taken < MOST_TAKEN:
        rows, nxt = _rows(session, asked, way, after=after)
        yield from rows
        taken += len(rows)
        if not nxt:
            return
        after = nxt


def _rows(
    session: Session, asked: Wanted, way: str, *, after: str | None = None
) -> tuple[list[Row], str]:
    after = request.args.get("after", "") if after is None else after
    if way == "payee":
        return _by_payee(session, asked, after)
    if way == "case":
        return _by_case(session, asked, after)
    period = year_of(asked.period.first.year) if way == "month" else asked.period
    sums = records.sums_by(session, asked.days(period), way)
    return [
        _row(asked, (way, key), pairs, _named(session, way, key)) for key, pairs in sums.items()
    ], ""


def _named(session: Session, way: str, key: str) -> str:
    if way == "fund":
        return word(FUNDS, key)
    return region_names(session).get(key, key) if way == "region" else key


def _by_payee(session: Session, asked: Wanted, after: str) -> tuple[list[Row], str]:
    sums = records.sums_by_payee(session, asked.entries(), after=after, limit=PAGE)
    names = records.bodies(session, list(sums))
    rows = [
        _row(asked, ("payee", payee), pairs, names.get(payee, person(payee)), beside=payee)
        for payee, pairs in sums.items()
    ]
    return rows, list(sums)[-1] if len(sums) == PAGE else ""


def _by_case(session: Session, asked: Wanted, after: str) -> tuple[list[Row], str]:
    sums = records.sums_by_case(session, asked.entries(), after=row_number(after), limit=PAGE)
    numbers = numbers_of(session, list(sums))
    rows = [
        _row(asked, ("case", numbers[case_id]), pairs, numbers[case_id])
        for case_id, pairs in sums.items()
    ]
    return rows, str(list(sums)[-1]) if len(sums) == PAGE else ""


def _row(asked: Wanted, of: tuple[str, str], pairs: Pairs, name: str, *, beside: str = "") -> Row:
    way, key = of
    count = sum(one.entries for one in pairs.values())
    moved = by_movement(fens(pairs))
    to = {one: _to(asked, way, one, key) for one in moved}
    return Row(name, beside, _to(asked, way, "", key), count, moved, to)


def _to(asked: Wanted, way: str, movement: str, key: str = "") -> str:
    """The entries an amount consists of."""
    if not key:
        year = str(asked.period.first.year) if way == "month" else None
        return asked.address("web.ledger_entries", moved=movement, year=year)
    return asked.address("web.ledger_entries", **{way: key}, moved=movement)


@dataclass(frozen=True, slots=True)
class Total:
    """What the whole statement comes to."""

    count: int
    fen: Mapping[str, int]


def _total(session: Session, asked: Wanted, way: str) -> Total:
    period = year_of(asked.period.first.year) if way == "month" else asked.period
    pairs = records.pairs(session, asked.days(period))
    return Total(sum(one.entries for one in pairs.values()), by_movement(fens(pairs)))
