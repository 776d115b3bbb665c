"""Orders about money that has to come back."""

from dataclasses import dataclass, field
from typing import ClassVar

from service.domain.orders.case import Answers, CaseOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDoubleBenefit(CaseOrder):
    """After payment a learner was found to have had another subsidy for the same."""

    name: ClassVar[str] = "ReportDoubleBenefit"
    form: ClassVar[str | None] = "report_double_benefit"
    message: ClassVar[str | None] = "double_benefit_found"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRepayment(CaseOrder):
    """Money that had to come back has come back, whole or in part."""

    name: ClassVar[str] = "RecordRepayment"
    form: ClassVar[str | None] = "record_repayment"
    message: ClassVar[str | None] = "repayment"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRecovery(CaseOrder):
    """Whoever has to pay back says why not, or not so much."""

    name: ClassVar[str] = "ObjectRecovery"
    form: ClassVar[str | None] = "object_recovery"
    message: ClassVar[str | None] = "recovery_objected"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeInstalments(CaseOrder):
    """The office agrees that a debt is paid back in parts, each on its own day."""

    name: ClassVar[str] = "AgreeInstalments"
    form: ClassVar[str | None] = "agree_instalments"
    message: ClassVar[str | None] = "instalments_agreed"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeOffset(CaseOrder):
    """Finance proposes to set a debt against what another case is to be paid."""

    name: ClassVar[str] = "ProposeOffset"
    form: ClassVar[str | None] = "propose_offset"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOffset(CaseOrder):
    """Somebody else makes the proposed offset, or refuses it."""

    name: ClassVar[str] = "DecideOffset"
    form: ClassVar[str | None] = "decide_offset"
    message: ClassVar[str | None] = "repayment"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeWriteOff(CaseOrder):
    """The head asks, with a paper, that a debt be given up."""

    name: ClassVar[str] = "ProposeWriteOff"
    form: ClassVar[str | None] = "propose_write_off"
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideWriteOff(CaseOrder):
    """Finance agrees that a debt is given up, or refuses."""

    name: ClassVar[str] = "DecideWriteOff"
    form: ClassVar[str | None] = "decide_write_off"
    answers: Answers = field(default_factory=dict)
