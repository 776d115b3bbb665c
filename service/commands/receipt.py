"""What the giver of an order gets back: where the case stands now."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNow:
    """An open step, as much of it as a caller needs to go on."""

    key: str
    element: str
    path: str
    lane: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The case's number, its newest entry and what is open on it."""

    case_id: int | None = None
    number: str = ""
    seq: int = 0
    steps: tuple[StepNow, ...] = ()
    finished: str | None = None
    at: datetime | None = None
    note: str = ""
    repeated: bool = False
