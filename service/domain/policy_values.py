"""How the dated values, deadlines and places of a policy.toml are read."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from service.domain.deadline import Count, DeadlineRule, Kind, Rung

Plain = int | str | bool | date | tuple[str, ...]
DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Value:
    """One value in force, and where it stands written."""

    key: str
    value: Plain
    clause: str
    article: str
    source: str  # the document, or "default" where it is silent
    since: date
    until: date | None = None
    unit: str = ""
    kind: str = ""
    quote: str = ""
    note: str = ""

    @property
    def is_default(self) -> bool:
        """Whether the document is silent, which the person who decides must see."""
        return self.source == DEFAULT


@dataclass(frozen=True, slots=True)
class Region:
    """A county or district."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """The place whose rules these are, and the document they stand in."""

    code: str
    zh: str
    en: str
    document: str
    issued: date
    number_prefix: str
    main: str
    hotline: str
    regions: tuple[Region, ...]

    @property
    def names(self) -> dict[str, str]:
        """What the place is called, by language."""
        return {"zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class Process:
    """A diagram of the folder that a case can run: who begins it, and what it follows on."""

    name: str
    label: tuple[tuple[str, str], ...]
    begun_by: frozenset[str]
    follows: frozenset[str]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Versions in the order of their first days."""

    since: tuple[date, ...]
    versions: tuple[Value, ...]

    def at(self, on: date) -> Value | None:
        """The version in force that day."""
        place = bisect_right(self.since, on) - 1
        if place < 0:
            return None
        found = self.versions[place]
        return None if found.until is not None and on > found.until else found


def read_timelines(
    key: str, table: Mapping[str, Any], document: str
) -> Iterator[tuple[str | None, Timeline]]:
    """The general timeline of a value, and that of each region that has its own."""
    for region in {None} | {version.get("region") for version in table["version"]}:
        own = [one for one in table["version"] if one.get("region") == region]
        values = [_value(key, table, one, document) for one in own]
        values.sort(key=lambda value: value.since)
        yield region, Timeline(tuple(value.since for value in values), tuple(values))


def read_deadline(
    name: str, table: Mapping[str, Any], days: Value, *, receipt_rolls: bool
) -> DeadlineRule:
    """The rule of a deadline whose days are that version of a value."""
    return DeadlineRule(
        name=name,
        days=cast("int", days.value),
        count=cast("Count", table["count"]),
        kind=cast("Kind", days.kind),
        clause=days.clause,
        source=days.source,
        pauses=tuple(table.get("pauses", ())),
        rungs=tuple(Rung(one["name"], one["at"]) for one in table.get("rungs", ())),
        label=tuple(sorted(table["label"].items())),
        article=days.article,
        receipt_rolls=receipt_rolls,
    )


def read_jurisdiction(table: Mapping[str, Any]) -> Jurisdiction:
    """The place and its document."""
    return Jurisdiction(
        code=table["code"],
        zh=table["name"]["zh"],
        en=table["name"]["en"],
        document=table["document"],
        issued=table["issued"],
        number_prefix=table["number_prefix"],
        main=table["main"],
        hotline=table["hotline"],
        regions=tuple(Region(one["code"], one["zh"], one["en"]) for one in table["region"]),
    )


def read_processes(tables: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Process]:
    """The diagrams that can be begun, by their ids."""
    return {
        name: Process(
            name=name,
            label=tuple(sorted(table["label"].items())),
            begun_by=frozenset(table["begun_by"]),
            follows=frozenset(table.get("follows", ())),
        )
        for name, table in tables.items()
    }


def _value(key: str, table: Mapping[str, Any], version: Mapping[str, Any], document: str) -> Value:
    plain = version["value"]
    return Value(
        key=key,
        value=tuple(plain) if isinstance(plain, list) else plain,
        clause=version.get("clause", ""),
        article=version.get("article", ""),
        source=version.get("source", document),
        since=version["since"],
        until=version.get("until"),
        unit=table["unit"],
        kind=version.get("kind", ""),
        quote=version.get("quote", ""),
        note=version.get("note", ""),
    )
