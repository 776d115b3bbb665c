"""The entries behind every amount, and one entry with its case, its form, its clause, its hands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from flask import Response, render_template, request, url_for
from sqlalchemy.orm import Session

from service.commands import place
from service.commands.library import RuleBook
from service.commands.reconciling import reading
from service.commands.sheets.writing_sheet import Cell, workbook
from service.domain.calendar import beijing_date, beijing_time, day_end
from service.domain.ledger import PAID_INTO
from service.domain.policy import DEFAULT
from service.domain.refusals import NotVisible
from service.domain.statement import MOVEMENTS, OTHER, Pair, by_movement, movement_of, year_of
from service.records import statement as records
from service.records.base import row_number
from service.records.budget import items_of
from service.records.case import numbers_of
from service.records.database import db
from service.records.history import history_of
from service.records.ledger import LedgerEntry
from service.records.statement import Asked, Moved, Sought
from service.records.step import Place, Scope
from service.web.desks.timing import in_force
from service.web.finance.books import (
    ACCOUNTS,
    Wanted,
    excel,
    fens,
    moved_word,
    offered,
    person,
    tabs,
    wanted,
)
from service.web.front import actor, blueprint, minute
from service.web.history import form_title, names_of
from service.web.language import say
from service.web.money import amount
from service.web.naming import stage_name
from service.web.words import FUNDS, ORDERS, word

PAGE, MOST_TAKEN, TAKEN_AT_ONCE = 50, 20_000, 500
FIRST_YEAR, LAST_YEAR = 2000, 2999
KEPT = ("moved", "year", "payee", "case", "day")
STAGES = frozenset(PAID_INTO)
INSTANT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a table prints it."""

    id: int
    href: str
    at: str
    number: str
    moved: str
    stage: str
    payee: str
    fund: str
    item: str
    fen: int
    voucher: str
    clause: str
    guide: str
    debit: str
    credit: str


@blueprint.get("/books/entries")
def ledger_entries() -> str:
    """The entries an amount consists of, fifty at a time."""
    session, asked = db.session(), wanted()
    sought, after = _sought(session, asked), place.read(request.args.get("after"))
    found = records.entries(session, sought, after=after, limit=PAGE) if sought else []
    more = place.write(Place(found[-1].at, found[-1].id)) if len(found) == PAGE else None
    return render_template(
        "finance/entries.html",
        asked=asked,
        tabs=tabs(asked),
        typed=_typed(),
        unbound=_unbound(),
        period=_period_words(asked),
        movements=[(name, moved_word(name)) for name in MOVEMENTS],
        lines=_lines(session, found),
        total=_comes_to(session, sought),
        excel=asked.address("web.ledger_entries_excel", **_typed()),
        next=asked.address("web.ledger_entries", **_typed(), after=more) if more else None,
        first=asked.address("web.ledger_entries", **_typed()) if after else None,
        **offered(session),
    )


@blueprint.get("/books/entries.xlsx")
def ledger_entries_excel() -> Response:
    """The same as a spreadsheet, up to twenty thousand entries."""
    session, asked = db.session(), wanted()
    sought, after = _sought(session, asked), None
    rows: list[list[Cell]] = []
    while sought is not None and len(rows) < MOST_TAKEN:
        found = records.entries(session, sought, after=after, limit=TAKEN_AT_ONCE)
        rows += [_row(one) for one in _lines(session, found)]
        if len(found) < TAKEN_AT_ONCE:
            break
        after = Place(found[-1].at, found[-1].id)
        session.expunge_all()
    headings = [
        *(say("编号"), say("时间"), say("办件编号"), say("事项"), say("借方"), say("贷方")),
        *(
            say("款项"),
            say("收款方"),
            say("资金来源"),
            say("指标编号"),
            say("金额（元）"),
            say("凭证号"),
            say("依据"),
        ),
    ]
    title = say("分录")
    content = workbook(title, headings, rows)
    return excel(content, f"{title}-{asked.month}.xlsx", f"entries-{asked.month}.xlsx")


@blueprint.get("/books/entries/<entry_id>")
def ledger_entry(entry_id: str) -> str:
    """One entry, and the way from it to the case, the form and the clause."""
    session, number = db.session(), row_number(entry_id)
    scopes = reading.scopes_of(actor())
    found = records.entry_in(session, scopes, number) if number is not None else None
    if found is None:
        raise NotVisible
    book = in_force(session, found.jurisdiction)[0]
    (line,) = _lines(session, [found])
    return render_template(
        "finance/entry.html",
        line=line,
        entry=found,
        amount=amount("", found.fen),
        same=_lines(session, _of_same_event(session, found)),
        act=_act(session, found, book),
        approver=names_of(session, [found.approver_id]).get(found.approver_id or 0, ""),
        rules=found.bundle_hash[:12],
    )


def _typed() -> dict[str, str]:
    return {name: request.args[name][:60] for name in KEPT if request.args.get(name)}


def _sought(session: Session, asked: Wanted) -> Sought | None:
    """The entries the address asks for; of a case nobody may see there are none."""
    typed = _typed()
    since, until = _moments(asked, typed)
    case = records.case_in(session, asked.scopes, typed["case"]) if "case" in typed else None
    if "case" in typed and case is None:
        return None
    return Sought(
        asked.scopes,
        asked.fund,
        since,
        until,
        pairs=MOVEMENTS.get(typed.get("moved", ""), ()),
        payee=typed.get("payee", ""),
        case_id=case.id if case else None,
    )


def _moments(asked: Wanted, typed: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    """One day, a year, or a month; a case and a payee are asked for from their first entry on."""
    day, year = reading.read_day(typed.get("day", "")), row_number(typed.get("year", ""))
    if day is not None:
        return beijing_time(day, time()), day_end(day)
    if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
        return reading.moments(year_of(year))
    if _unbound():
        return None, None
    return reading.moments(asked.period)


def _unbound() -> bool:
    """A case and a payee are asked for from their first entry on, unless a month is named."""
    return bool(_typed().keys() & {"case", "payee"}) and not request.args.get("month")


def _period_words(asked: Wanted) -> str:
    typed = _typed()
    day, year = reading.read_day(typed.get("day", "")), row_number(typed.get("year", ""))
    if day is not None:
        return day.isoformat()
    if year is not None:
        return str(year)
    return say("全部时间") if _unbound() else asked.month


def _comes_to(session: Session, sought: Sought | None) -> list[tuple[str, int, int]]:
    """What all of them come to, movement by movement: how much, how many."""
    if sought is None:
        return []
    pairs = _pairs(session, sought)
    counts: dict[str, int] = {}
    for pair, one in pairs.items():
        name = movement_of(pair)
        counts[name] = counts.get(name, 0) + one.entries
    moved = by_movement(fens(pairs))
    named = [*MOVEMENTS, OTHER]
    return [(moved_word(one), moved[one], counts[one]) for one in named if one in moved]


def _pairs(session: Session, sought: Sought) -> dict[Pair, Moved]:
    """A case's or a payee's own entries are added up; of a whole place the days were already."""
    if sought.case_id is not None or sought.payee:
        return records.sums_of(session, sought)
    first = beijing_date(sought.since) if sought.since else None
    end = beijing_date(sought.until) if sought.until else None
    kept = records.pairs(session, Asked(sought.scopes, sought.fund, first, end))
    return {pair: one for pair, one in kept.items() if not sought.pairs or pair in sought.pairs}


def _lines(session: Session, found: Sequence[LedgerEntry]) -> list[Line]:
    numbers = numbers_of(session, [one.case_id for one in found])
    names = records.bodies(session, {one.payee for one in found})
    items = items_of(session, {one.drawn_from for one in found})
    return [
        _line(session, one, numbers[one.case_id], names, item=items.get(one.drawn_from, ""))
        for one in found
    ]


def _line(
    session: Session, one: LedgerEntry, number: str, names: Mapping[str, str], *, item: str
) -> Line:
    policy = in_force(session, one.jurisdiction)[0].policy
    silent = one.clause.startswith(f"{DEFAULT}:")
    guide = url_for("web.help_place", code=one.jurisdiction, _anchor=one.clause)
    return Line(
        id=one.id,
        href=url_for("web.ledger_entry", entry_id=one.id),
        at=minute(one.at),
        number=number,
        moved=moved_word(movement_of((one.debit, one.credit))),
        stage=stage_name(policy, one.stage) if one.stage in STAGES else "",
        payee=names.get(one.payee) or person(one.payee),
        fund=word(FUNDS, one.fund),
        item=item,
        fen=one.fen,
        voucher=one.voucher_no or "",
        clause=say("默认值") if silent else one.clause,
        guide="" if silent else guide,
        debit=word(ACCOUNTS, one.debit),
        credit=word(ACCOUNTS, one.credit),
    )


def _row(one: Line) -> list[Cell]:
    return [
        *(one.id, one.at, one.number, one.moved, one.debit, one.credit, one.stage, one.payee),
        *(one.fund, one.item, one.fen / 100, one.voucher, one.clause),
    ]


def _of_same_event(session: Session, found: LedgerEntry) -> list[LedgerEntry]:
    """What the same step of the case wrote besides it."""
    here = (Scope("", found.jurisdiction, found.region),)
    asked = Sought(here, since=found.at, until=found.at + INSTANT, case_id=found.case_id)
    return [
        one
        for one in records.entries(session, asked, limit=PAGE)
        if one.history_seq == found.history_seq and one.id != found.id
    ]


@dataclass(frozen=True, slots=True)
class Act:
    """What was done on the case when the entry was written: what, by whom, under which number."""

    what: str
    who: str
    seq: int
    form: str


def _act(session: Session, found: LedgerEntry, book: RuleBook) -> Act | None:
    entries = history_of(session, found.case_id, after=found.history_seq - 1, limit=1)
    if not entries or entries[0].seq != found.history_seq:
        return None
    (done,) = entries
    names = names_of(session, [done.actor_id])
    who = names.get(done.actor_id, "") if done.actor_id is not None else ""
    what = form_title(book, done.step, done.step) if done.step else word(ORDERS, done.order)
    return Act(what, who, done.seq, done.step or "")
