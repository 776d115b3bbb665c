"""Orders that belong to no case: rule books, calendars, reports, budgets, days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishBundle:
    """A jurisdiction's folder becomes the one that new cases follow."""

    name: ClassVar[str] = "PublishBundle"
    jurisdiction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCalendar:
    """A notice about holidays is loaded; open deadlines are counted again."""

    name: ClassVar[str] = "LoadCalendar"
    days: Mapping[date, bool]
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareReport:
    """A dispatch report is prefilled from the records, corrected with a reason, or amended."""

    name: ClassVar[str] = "PrepareReport"
    jurisdiction: str
    report: str
    unit: str
    due_on: date
    # The state it was drawn from; 0 where there is none yet.
    seq: int = 0
    stated: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    annex: Mapping[str, Sequence[str]] = field(default_factory=dict)
    recount: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReport:
    """An office answers for its dispatch report, which goes upward."""

    name: ClassVar[str] = "ConfirmReport"
    jurisdiction: str
    report: str
    unit: str
    due_on: date
    seq: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeBudget:
    """A paper gives a region money for a year, carries it over, or moves it to another budget."""

    name: ClassVar[str] = "ProposeBudget"
    kind: str
    jurisdiction: str
    region: str
    fund: str
    year: int
    fen: int
    paper: str
    reason: str = ""
    item: str = ""
    subject: str = ""
    to_region: str = ""
    to_fund: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideBudget:
    """Another person puts a change of a budget in force, or refuses it."""

    name: ClassVar[str] = "DecideBudget"
    proposal_id: int
    agreed: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDay:
    """An office's day is closed: ledger, payment papers and bank as they were looked at."""

    name: ClassVar[str] = "CloseDay"
    jurisdiction: str
    region: str
    day: date
    # What was looked at, as a hash, and the closing it follows on; 0 where there is none.
    digest: str
    seq: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftClock:
    """Move the demo's time on."""

    name: ClassVar[str] = "ShiftClock"
    to: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRequest:
    """The caller's own name for a request: the same key with the same order is carried out once."""

    key: str
    person_id: int
    digest: str
