"""Orders about one payment: held, let go, answered by the bank."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from service.domain.bank_answer import Answer
from service.domain.orders.case import Answers, CaseOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBankResult(CaseOrder):
    """The bank says that a payment was made, or sends it back."""

    name: ClassVar[str] = "RecordBankResult"
    form: ClassVar[str | None] = "record_bank_result"
    message: ClassVar[str | None] = "bank_result"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBankLines(CaseOrder):
    """What a bank's file says of the lines of one payment; part of taking in that file."""

    name: ClassVar[str] = "RecordBankLines"
    message: ClassVar[str | None] = "bank_result"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPayment(CaseOrder):
    """Finance lets a stage's payment wait, and says why."""

    name: ClassVar[str] = "HoldPayment"
    form: ClassVar[str | None] = "hold_payment"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftHold(CaseOrder):
    """What a payment waited for is settled; it may go on."""

    name: ClassVar[str] = "LiftHold"
    form: ClassVar[str | None] = "lift_hold"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitBudget(CaseOrder):
    """A payment that its budget could not bear waits for money."""

    name: ClassVar[str] = "AwaitBudget"
    stage: str
    budget: tuple[str, str, str, int]
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOnPaying(CaseOrder):
    """There is money in the budget again: the payment waits no more."""

    name: ClassVar[str] = "GoOnPaying"
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropLine(CaseOrder):
    """A learner already agreed to is taken out before he is paid for."""

    name: ClassVar[str] = "DropLine"
    form: ClassVar[str | None] = "drop_line"
    message: ClassVar[str | None] = "payable_changed"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankResultLine:
    """One line of a bank's result file."""

    case_number: str
    answers: Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBankResults:
    """A whole result file: a parent with one child order per line, resumed where it stopped."""

    name: ClassVar[str] = "RecordBankResults"
    file_ref: str
    lines: Sequence[BankResultLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeResultFile:
    """The file in which a bank answers for a batch: a child for each payment it speaks of."""

    name: ClassVar[str] = "TakeResultFile"
    batch: str
    digest: str
    layout: str
    answer: Answer
