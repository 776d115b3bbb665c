"""How a deadline begins, pauses with its remainder frozen, resumes, and when it calls."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from service.domain.calendar import Calendar, beijing_date, beijing_time, day_end

Kind = Literal["statutory", "target", "internal"]
Count = Literal["workdays", "days", "months", "years"]
KINDS: tuple[Kind, ...] = ("statutory", "target", "internal")
COUNTS: tuple[Count, ...] = ("workdays", "days", "months", "years")

_MONTHS = {"months": 1, "years": 12}
_RUNG = re.compile(r"(?:(due)|([+-]\d{1,3})(wd|d)) ([01]\d|2[0-3]):([0-5]\d)")


class PauseNotPermitted(Exception):
    """This deadline does not stop for that reason."""


class NotRunning(Exception):
    """A paused deadline cannot be paused again, nor a running one resumed."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A call on the way to a deadline: `-1wd 09:00`, `due 14:00`, `passed`, `+1wd 09:00`."""

    name: str
    at: str

    def __post_init__(self) -> None:
        if self.at != "passed":
            self.parts()

    def parts(self) -> tuple[str, ...]:
        """The words of its time: due or an offset with its unit, hour and minute."""
        found = _RUNG.fullmatch(self.at)
        if found is None:
            raise ValueError(f"{self.at!r} is no time on the way to a deadline")
        return found.groups(default="")


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A period as the policy states it."""

    name: str
    days: int
    count: Count
    kind: Kind
    clause: str
    source: str
    pauses: tuple[str, ...] = ()
    rungs: tuple[Rung, ...] = ()
    label: tuple[tuple[str, str], ...] = ()
    article: str = ""
    # False is the strict reading: after receipt on a day off, the next working day is day 1.
    receipt_rolls: bool = False


@dataclass(frozen=True, slots=True)
class RunningDeadline:
    """A period that runs from a day (not counted), or stands still while `due_at` is empty."""

    rule: str
    starts_on: date
    due_at: datetime | None
    remaining: int
    calendar_version: str
    estimated: bool = False

    @property
    def last_day(self) -> date | None:
        """The last day on which one is still in time."""
        if self.due_at is None:
            return None
        return beijing_date(self.due_at) - timedelta(days=1)


def begin(rule: DeadlineRule, received: datetime | date, calendar: Calendar) -> RunningDeadline:
    """Start the period; the day of receipt is not counted (民法典 201)."""
    day = beijing_date(received) if isinstance(received, datetime) else received
    if rule.receipt_rolls:
        day = calendar.roll(day)
    return _run(rule, day, rule.days, calendar)


def pause(
    running: RunningDeadline,
    rule: DeadlineRule,
    asked_at: datetime,
    calendar: Calendar,
    *,
    reason: str = "correction",
    asked_day_used: bool = True,
) -> RunningDeadline:
    """Stop the period with what is left of it; what is overdue has nothing left."""
    if reason not in rule.pauses:
        raise PauseNotPermitted(f"{rule.name}: {reason}")
    if running.due_at is None:
        raise NotRunning(rule.name)
    asked_on = beijing_date(asked_at)
    used = _used(running, rule, asked_on, calendar)
    if not asked_day_used and asked_on > running.starts_on and _counts(rule, asked_on, calendar):
        used -= 1
    left = max(running.remaining - used, 0)
    return replace(running, due_at=None, remaining=left, estimated=False)


def resume(
    paused: RunningDeadline, rule: DeadlineRule, received_at: datetime, calendar: Calendar
) -> RunningDeadline:
    """Let the remainder run; with none left, the day on which the correction came is the last."""
    if paused.due_at is not None:
        raise NotRunning(rule.name)
    return _run(rule, beijing_date(received_at), paused.remaining, calendar)


def recount(running: RunningDeadline, rule: DeadlineRule, calendar: Calendar) -> RunningDeadline:
    """The same period under another calendar; a paused one only takes its version."""
    if running.due_at is None:
        return replace(running, calendar_version=calendar.version)
    return _run(rule, running.starts_on, running.remaining, calendar)


def rung_times(
    running: RunningDeadline, rule: DeadlineRule, calendar: Calendar
) -> list[tuple[str, datetime]]:
    """When each rung calls, in order; what would call before the period began is left out."""
    last_day = running.last_day
    if running.due_at is None or last_day is None:
        return []
    began = day_end(running.starts_on)
    times = [
        (rung.name, running.due_at if rung.at == "passed" else _rung_at(rung, last_day, calendar))
        for rung in rule.rungs
    ]
    return sorted((pair for pair in times if pair[1] >= began), key=lambda pair: pair[1])


def end_of_period(day: date, n: int, count: Count, calendar: Calendar) -> date:
    """The last day of n working days, days, months or years after `day` (民法典 202, 203)."""
    if count == "workdays":
        return calendar.add_workdays(day, n)
    if count == "days":
        return calendar.add_days(day, n)
    return calendar.roll(same_day(day, n * _MONTHS[count]))


def same_day(day: date, months: int) -> date:
    """The corresponding day so many months on, or that month's end where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _run(rule: DeadlineRule, day: date, n: int, calendar: Calendar) -> RunningDeadline:
    last = end_of_period(day, n, rule.count, calendar)
    estimated = calendar.is_estimated(last)
    return RunningDeadline(rule.name, day, day_end(last), n, calendar.version, estimated)


def _used(running: RunningDeadline, rule: DeadlineRule, asked_on: date, calendar: Calendar) -> int:
    if rule.count == "workdays":
        return calendar.workdays_between(running.starts_on, asked_on)
    if rule.count == "days":
        return max((asked_on - running.starts_on).days, 0)
    raise PauseNotPermitted(f"{rule.name}: a period in {rule.count} has no frozen remainder")


def _counts(rule: DeadlineRule, day: date, calendar: Calendar) -> bool:
    return rule.count == "days" or calendar.is_working(day)


def _rung_at(rung: Rung, last_day: date, calendar: Calendar) -> datetime:
    due, offset, unit, hour, minute = rung.parts()
    if due:
        day = last_day
    elif unit == "wd":
        day = calendar.add_workdays(last_day, int(offset))
    else:
        day = last_day + timedelta(days=int(offset))
    return beijing_time(day, time(int(hour), int(minute)))
