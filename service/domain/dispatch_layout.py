"""The dispatch report of a folder as the notice prints it: columns, headings, notes, when due."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.domain.dispatch_schedule import Schedule, read_schedule

UNIT = "unit"
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """An office that reports, and on which level."""

    code: str
    zh: str
    en: str
    level: int

    @property
    def names(self) -> Names:
        """What it is called, by language."""
        return {"zh": self.zh, "en": self.en}

    def holds(self, other: "Unit") -> bool:
        """Whether the other office reports to this one: one level below, and within its code."""
        return other.level == self.level - 1 and other.code.startswith(_stem(self.code))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: what is counted, under which clause, whether names are annexed."""

    id: str
    names: Names
    figure: str
    clause: str
    annex: bool

    @property
    def counts(self) -> bool:
        """Whether a number stands in it; the other one names the reporting office."""
        return self.figure != UNIT


@dataclass(frozen=True, slots=True)
class Heading:
    """One cell of the headings, counted from 1, and over how many it reaches."""

    row: int
    column: int
    rows: int
    columns: int
    names: Names


@dataclass(frozen=True, slots=True)
class Layout:
    """One table, to the column."""

    title: Names
    clause: str
    article: str
    unit_line: Names
    date_line: Names | None
    headings: tuple[Heading, ...]
    columns: tuple[Column, ...]
    notes: tuple[Names, ...]
    annex: Names
    units: tuple[Unit, ...]
    schedule: Schedule

    @property
    def counted(self) -> tuple[Column, ...]:
        """The columns that hold a number."""
        return tuple(column for column in self.columns if column.counts)

    @property
    def rows_of_units(self) -> bool:
        """Whether the merged table keeps a row for each office below."""
        return any(not column.counts for column in self.columns)

    def unit(self, code: str) -> Unit | None:
        """The office of this code."""
        return next((unit for unit in self.units if unit.code == code), None)

    def below(self, unit: Unit) -> tuple[Unit, ...]:
        """The offices that report to this one; none means that it counts for itself."""
        return tuple(other for other in self.units if unit.holds(other))

    def above(self, unit: Unit) -> Unit | None:
        """The office this one reports to."""
        return next((other for other in self.units if other.holds(unit)), None)


def read_layout(raw: Mapping[str, Any], regions: Sequence[Names]) -> Layout:
    """The layout of a file that has passed the check; the lowest level are the policy's regions."""
    return Layout(
        title=raw["title"],
        clause=raw["clause"],
        article=raw["article"],
        unit_line=raw["unit_line"],
        date_line=raw.get("date_line"),
        headings=tuple(
            Heading(
                one["row"], one["column"], one.get("rows", 1), one.get("columns", 1), _both(one)
            )
            for one in raw["heading"]
        ),
        columns=tuple(
            Column(
                one["id"], _both(one), one["figure"], one.get("clause", ""), one.get("annex", False)
            )
            for one in raw["column"]
        ),
        notes=tuple(_both(one) for one in raw.get("note", ())),
        annex=raw["annex"],
        units=tuple(read_units(raw["level"], regions)),
        schedule=read_schedule(raw["schedule"]),
    )


def read_units(levels: Sequence[Mapping[str, Any]], regions: Sequence[Names]) -> Iterator[Unit]:
    """Every office that reports, the lowest level first."""
    for number, level in enumerate(levels):
        for one in level["unit"] if number else regions:
            yield Unit(one["code"], one["zh"], one["en"], number)


def due_day_words(names: Names, due_on: date) -> Names:
    """A line in which the day of the report is named."""
    parts = {"year": due_on.year, "month": due_on.month, "day": due_on.day}
    return {tongue: words.format(**parts) for tongue, words in names.items()}


def _both(one: Mapping[str, Any]) -> Names:
    return {"zh": one["zh"], "en": one["en"]}


def _stem(code: str) -> str:
    """The part of a code that all offices within it share: 230100 → 2301, 500000 → 50."""
    while code.endswith("00"):
        code = code[:-2]
    return code
