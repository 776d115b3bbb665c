"""Living allowance: what hours and days earn a learner, and how much of it fits in the year."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

ORDERS = ("chronological", "best")


@dataclass(frozen=True, slots=True)
class Rates:
    """What a place pays; so many class hours online make one paid unit, a day or an hour."""

    hour_minutes: int
    online_hours: int
    online_fen: int
    offline_fen: int
    cap_days: int | None = None  # None: nothing is said of a cap
    order: str = ORDERS[0]


@dataclass(frozen=True, slots=True)
class Units:
    """Paid units of one calendar year: online ones, and days attended."""

    online: int = 0
    offline: int = 0

    @property
    def total(self) -> int:
        """What counts against the cap."""
        return self.online + self.offline

    def fen(self, rates: Rates) -> int:
        """What they come to."""
        return self.online * rates.online_fen + self.offline * rates.offline_fen


def earned(
    studied: Iterable[tuple[date, int]], attended: Collection[date], rates: Rates
) -> dict[int, Units]:
    """What one class earned, by calendar year: minutes studied online by day, and days attended.

    Hours add up over the whole class and what is left over at its end is dropped; a unit belongs
    to the year in which its last minute was studied.
    """
    online: dict[int, int] = {}
    unit, minutes = rates.hour_minutes * rates.online_hours, 0
    for day, more in sorted(studied):
        online[day.year] = online.get(day.year, 0) + (minutes + more) // unit - minutes // unit
        minutes += more
    years = {day.year for day in attended} | {year for year, units in online.items() if units}
    return {
        year: Units(online.get(year, 0), sum(day.year == year for day in set(attended)))
        for year in sorted(years)
    }


def within_cap(units: Units, used_days: int, rates: Rates, *, cap_lifted: bool = False) -> Units:
    """What of a year's units is paid after so many days were taken already.

    Of one class the online days come first, as they were studied; or those that pay better.
    """
    if rates.cap_days is None or cap_lifted:
        return units
    room = max(rates.cap_days - used_days, 0)
    offline_first = rates.order == "best" and rates.offline_fen > rates.online_fen
    if offline_first:
        offline = min(units.offline, room)
        return Units(min(units.online, room - offline), offline)
    online = min(units.online, room)
    return Units(online, min(units.offline, room - online))
