"""What the books of some places say of a period: sums kept by the day, and entry by entry."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    extract,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from service.domain.statement import Pair
from service.records.case import Case
from service.records.institution import Institution
from service.records.ledger import LedgerEntry
from service.records.ledger_day import LedgerDay
from service.records.step import Place, Scope

FEW = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the books: of which places, which fund, which days."""

    scopes: tuple[Scope, ...]
    fund: str = ""
    first: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries: since when, until when, between which accounts, of whom."""

    scopes: tuple[Scope, ...]
    fund: str = ""
    since: datetime | None = None
    until: datetime | None = None
    pairs: tuple[Pair, ...] = ()
    payee: str = ""
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved between two accounts, and in how many entries."""

    fen: int
    entries: int


Sums = dict[str, dict[Pair, Moved]]


# --- sums kept by the day ------------------------------------------------------------------------


def sums_by(session: Session, asked: Asked, by: str) -> Sums:
    """What moved, by fund, region or month (`2020-09`); the days are added up, not the entries."""
    row = LedgerDay
    columns = {
        "fund": (row.fund,),
        "region": (row.region,),
        "month": (extract("year", row.day), extract("month", row.day)),
    }[by]
    rows = session.execute(
        select(row.debit, row.credit, func.sum(row.fen), func.sum(row.entries), *columns)
        .where(*_of_days(asked))
        .group_by(row.debit, row.credit, *columns)
        .order_by(*columns)
    )
    found: Sums = {}
    for debit, credit, fen, entries, *key in rows:
        name = key[0] if by != "month" else f"{int(key[0]):04}-{int(key[1]):02}"
        found.setdefault(name, {})[debit, credit] = Moved(int(fen), int(entries))
    return found


def pairs(session: Session, asked: Asked) -> dict[Pair, Moved]:
    """What moved between each two accounts."""
    row = LedgerDay
    rows = session.execute(
        select(row.debit, row.credit, func.sum(row.fen), func.sum(row.entries))
        .where(*_of_days(asked))
        .group_by(row.debit, row.credit)
    )
    return {(debit, credit): Moved(int(fen), int(n)) for debit, credit, fen, n in rows}


def days_moved(
    session: Session, scopes: Sequence[Scope], *, before: date | None = None, limit: int = FEW
) -> list[tuple[str, str, date, int]]:
    """The days on which something moved (place, region, day, entries), the latest first."""
    row = LedgerDay
    earlier = true() if before is None else row.day < before
    rows = session.execute(
        select(row.jurisdiction, row.region, row.day, func.sum(row.entries))
        .where(_within(row, scopes), earlier)
        .group_by(row.day, row.jurisdiction, row.region)
        .order_by(row.day.desc(), row.jurisdiction, row.region)
        .limit(limit)
    )
    return [(place, region, day, int(n)) for place, region, day, n in rows]


def _of_days(asked: Asked) -> list[ColumnElement[bool]]:
    row = LedgerDay
    found = [_within(row, asked.scopes)]
    if asked.fund:
        found.append(row.fund == asked.fund)
    if asked.first is not None:
        found.append(row.day >= asked.first)
    if asked.end is not None:
        found.append(row.day < asked.end)
    return found


# --- entry by entry ------------------------------------------------------------------------------


def entries(
    session: Session, sought: Sought, *, after: Place | None = None, limit: int = FEW
) -> list[LedgerEntry]:
    """The next page of these entries, in the order in which they were written."""
    entry = LedgerEntry
    asked = select(entry).where(*_of_entries(sought), _behind(after))
    return list(session.scalars(asked.order_by(entry.at, entry.id).limit(limit)))


def sums_of(session: Session, sought: Sought) -> dict[Pair, Moved]:
    """What a case's or a payee's entries come to."""
    entry = LedgerEntry
    rows = session.execute(
        select(entry.debit, entry.credit, func.sum(entry.fen), func.count())
        .where(*_of_entries(sought))
        .group_by(entry.debit, entry.credit)
    )
    return {(debit, credit): Moved(int(fen), n) for debit, credit, fen, n in rows}


def sums_by_payee(
    session: Session, sought: Sought, *, after: str = "", limit: int = FEW
) -> dict[str, dict[Pair, Moved]]:
    """The next page of payees, and what each one's entries come to."""
    return _sums_by(session, sought, LedgerEntry.payee, after=after or None, limit=limit)


def sums_by_case(
    session: Session, sought: Sought, *, after: int | None = None, limit: int = FEW
) -> dict[int, dict[Pair, Moved]]:
    """The next page of cases, and what each one's entries come to."""
    return _sums_by(session, sought, LedgerEntry.case_id, after=after, limit=limit)


def _sums_by(
    session: Session,
    sought: Sought,
    column: InstrumentedAttribute[Any],
    *,
    after: str | int | None,
    limit: int,
) -> dict[Any, dict[Pair, Moved]]:
    entry = LedgerEntry
    behind = true() if after is None else column > after
    # Asked twice, the month's entries are read once; else whoever pages by payee would walk
    # through every entry that was ever written for one.
    ours = (
        select(column.label("key"), entry.debit, entry.credit, entry.fen)
        .where(*_of_entries(sought), behind)
        .cte("ours")
    )
    page = select(ours.c.key).group_by(ours.c.key).order_by(ours.c.key).limit(limit)
    rows = session.execute(
        select(ours.c.key, ours.c.debit, ours.c.credit, func.sum(ours.c.fen), func.count())
        .where(ours.c.key.in_(page))
        .group_by(ours.c.key, ours.c.debit, ours.c.credit)
        .order_by(ours.c.key)
    )
    found: dict[Any, dict[Pair, Moved]] = {}
    for key, debit, credit, fen, count in rows:
        found.setdefault(key, {})[debit, credit] = Moved(int(fen), count)
    return found


def entry_in(session: Session, scopes: Sequence[Scope], entry_id: int) -> LedgerEntry | None:
    """One entry, if it lies in these places."""
    entry = LedgerEntry
    return session.scalar(select(entry).where(entry.id == entry_id, _within(entry, scopes)))


def case_in(session: Session, scopes: Sequence[Scope], number: str) -> Case | None:
    """The case of that number, if it lies in these places."""
    return session.scalar(select(Case).where(Case.number == number, _within(Case, scopes)))


def bodies(session: Session, codes: Collection[str]) -> dict[str, str]:
    """The names of the institutions with these credit codes."""
    rows = session.execute(
        select(Institution.uscc, Institution.name).where(Institution.uscc.in_(codes))
    )
    return {code: name for code, name in rows}  # noqa: C416 - rows are no pairs to dict()


def _of_entries(sought: Sought) -> list[ColumnElement[bool]]:
    entry = LedgerEntry
    found = [_within(entry, sought.scopes)]
    if sought.fund:
        found.append(entry.fund == sought.fund)
    if sought.since is not None:
        found.append(entry.at >= sought.since)
    if sought.until is not None:
        found.append(entry.at < sought.until)
    if sought.pairs:
        found.append(_between(sought.pairs))
    if sought.payee:
        found.append(entry.payee == sought.payee)
    if sought.case_id is not None:
        found.append(entry.case_id == sought.case_id)
    return found


def _between(accounts: Iterable[Pair]) -> ColumnElement[bool]:
    entry = LedgerEntry
    return tuple_(entry.debit, entry.credit).in_(list(accounts))


def _behind(after: Place | None) -> ColumnElement[bool]:
    entry = LedgerEntry
    if after is None or after.due_at is None:
        return true()
    # One comparison of both, so that the index is entered where the last page ended.
    return tuple_(entry.at, entry.id) > tuple_(literal(after.due_at, entry.at.type), after.id)


def _within(
    table: type[LedgerDay] | type[LedgerEntry] | type[Case], scopes: Sequence[Scope]
) -> ColumnElement[bool]:
    return or_(
        false(),
        *(
            and_(
                table.jurisdiction == scope.jurisdiction if scope.jurisdiction else true(),
                table.region == scope.region if scope.region else true(),
            )
            for scope in scopes
        ),
    )
