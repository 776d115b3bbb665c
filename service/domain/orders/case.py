"""Orders on one case: its form, and what the diagram hears of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOrder:
    """An order on one case, named by id or number: its form, and what the diagram hears of it."""

    name: ClassVar[str] = "CaseOrder"
    form: ClassVar[str | None] = None
    message: ClassVar[str | None] = None
    case_id: int | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishStep(CaseOrder):
    """Finish one open step with the answers of its form, drawn from that version of the step."""

    name: ClassVar[str] = "FinishStep"
    step_key: str
    version: int
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(CaseOrder):
    """The institution takes its request back."""

    name: ClassVar[str] = "Withdraw"
    form: ClassVar[str | None] = "withdraw"
    message: ClassVar[str | None] = "withdraw"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelClass(CaseOrder):
    """The institution calls an approved class off."""

    name: ClassVar[str] = "CancelClass"
    form: ClassVar[str | None] = "cancel_class"
    message: ClassVar[str | None] = "cancel_class"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLearning(CaseOrder):
    """The platform or the institution hands in learning records of a running class."""

    name: ClassVar[str] = "RecordLearning"
    form: ClassVar[str | None] = "record_learning"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitEvidence(CaseOrder):
    """The institution or a learner hands in evidence of work after the class."""

    name: ClassVar[str] = "SubmitEvidence"
    form: ClassVar[str | None] = "submit_evidence"
    message: ClassVar[str | None] = "proof_filed"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileObjection(CaseOrder):
    """Somebody objects while the claim is on public notice."""

    name: ClassVar[str] = "FileObjection"
    form: ClassVar[str | None] = "file_objection"
    message: ClassVar[str | None] = "objection_filed"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRealName(CaseOrder):
    """Learners' registrations in the real-name system are handed in, by number and moment."""

    name: ClassVar[str] = "RegisterRealName"
    form: ClassVar[str | None] = "register_real_name"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearDoubt(CaseOrder):
    """A reviewer clears what a comparison of lists found against a learner, with a reason."""

    name: ClassVar[str] = "ClearDoubt"
    form: ClassVar[str | None] = "clear_doubt"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminateForFraud(CaseOrder):
    """A running class of whoever was found out in a fraud case is called off."""

    name: ClassVar[str] = "TerminateForFraud"
    form: ClassVar[str | None] = "terminate_for_fraud"
    message: ClassVar[str | None] = "cancel_class"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyChange(CaseOrder):
    """A change that a case following on this one was granted is written into the class."""

    name: ClassVar[str] = "ApplyChange"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassDeadlines(CaseOrder):
    """Time has passed: what was due on this case happens now."""

    name: ClassVar[str] = "PassDeadlines"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountDeadlines(CaseOrder):
    """The working days have changed: the open deadlines of this case are counted again."""

    name: ClassVar[str] = "RecountDeadlines"
