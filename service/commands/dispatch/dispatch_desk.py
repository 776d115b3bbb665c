"""What may be read of dispatch reports from a desk: whose, for which day, how each stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from service.commands.dispatch import reports
from service.commands.library import LIBRARY
from service.domain.calendar import Calendar, beijing_date, day_end
from service.domain.dispatch_layout import Layout, Unit
from service.domain.dispatch_sheet import Line
from service.domain.permissions import Actor
from service.domain.refusals import NotVisible
from service.records import dispatch as records
from service.records.bundle import published_jurisdictions
from service.records.dispatch import Asked, DispatchReport

# What is long past is no news: whoever first publishes an old notice is not called for it.
FRESH = timedelta(days=31)
READERS = reports.COUNTY | {"city_reviewer", "auditor"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one report stands: its newest state, and whether it came or still comes late."""

    unit: Unit
    due_on: date
    newest: DispatchReport | None
    confirmed_at: datetime | None
    days_late: int

    @property
    def state(self) -> str:
        """None yet, a draft, or confirmed."""
        return self.newest.state if self.newest else "none"


@dataclass(frozen=True, slots=True)
class Board:
    """All reports of one kind that somebody sees: offices by days."""

    jurisdiction: str
    names: dict[str, str]
    report: str
    layout: Layout
    units: tuple[Unit, ...]
    due_dates: tuple[date, ...]
    standings: dict[tuple[str, date], Standing]


def boards(session: Session, actor: Actor, now: datetime) -> list[Board]:
    """Every kind of report that is the actor's to read."""
    return [board for board in _all_boards(session, actor, now) if board.units]


def _all_boards(
    session: Session, actor: Actor, now: datetime, *, only_called: bool = False
) -> Iterator[Board]:
    held = {grant.jurisdiction for grant in actor.grants if grant.role in READERS}
    for jurisdiction in published_jurisdictions(session):
        if not held & {None, jurisdiction}:
            continue
        book, calendar = LIBRARY.in_force(session, jurisdiction)
        for report in book.bundle.reports:
            layout = reports.layout_of(book, report)
            seen = (one for one in layout.units if may_read(actor, jurisdiction, layout, one))
            units = tuple(sorted(seen, key=lambda one: (-one.level, one.code)))
            due_dates = tuple(
                day
                for day in layout.schedule.due_dates(calendar)
                if not only_called or is_called(layout, day, calendar, now)
            )
            if only_called and not due_dates:
                continue
            yield Board(
                jurisdiction,
                book.policy.jurisdiction.names,
                report,
                layout,
                units,
                due_dates,
                _standings(session, (jurisdiction, report), units, due_dates, now=now),
            )


def _standings(
    session: Session,
    place: tuple[str, str],
    units: Sequence[Unit],
    due_dates: Sequence[date],
    *,
    now: datetime,
) -> dict[tuple[str, date], Standing]:
    codes = [unit.code for unit in units]
    newest = records.newest_of_units(session, *place, codes, confirmed=False)
    first = records.first_confirmed(session, *place, codes)
    return {
        (unit.code, day): Standing(
            unit,
            day,
            newest.get((unit.code, day)),
            first.get((unit.code, day)),
            days_late(day, first.get((unit.code, day)) or now),
        )
        for unit in units
        for day in due_dates
    }


def standing(session: Session, asked: Asked, unit: Unit, now: datetime) -> Standing:
    """How one report stands."""
    place = asked.jurisdiction, asked.report
    return _standings(session, place, [unit], [asked.due_on], now=now)[unit.code, asked.due_on]


def days_late(due_on: date, at: datetime) -> int:
    """How many days after its day a report came, or is still missing; 0 within it."""
    return max((beijing_date(at) - due_on).days, 0) if at >= day_end(due_on) else 0


def may_read(actor: Actor, jurisdiction: str, layout: Layout, unit: Unit) -> bool:
    """One's own office's, and that of every office below it."""
    above: list[str | None] = [None]
    office: Unit | None = unit
    while office is not None:
        above.append(office.code)
        office = layout.above(office)
    return any(
        grant.role in READERS
        and grant.jurisdiction in (None, jurisdiction)
        and grant.region in above
        for grant in actor.grants
    )


def readable(
    session: Session, actor: Actor, asked: Asked
) -> tuple[Calendar, Layout, Unit, list[DispatchReport]]:
    """One report with every state it has had; what one may not read does not exist."""
    _, calendar, layout, unit = reports.found(session, asked)
    if not may_read(actor, asked.jurisdiction, layout, unit):
        raise NotVisible
    return calendar, layout, unit, records.states_of(session, asked)


def lines_below(layout: Layout, report: DispatchReport) -> list[Line]:
    """The rows of a merged report: the offices below as they were when it was merged."""
    units = {unit.code: unit for unit in layout.units}
    return [Line(units[one["unit"]].names, one["numbers"]) for one in report.merged]


def amended_since(session: Session, asked: Asked, report: DispatchReport) -> list[str]:
    """Which offices below have amended or first sent their report since this one was merged."""
    codes = [*(one["unit"] for one in report.merged), *report.missing]
    now = records.newest_of_units(session, asked.jurisdiction, asked.report, codes, confirmed=True)
    merged = {one["unit"]: one["version"] for one in report.merged}
    return [
        code
        for code in codes
        if (found := now.get((code, asked.due_on))) and found.version != merged.get(code)
    ]


def waiting(session: Session, actor: Actor, now: datetime) -> list[tuple[Board, Standing]]:
    """What somebody's own office owes soon or owes already, the oldest day first."""
    found = [
        (board, one)
        for board in _all_boards(session, actor, now, only_called=True)
        for one in board.standings.values()
        if one.confirmed_at is None
        and reports.covers(actor, "PrepareReport", board.jurisdiction, one.unit)
    ]
    return sorted(found, key=lambda pair: pair[1].due_on)


def called_on(layout: Layout, due_on: date, calendar: Calendar) -> date:
    """From which day on an office is reminded."""
    return calendar.add_workdays(due_on, -layout.schedule.remind_workdays)


def is_called(layout: Layout, due_on: date, calendar: Calendar, now: datetime) -> bool:
    """Whether a report of that day is asked of the offices now: soon due, or not long past."""
    return called_on(layout, due_on, calendar) <= beijing_date(now) <= due_on + FRESH
