"""Working days as the State Council's notices fix them, and what a day is in Beijing."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path

# China keeps one hour all year, so no tz database is needed to know Beijing's.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One day a notice speaks of: off, or worked to make up for a day off."""

    day: date
    working: bool
    name: str
    notice: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. Days not listed follow the week; unknown years are estimated."""

    days: Mapping[date, bool]
    version: str
    known_years: frozenset[int]

    def is_working(self, day: date) -> bool:
        listed = self.days.get(day)
        if listed is not None:
            return listed
        if day.weekday() >= _SATURDAY:
            return False
        return day.year in self.known_years or day not in _estimated_days_off(day.year)

    def is_estimated(self, day: date) -> bool:
        return day.year not in self.known_years and day not in self.days

    def roll(self, day: date) -> date:
        """The day itself if it is worked, else the next working day."""
        while not self.is_working(day):
            day += _DAY
        return day

    def back(self, day: date) -> date:
        """The day itself if it is worked, else the working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it, if n is negative); 0 rolls forward."""
        if n == 0:
            return self.roll(day)
        step = _DAY if n > 0 else -_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def add_days(self, day: date, n: int) -> date:
        """So many natural days on; a last day that is off moves to the next working day."""
        return self.roll(day + timedelta(days=n))

    def workdays_between(self, after: date, upto: date) -> int:
        """How many working days lie after the first day, up to and including the second."""
        span = range(1, (upto - after).days + 1)
        return sum(self.is_working(after + timedelta(days=n)) for n in span)


def beijing_date(instant: datetime) -> date:
    """The day it is in Beijing at that instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone names no day")
    return instant.astimezone(BEIJING).date()


def beijing_time(day: date, clock: time) -> datetime:
    """That hour of that day in Beijing, as a UTC instant."""
    return datetime.combine(day, clock, BEIJING).astimezone(UTC)


def day_end(day: date) -> datetime:
    """The first instant that no longer belongs to the day: the next midnight in Beijing, in UTC."""
    return beijing_time(day + _DAY, time())


def load_notices() -> tuple[NoticeDay, ...]:
    """Every day the notices of 2020 to 2026 name; a later notice has outweighed an earlier one."""
    return _notices()[0]


def notice_calendar() -> Calendar:
    """The calendar made of the notices alone."""
    return _notices()[1]


@cache
def _notices() -> tuple[tuple[NoticeDay, ...], Calendar]:
    raw = tomllib.loads(Path(__file__).with_name("holidays.toml").read_text("utf-8"))
    days: dict[date, NoticeDay] = {}
    for notice in raw["notice"]:
        for block in notice["block"]:
            for word, working in (("off", False), ("work", True)):
                for day in block[word]:
                    days[day] = NoticeDay(day, working, block["name"], notice["number"])
    known = frozenset(notice["year"] for notice in raw["notice"])
    listed = tuple(days[day] for day in sorted(days))
    worked = {entry.day: entry.working for entry in listed}
    return listed, Calendar(worked, raw["version"], known)


@cache
def _estimated_days_off(year: int) -> frozenset[date]:
    """The statutory holidays of a year whose notice is not out; 调休 cannot be foretold."""
    import holidays  # noqa: PLC0415 - slow to load, and most days lie in years with a notice

    return frozenset(holidays.country_holidays("CN", years=year))
