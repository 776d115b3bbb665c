"""Once a night: offices are reminded of the reports they owe soon, and called where one is late."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from service.commands.dispatch import reports
from service.commands.dispatch.dispatch_desk import is_called
from service.commands.library import LIBRARY
from service.domain.calendar import day_end
from service.records import dispatch as records
from service.records.bundle import published_jurisdictions
from service.records.dispatch import Asked, DispatchCall
from service.records.transaction import write_transaction

REMIND, LATE = "remind", "late"


def call(session: Session, now: datetime) -> int:
    """Note whom the report is asked of now; each office once before its day and once after."""
    with write_transaction(session):
        owed = [
            DispatchCall(**asked._asdict(), kind=kind, at=now)
            for asked, kind in _owed(session, now)
        ]
        session.add_all(owed)
    return len(owed)


def _owed(session: Session, now: datetime) -> Iterator[tuple[Asked, str]]:
    for jurisdiction in published_jurisdictions(session):
        book, calendar = LIBRARY.in_force(session, jurisdiction)
        for report in book.bundle.reports:
            layout = reports.layout_of(book, report)
            codes = [unit.code for unit in layout.units]
            came = records.first_confirmed(session, jurisdiction, report, codes)
            called = records.called(session, jurisdiction, report)
            for day in layout.schedule.due_dates(calendar):
                if is_called(layout, day, calendar, now):
                    kind = _kind(day, now)
                    for code in codes:
                        if (code, day) not in came and (code, day, kind) not in called:
                            yield Asked(jurisdiction, report, code, day), kind


def _kind(due_on: date, now: datetime) -> str:
    return LATE if now >= day_end(due_on) else REMIND
