"""Orders about who works a step, and who sees or erases what is kept of people."""

from dataclasses import dataclass
from typing import ClassVar

from service.domain.orders.case import CaseOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(CaseOrder):
    """An order about who works an open step; the diagram hears nothing of it."""

    name: ClassVar[str] = "Assignment"
    step_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStep(Assignment):
    """Somebody takes a step out of the common queue to work on it himself."""

    name: ClassVar[str] = "TakeStep"


@dataclass(frozen=True, slots=True, kw_only=True)
class PutStepBack(Assignment):
    """A step that somebody had taken goes back into the common queue."""

    name: ClassVar[str] = "PutStepBack"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandStep(Assignment):
    """A step goes to a colleague, from whoever had it or by the head's word."""

    name: ClassVar[str] = "HandStep"
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeePersonalData(CaseOrder):
    """Somebody sees the personal data of a case in full; a sitting gives its reason once."""

    name: ClassVar[str] = "SeePersonalData"
    reason: str | None = None
    sitting_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBundle(CaseOrder):
    """Somebody takes the whole file of a case away; with its documents only for a reason."""

    name: ClassVar[str] = "TakeBundle"
    reason: str | None = None
    documents: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseData(CaseOrder):
    """What was proposed and confirmed is erased from one case."""

    name: ClassVar[str] = "EraseData"
    erasure_id: int
    kinds: tuple[str, ...]
