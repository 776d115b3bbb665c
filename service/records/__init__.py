"""The tables Kaiban keeps and the questions asked of them; nothing is decided here."""

from service.records.allowance import AllowanceLine, PersonYear
from service.records.answer import Answer
from service.records.assessment import OnlineAssessment
from service.records.attendance import AttendanceDay
from service.records.bank_file import BankFile, BankOutcome, BankResult
from service.records.base import Base
from service.records.batch import BatchFile, BatchLine
from service.records.budget import Budget, BudgetEntry, BudgetProposal
from service.records.bundle import Bundle, Publication
from service.records.calendar import CalendarDay, CalendarVersion
from service.records.case import Case, due_case, lock_case
from service.records.catalogue import CatalogueEntry
from service.records.claim import ClaimLine, Objection
from service.records.comparison import LineDoubt, ListImport, ListPerson
from service.records.counter import CounterFiling
from service.records.database import (
    database_now,
    db,
    open_engine,
    passes_by_itself,
)
from service.records.day_close import DayClose, DayDifference
from service.records.deadline import Deadline
from service.records.demo import DemoShift
from service.records.direct import DirectLine
from service.records.dispatch import DispatchCall, DispatchReport
from service.records.document import Document
from service.records.draft import Draft
from service.records.employment import EmploymentProof, EmploymentSpell, EmploymentStatus
from service.records.erasure import Erased, Erasure
from service.records.evaluation import Evaluation, EvaluationScore
from service.records.factor import RecoveryCode, SecondFactor
from service.records.failed_try import FailedTry
from service.records.fraud import FraudMatter
from service.records.history import HistoryEntry
from service.records.idempotency import Answered
from service.records.incident import Incident
from service.records.institution import Institution, ListEntry
from service.records.learning import LearningRecord
from service.records.ledger import LedgerEntry
from service.records.ledger_day import LedgerDay
from service.records.loose_file import LooseFile
from service.records.night_round import NightRound
from service.records.old_password import OldPassword
from service.records.opening import ClassOpening
from service.records.outbox import Delivery, InboxItem, OutboxMessage, Undelivered
from service.records.outside_identity import OutsideIdentity
from service.records.payment import Payment
from service.records.payment_batch import BatchAct, BatchItem, PaymentBatch
from service.records.payment_cycle import PaymentCycle
from service.records.payment_hold import PaymentHold
from service.records.payment_line import PaymentLine
from service.records.person import Grant, Person, Token
from service.records.personal_data import PersonalDataReason
from service.records.phrase import Phrase
from service.records.plan import Lesson
from service.records.presence import OldestCode, RunningProcess
from service.records.real_name import RealName
from service.records.recovery import Recovery, Repayment
from service.records.recovery_ways import Instalment, Offset, RecoveryObjection, WriteOff
from service.records.result import LearnerResult
from service.records.roster import RosterLine
from service.records.routing import ClaimRoute, DoubleBenefit
from service.records.seal import KeyRing, blind_index, use_key_ring
from service.records.search import ClassGram
from service.records.security import SecurityEntry, SecurityHead
from service.records.sequence import NumberCounter
from service.records.sitting import Sitting
from service.records.stand_in import StandIn
from service.records.step import OpenStep
from service.records.supervision import ClassChange, Inspection, ThirdPartyReport
from service.records.transaction import write_transaction
from service.records.voucher import VoucherCheck

__all__ = [
    "AllowanceLine",
    "Answer",
    "Answered",
    "AttendanceDay",
    "BankFile",
    "BankOutcome",
    "BankResult",
    "Base",
    "BatchAct",
    "BatchFile",
    "BatchItem",
    "BatchLine",
    "Budget",
    "BudgetEntry",
    "BudgetProposal",
    "Bundle",
    "CalendarDay",
    "CalendarVersion",
    "Case",
    "CatalogueEntry",
    "ClaimLine",
    "ClaimRoute",
    "ClassChange",
    "ClassGram",
    "ClassOpening",
    "CounterFiling",
    "DayClose",
    "DayDifference",
    "Deadline",
    "Delivery",
    "DemoShift",
    "DirectLine",
    "DispatchCall",
    "DispatchReport",
    "Document",
    "DoubleBenefit",
    "Draft",
    "EmploymentProof",
    "EmploymentSpell",
    "EmploymentStatus",
    "Erased",
    "Erasure",
    "Evaluation",
    "EvaluationScore",
    "FailedTry",
    "FraudMatter",
    "Grant",
    "HistoryEntry",
    "InboxItem",
    "Incident",
    "Inspection",
    "Instalment",
    "Institution",
    "KeyRing",
    "LearnerResult",
    "LearningRecord",
    "LedgerDay",
    "LedgerEntry",
    "Lesson",
    "LineDoubt",
    "ListEntry",
    "ListImport",
    "ListPerson",
    "LooseFile",
    "NightRound",
    "NumberCounter",
    "Objection",
    "Offset",
    "OldPassword",
    "OldestCode",
    "OnlineAssessment",
    "OpenStep",
    "OutboxMessage",
    "OutsideIdentity",
    "Payment",
    "PaymentBatch",
    "PaymentCycle",
    "PaymentHold",
    "PaymentLine",
    "Person",
    "PersonYear",
    "PersonalDataReason",
    "Phrase",
    "Publication",
    "RealName",
    "Recovery",
    "RecoveryCode",
    "RecoveryObjection",
    "Repayment",
    "RosterLine",
    "RunningProcess",
    "SecondFactor",
    "SecurityEntry",
    "SecurityHead",
    "Sitting",
    "StandIn",
    "ThirdPartyReport",
    "Token",
    "Undelivered",
    "VoucherCheck",
    "WriteOff",
    "blind_index",
    "database_now",
    "db",
    "due_case",
    "lock_case",
    "open_engine",
    "passes_by_itself",
    "use_key_ring",
    "write_transaction",
]
