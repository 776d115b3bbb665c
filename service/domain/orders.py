"""What can be asked of the house: what is to happen, to which case, with which answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from service.domain.bank_answer import Answer

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClass:
    """A case is opened in an institution's name: a class, or what else the place lets begin."""

    name: ClassVar[str] = "OpenClass"
    jurisdiction: str
    region: str
    institution_id: int
    # The diagram it runs; the place's main one where none is named.
    process: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFollowOn:
    """A case is opened that follows on the one named: an allowance, an inspection, a change."""

    name: ClassVar[str] = "OpenFollowOn"
    case_id: int
    process: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAtCounter:
    """A clerk opens a case on behalf of an institution whose papers came in at the counter."""

    name: ClassVar[str] = "FileAtCounter"
    jurisdiction: str
    region: str
    institution_id: int
    received_at: datetime
    reason: str
    note: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DropLine(CaseOrder):
    """A learner already agreed to is taken out before he is paid for."""

    name: ClassVar[str] = "DropLine"
    form: ClassVar[str | None] = "drop_line"
    message: ClassVar[str | None] = "payable_changed"
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
class DrawBatch:
    """Payments of one fund and one kind of payee are drawn together, to be paid on one day."""

    name: ClassVar[str] = "DrawBatch"
    jurisdiction: str
    region: str
    fund: str
    payee_kind: str
    pay_on: date
    bank: str = ""
    # Which payments; none named is every one that waits there.
    payments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOrder:
    """An order on one batch, by its number, from the version of it that was looked at."""

    name: ClassVar[str] = "BatchOrder"
    batch: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckBatch(BatchOrder):
    """Every payee of a batch is looked at; lines that fail are held back."""

    name: ClassVar[str] = "CheckBatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldItem(BatchOrder):
    """One line of a batch is held back by hand, with a reason."""

    name: ClassVar[str] = "HoldItem"
    no: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeItemBack(BatchOrder):
    """A line that was held back goes into the batch again."""

    name: ClassVar[str] = "TakeItemBack"
    no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveBatch(BatchOrder):
    """Another person answers for a batch as it stands; nothing of it is edited any more."""

    name: ClassVar[str] = "ApproveBatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseBatch(BatchOrder):
    """A batch goes to the bank: a parent with one child order per payment, resumed if cut off."""

    name: ClassVar[str] = "ReleaseBatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class DropBatch(BatchOrder):
    """A batch is given up before it goes out; its payments can be drawn again."""

    name: ClassVar[str] = "DropBatch"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeResultFile:
    """The file in which a bank answers for a batch: a child for each payment it speaks of."""

    name: ClassVar[str] = "TakeResultFile"
    batch: str
    digest: str
    layout: str
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRequest:
    """The caller's own name for a request: the same key with the same order is carried out once."""

    key: str
    person_id: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftClock:
    """Move the demo's time on."""

    name: ClassVar[str] = "ShiftClock"
    to: datetime


ON_A_CASE: tuple[type[CaseOrder], ...] = (
    Withdraw,
    CancelClass,
    RecordLearning,
    SubmitEvidence,
    FileObjection,
    RecordBankResult,
    RecordRepayment,
    ObjectRecovery,
    AgreeInstalments,
    ProposeOffset,
    DecideOffset,
    ProposeWriteOff,
    DecideWriteOff,
    DropLine,
    ReportDoubleBenefit,
    RegisterRealName,
    ClearDoubt,
    TerminateForFraud,
)
BY_NAME: Mapping[str, type[CaseOrder]] = {kind.name: kind for kind in ON_A_CASE}
