"""When a dispatch report is due: on days of the month, or every so many days from an anchor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.domain.calendar import Calendar

# On a day off: the working day before it, the one after it, or that very day.
SHIFTS = ("previous", "next", "none")


@dataclass(frozen=True, slots=True)
class Schedule:
    """The notice's days, from the first on which it asks for a report to the last."""

    since: date
    until: date
    days_of_month: tuple[int, ...]
    anchor: date | None
    every_days: int
    shift: str
    remind_workdays: int
    clause: str
    defaults: tuple[str, ...]

    def due_dates(self, calendar: Calendar) -> tuple[date, ...]:
        """Every due date, in order; a day off gives way as the schedule says."""
        shifted = {_shifted(day, self.shift, calendar) for day in self._named_days()}
        return tuple(sorted(shifted))

    def _named_days(self) -> Iterator[date]:
        span = range((self.until - self.since).days + 1)
        return (day for day in (self.since + timedelta(days=n) for n in span) if self._names(day))

    def _names(self, day: date) -> bool:
        if self.anchor is None:
            return day.day in self.days_of_month
        return day >= self.anchor and (day - self.anchor).days % self.every_days == 0


def read_schedule(raw: Mapping[str, Any]) -> Schedule:
    """The schedule of a file that has passed the check."""
    return Schedule(
        since=raw["since"],
        until=raw["until"],
        days_of_month=tuple(raw.get("days_of_month", ())),
        anchor=raw.get("anchor"),
        every_days=raw.get("every_days", 0),
        shift=raw["shift"],
        remind_workdays=raw["remind_workdays"],
        clause=raw["clause"],
        defaults=tuple(raw.get("defaults", ())),
    )


def _shifted(day: date, shift: str, calendar: Calendar) -> date:
    if shift == "none":
        return day
    return calendar.back(day) if shift == "previous" else calendar.roll(day)
