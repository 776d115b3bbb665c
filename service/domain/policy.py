"""A jurisdiction's dated values: looked up by the date the policy names, each citing its clause."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from service.domain.deadline import DeadlineRule
from service.domain.policy_catalogue import read_catalogue
from service.domain.policy_check import problems
from service.domain.policy_values import (
    DEFAULT,
    Jurisdiction,
    Process,
    Region,
    Timeline,
    Value,
    read_deadline,
    read_jurisdiction,
    read_processes,
    read_timelines,
)
from service.domain.stage import read_stages

__all__ = [
    "DEFAULT",
    "Jurisdiction",
    "NotInForce",
    "Policy",
    "Process",
    "Region",
    "UnknownValue",
    "Value",
    "problems",
]


class UnknownValue(Exception):
    """The policy has no value or deadline of that name."""


class NotInForce(Exception):
    """The policy has such a value, but none for that day."""


def _places(region: str | None) -> tuple[str, ...]:
    """Whose own version goes first: the county's, then its city's."""
    return () if region is None else (region, f"{region[:4]}00")


class Policy:
    """The values of one policy.toml, indexed once and then only looked up."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.jurisdiction = read_jurisdiction(raw["jurisdiction"])
        self._tables: Mapping[str, Mapping[str, Any]] = raw["value"]
        self._timelines: dict[tuple[str, str | None], Timeline] = {}
        for key, table in self._tables.items():
            for region, line in read_timelines(key, table, self.jurisdiction.document):
                self._timelines[key, region] = line
        self._deadlines: Mapping[str, Mapping[str, Any]] = raw.get("deadline", {})
        self.catalogue = read_catalogue(raw.get("catalogue", ()))
        self.stages = read_stages(raw.get("stage", {}))
        self.processes = read_processes(raw.get("process", {}))
        self._rules: dict[tuple[str, date, bool], DeadlineRule] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all values, in the order of the file."""
        return tuple(self._tables)

    @property
    def deadlines(self) -> tuple[str, ...]:
        """The names of all deadlines, in the order of the file."""
        return tuple(self._deadlines)

    def value(self, key: str, on: date, *, region: str | None = None) -> Value:
        """The version in force that day: the county's own, its city's, else the general one."""
        own = [self._timelines.get((key, place)) for place in _places(region)]
        lines = (*(line for line in own if line is not None), self._general(key))
        found = next((one for line in lines if (one := line.at(on)) is not None), None)
        if found is None:
            raise NotInForce(f"{key} on {on}")
        return found

    def find(self, key: str, on: date, *, region: str | None = None) -> Value | None:
        """The version in force that day; None before the first."""
        try:
            return self.value(key, on, region=region)
        except NotInForce:
            return None

    def has(self, key: str) -> bool:
        """Whether the place has such a rule at all; where it has none, nobody owes it."""
        return key in self._tables

    def changes(self, key: str, *, region: str | None = None) -> tuple[date, ...]:
        """The days on which a value may become another one in that region."""
        lines = (self._timelines.get((key, place)) for place in (*_places(region), None))
        versions = [one for line in lines if line is not None for one in line.versions]
        ends = {one.until + timedelta(days=1) for one in versions if one.until is not None}
        return tuple(sorted({one.since for one in versions} | ends))

    def versions(self, key: str) -> tuple[Value, ...]:
        """Every version of a value, oldest first, as a page about it shows them."""
        return self._general(key).versions

    def choose_by(self, key: str) -> str:
        """Which date chooses the version: the filing or the start of the class."""
        return str(self._table(key)["choose_by"])

    def label(self, key: str) -> Mapping[str, str]:
        """What the office calls a value, by language."""
        return dict(self._table(key)["label"])

    def number(self, key: str, on: date) -> int:
        """A value that counts something."""
        found = self.value(key, on).value
        if isinstance(found, bool) or not isinstance(found, int):
            raise TypeError(f"{key} is no number")
        return found

    def is_on(self, key: str, on: date, *, region: str | None = None) -> bool:
        """Whether a switch is on that day."""
        found = self.value(key, on, region=region).value
        if not isinstance(found, bool):
            raise TypeError(f"{key} is no switch")
        return found

    def words(self, key: str, on: date) -> tuple[str, ...]:
        """A value that lists words; one word alone is a list of one."""
        found = self.value(key, on).value
        if isinstance(found, str):
            return (found,)
        if not isinstance(found, tuple):
            raise TypeError(f"{key} lists no words")
        return found

    def deadline(self, name: str, on: date) -> DeadlineRule:
        """The rule of a deadline as it stands that day."""
        table = self._deadline(name)
        days, rolls = self.value(table["days"], on), self._receipt_rolls(on)
        key = (name, days.since, rolls)
        if key not in self._rules:
            self._rules[key] = read_deadline(name, table, days, receipt_rolls=rolls)
        return self._rules[key]

    def deadline_days(self, name: str) -> str:
        """The value that says how long a deadline is."""
        return str(self._deadline(name)["days"])

    def deadline_basis(self, name: str) -> str:
        """Which date chooses the version of a deadline: that of its days."""
        return self.choose_by(self.deadline_days(name))

    def _table(self, key: str) -> Mapping[str, Any]:
        if key not in self._tables:
            raise UnknownValue(key)
        return self._tables[key]

    def _general(self, key: str) -> Timeline:
        if (key, None) not in self._timelines:
            raise UnknownValue(key)
        return self._timelines[key, None]

    def _deadline(self, name: str) -> Mapping[str, Any]:
        if name not in self._deadlines:
            raise UnknownValue(name)
        return self._deadlines[name]

    def _receipt_rolls(self, on: date) -> bool:
        if "nonworking_receipt" not in self._tables:
            return False
        return self.value("nonworking_receipt", on).value == "rolled"
