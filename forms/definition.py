"""What a form asks for: its fields, choices, tables, conditions and rules between fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES: Final = frozenset(
    {
        "text",
        "long_text",
        "integer",
        "hours",
        "money",
        "percent",
        "date",
        "time",
        "instant",
        "boolean",
        "choice",
        "choices",
        "id_no",
        "uscc",
        "mobile",
        "bank_account",
        "table",
        "file",
    }
)
RULES: Final = frozenset({"before", "not_after", "at_most", "sum", "rows_at_most"})

Limit = int | date | Literal["today"] | None


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen."""

    id: str
    label: Words


@dataclass(frozen=True, slots=True)
class When:
    """The condition under which a field is asked for."""

    field: str
    values: tuple[object, ...] = ()
    above: int | None = None

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether the field it looks at has one of the values, or is above the number."""
        found = values.get(self.field)
        if self.above is not None:
            return isinstance(found, int) and found > self.above
        if isinstance(found, list):
            return any(value in found for value in self.values)
        return found in self.values


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked for, or one column of a table."""

    id: str
    type: str
    label: Words
    help: Words = Words("", "")
    clause: str = ""
    section: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    minimum: Limit = None
    maximum: Limit = None
    max_length: int = 100
    pattern: str = ""
    example: str = ""
    when: When | None = None
    required_when: When | None = None
    columns: tuple[Field, ...] = ()
    personal: bool = False
    read_only: bool = False
    unique: bool = False
    close_up: bool = False
    many: bool = False
    # Each row is judged by itself: nothing is filled in for all of them at once.
    one_by_one: bool = False
    # The form whose fields this one speaks of: their names are offered, other words are taken too.
    names_of: str = ""
    default: object = None

    @property
    def unit(self) -> str:
        """What is written behind the box."""
        return {"money": "元", "percent": "%", "hours": "学时"}.get(self.type, "")


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that must be true between fields, with the sentence said when it is not."""

    kind: str
    sentence: Words
    first: str = ""
    second: str = ""
    total: str = ""
    parts: tuple[str, ...] = ()
    table: str = ""
    clause: str = ""

    @property
    def at(self) -> str:
        """The field that the sentence stands beside."""
        return {"sum": self.total, "rows_at_most": self.table}.get(self.kind) or (
            self.first if self.kind == "at_most" else self.second
        )

    @property
    def looks_at(self) -> tuple[str, ...]:
        """The fields it compares, apart from the table it counts."""
        return tuple(name for name in (self.first, self.second, self.total, *self.parts) if name)
