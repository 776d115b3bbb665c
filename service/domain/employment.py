"""How long somebody has worked after a class, and whether enough of the class found work."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_OF_A_MONTH = 30
WHOLE_BP = 10_000

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Spell:
    """An unbroken time of work, both days counted."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Measure:
    """What the spells of one learner come to, read in days and read in months."""

    days: int
    months: int

    def reaches(self, *, days: int, months: int) -> bool:
        """Either reading is enough."""
        return self.days >= days or self.months >= months


def merged(spells: Iterable[Spell]) -> list[Spell]:
    """The spells in order; what overlaps or follows on the next day is one, counted once."""
    found: list[Spell] = []
    for spell in sorted(spells):
        if found and spell.first <= found[-1].last + _DAY:
            found[-1] = Spell(found[-1].first, max(found[-1].last, spell.last))
        else:
            found.append(spell)
    return found


def measure(spells: Iterable[Spell]) -> Measure:
    """Days added up; calendar months of each unbroken spell, what is left at 30 days a month."""
    days = months = left = 0
    for spell in merged(spells):
        whole = _whole_months(spell)
        days += (spell.last - spell.first).days + 1
        months += whole
        left += (spell.last - _last_day(spell.first, whole)).days
    return Measure(days, months + left // DAYS_OF_A_MONTH)


def _whole_months(spell: Spell) -> int:
    months = 0
    while _last_day(spell.first, months + 1) <= spell.last:
        months += 1
    return months


def _last_day(first: date, months: int) -> date:
    """The day that completes so many months; where its month has no such day, the month's end."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    longest = monthrange(year, month + 1)[1]
    if first.day > longest:
        return date(year, month + 1, longest)
    return date(year, month + 1, first.day) - _DAY


def wrong_days(spell: Spell, *, today: date, not_before: date | None) -> str | None:
    """What is wrong with the days of a spell, in a word; None when nothing is."""
    if spell.last < spell.first:
        return "dates_reversed"
    if spell.last > today:
        return "in_future"
    if not_before is not None and spell.first < not_before:
        return "before_completion"
    return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many of a class were trained, passed, and found work at first."""

    trained: int
    passed: int
    employed: int


@dataclass(frozen=True, slots=True)
class Gate:
    """The least shares, in basis points, and what the employed are counted against."""

    pass_bp: int
    employed_bp: int
    employed_of: str = "trained"


def rate_ok(part: int, whole: int, least_bp: int) -> bool:
    """Whether a part is at least so much of the whole, in whole numbers, the limit included."""
    return whole > 0 and WHOLE_BP * part >= least_bp * whole


def short_rates(outcome: Outcome, gate: Gate) -> Sequence[str]:
    """Which of the two rates is not reached: `passed`, `employed`; empty when both are."""
    of = outcome.passed if gate.employed_of == "passed" else outcome.trained
    short = []
    if not rate_ok(outcome.passed, outcome.trained, gate.pass_bp):
        short.append("passed")
    if not rate_ok(outcome.employed, of, gate.employed_bp):
        short.append("employed")
    return tuple(short)
