"""What the books say of a period: each movement by its name, the accounts before and after."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

Pair = tuple[str, str]  # the account debited, the account credited

# Every movement a reader asks for, and between which accounts it goes.
MOVEMENTS: Mapping[str, tuple[Pair, ...]] = {
    "set_aside": (("committed", "budget"),),
    "set_free": (("budget", "committed"),),
    "sent": (("in_payment", "committed"),),
    "paid": (("paid", "in_payment"), ("advance", "in_payment")),
    "returned": (("committed", "in_payment"),),
    "settled": (("paid", "advance"),),
    "called_back": (
        ("recoverable", "advance"),
        ("recoverable", "paid"),
        ("recoverable", "budget"),
    ),
    "recovered": (("recovered", "recoverable"),),
    "lapsed": (("lapsed", "committed"),),
    "written_off": (("written_off", "recoverable"),),
    # An objection was granted: it need not come back after all.
    "waived": (("paid", "recoverable"), ("budget", "recoverable"), ("advance", "recoverable")),
}
OTHER = "other"
_NAMED = {pair: name for name, pairs in MOVEMENTS.items() for pair in pairs}
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
DECEMBER, FIRST_YEAR, LAST_YEAR = 12, 2000, 2999


@dataclass(frozen=True, slots=True)
class Account:
    """One row of the trial balance; above zero stands on the debit side."""

    name: str
    before: int
    debit: int
    credit: int

    @property
    def after(self) -> int:
        """What stands on it at the end."""
        return self.before + self.debit - self.credit


@dataclass(frozen=True, slots=True)
class Period:
    """From a day on, up to a day that no longer belongs to it."""

    first: date
    end: date


def movement_of(pair: Pair) -> str:
    """What a transfer between these accounts is called."""
    return _NAMED.get(pair, OTHER)


def by_movement(pairs: Mapping[Pair, int]) -> dict[str, int]:
    """What was moved, movement by movement."""
    found: dict[str, int] = {}
    for pair, fen in pairs.items():
        found[movement_of(pair)] = found.get(movement_of(pair), 0) + fen
    return found


def trial_balance(
    accounts: Iterable[str], before: Mapping[Pair, int], during: Mapping[Pair, int]
) -> list[Account]:
    """Every account that was ever touched: where it stood, what moved, where it stands."""
    rows = [
        Account(
            name,
            sum(
                fen * ((debit == name) - (credit == name))
                for (debit, credit), fen in before.items()
            ),
            sum(fen for (debit, _), fen in during.items() if debit == name),
            sum(fen for (_, credit), fen in during.items() if credit == name),
        )
        for name in accounts
    ]
    return [row for row in rows if row.before or row.debit or row.credit]


def balanced(rows: Iterable[Account]) -> bool:
    """Whether debits and credits come to the same, and what stands comes to nothing."""
    kept = list(rows)
    moved = sum(row.debit - row.credit for row in kept)
    return moved == 0 and sum(row.after for row in kept) == 0


def month_of(day: date) -> Period:
    """The month in which a day lies."""
    first = day.replace(day=1)
    return Period(first, _next_month(first))


def year_of(year: int) -> Period:
    """A whole year."""
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def read_month(text: str) -> Period | None:
    """`2020-09` as a month; anything else is none."""
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= DECEMBER):
        return None
    return month_of(date(year, month, 1))


def median(counts: Mapping[int, int]) -> int | None:
    """The middle one of so many of each; of two in the middle the earlier."""
    half, so_far = (sum(counts.values()) + 1) // 2, 0
    for value in sorted(counts):
        so_far += counts[value]
        if so_far >= half:
            return value
    return None


def _next_month(first: date) -> date:
    if first.month == DECEMBER:
        return date(first.year + 1, 1, 1)
    return first.replace(month=first.month + 1)
