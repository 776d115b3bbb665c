"""How a period in working days was counted: received, which days counted, and due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.domain.calendar import Calendar, beijing_date
from service.records.deadline import Deadline
from service.web.language import say

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LONGEST = 45
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the count, and why it counts or does not."""

    on: str
    weekday: str
    why: str
    number: int | None
    unusual: bool


def counted(row: Deadline, calendar: Calendar) -> Sequence[Day]:
    """The days from the one it runs from to the last; nothing for periods that are not short."""
    if row.due_at is None:
        return ()
    last = beijing_date(row.due_at) - ONE_DAY
    if not 0 <= (last - row.starts_on).days <= LONGEST:
        return ()
    first = Day(
        row.starts_on.isoformat(),
        _weekday(row.starts_on),
        say("起算日，不计入"),
        None,
        unusual=False,
    )
    days, number, day = [first], 0, row.starts_on + ONE_DAY
    while day <= last:
        number += calendar.is_working(day)
        days.append(_day(day, number, calendar))
        day += ONE_DAY
    return days


def _day(day: date, number: int, calendar: Calendar) -> Day:
    working, weekend = calendar.is_working(day), day.weekday() >= SATURDAY
    if working and weekend:
        why = say("调休上班，第 {n} 个工作日", n=number)
    elif working:
        why = say("第 {n} 个工作日", n=number)
    else:
        why = say("周末，不计") if weekend else say("法定节假日，不计")
    unusual = working == weekend
    return Day(day.isoformat(), _weekday(day), why, number if working else None, unusual=unusual)


def _weekday(day: date) -> str:
    return say(WEEKDAYS[day.weekday()])
