"""Erasing what has been kept long enough from one case: seals give way, the books stand."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import LargeBinary, case, delete, literal, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute

from service.commands import permission, record
from service.commands.dossier import Dossier
from service.commands.papers import documents
from service.commands.receipt import Receipt
from service.domain.calendar import beijing_date
from service.domain.orders import EraseData
from service.domain.refusals import NotNow
from service.domain.retention import KINDS, rule
from service.records.allowance import AllowanceLine
from service.records.answer import Answer
from service.records.bank_file import BankOutcome, BankResult
from service.records.base import Base
from service.records.claim import ClaimLine, Objection
from service.records.columns import ERASED
from service.records.comparison import LineDoubt
from service.records.counter import CounterFiling
from service.records.direct import DirectLine
from service.records.document import documents_of
from service.records.draft import Draft
from service.records.employment import EmploymentProof, EmploymentSpell, EmploymentStatus
from service.records.erasure import Erased, Erasure
from service.records.fraud import FraudMatter
from service.records.opening import ClassOpening
from service.records.payment import Payment
from service.records.payment_batch import BatchItem, PaymentBatch
from service.records.payment_hold import PaymentHold
from service.records.payment_line import PaymentLine
from service.records.plan import Lesson
from service.records.recovery_ways import RecoveryObjection
from service.records.result import LearnerResult
from service.records.retention import ended_case, still_there
from service.records.roster import RosterLine
from service.records.routing import DoubleBenefit
from service.records.voucher import VoucherCheck

NOBODY = "erased"  # what stands where a blind index stood: it finds nobody
_GONE = literal(ERASED, LargeBinary)


def erase(order: EraseData, dossier: Dossier) -> Receipt:
    """Erase from this case what was confirmed and is still due; done before, nothing happens."""
    permission.may_look(dossier, order)
    session, case_id = dossier.session, dossier.case.id
    proposal = session.get(Erasure, order.erasure_id)
    ended = ended_case(session, case_id)
    if proposal is None or proposal.confirmed_at is None or ended is None or ended.owes:
        raise NotNow("本办件现在不能删除。", "Nothing of this case may be erased now.")
    agreed = {str(kind) for one, kind in proposal.lines if one == case_id}
    ended_on = beijing_date(ended.ended_at)
    there = {kind for _, kind in still_there(session, [case_id])}
    kinds = [
        kind
        for kind in KINDS
        if kind in there & agreed & set(order.kinds)
        and rule(dossier.policy, kind, ended_on).due_on(ended_on) <= dossier.today
    ]
    if not kinds:
        return record.receipt_of(dossier)
    for kind in kinds:
        _mark(dossier, order, kind)
        _WAYS[kind](dossier)
    return record.beside(dossier, order, {"erased": kinds})


def _mark(dossier: Dossier, order: EraseData, kind: str) -> None:
    """The mark comes first: without it the database keeps what people answered."""
    session, case_id = dossier.session, dossier.case.id
    if session.get(Erased, (case_id, kind)) is None:
        mark = Erased(case_id=case_id, kind=kind, erasure_id=order.erasure_id, at=dossier.now)
        session.add(mark)
        session.flush()


def _identity(dossier: Dossier) -> None:
    """Names, numbers, telephones, what was typed about people, and by what they were found."""
    _put(dossier, Answer, {Answer.body: _GONE})
    _put(
        dossier,
        RosterLine,
        {
            RosterLine.name: _GONE,
            RosterLine.id_no: _GONE,
            RosterLine.phone: None,
            RosterLine.proof_no: None,
            RosterLine.person_index: NOBODY,
            RosterLine.particulars: {},
        },
    )
    _put(
        dossier,
        ClassOpening,
        {
            ClassOpening.contact: None,
            ClassOpening.mobile: None,
            ClassOpening.cancelled_reason: None,
        },
    )
    _put(
        dossier,
        Objection,
        {Objection.objector: None, Objection.facts: _GONE, Objection.finding: None},
    )
    _put(dossier, LearnerResult, {LearnerResult.cert_no: None, LearnerResult.reason: None})
    _put(dossier, ClaimLine, {ClaimLine.reason: None})
    _put(dossier, EmploymentStatus, {EmploymentStatus.employer: None})
    _put(dossier, EmploymentSpell, {EmploymentSpell.employer: _GONE})
    _put(dossier, EmploymentProof, {EmploymentProof.reason: None})
    _put(dossier, Lesson, {Lesson.teacher: ""})
    _put(dossier, CounterFiling, {CounterFiling.note: None})
    _put(dossier, VoucherCheck, {VoucherCheck.voucher_no: None, VoucherCheck.note: None})
    _put(dossier, LineDoubt, {LineDoubt.reason: _GONE})
    _put(dossier, DoubleBenefit, {DoubleBenefit.reference: ""})
    _put(
        dossier,
        RecoveryObjection,
        {RecoveryObjection.grounds: _GONE, RecoveryObjection.finding: None},
    )
    _put(
        dossier,
        FraudMatter,
        {
            FraudMatter.facts: _GONE,
            FraudMatter.investigators: [],
            FraudMatter.subject_index: case((FraudMatter.subject_index.is_not(None), NOBODY)),
        },
    )
    _put(dossier, AllowanceLine, {AllowanceLine.lifted_because: None, **_found_by(AllowanceLine)})
    _put(dossier, DirectLine, {DirectLine.cert_no: "", **_found_by(DirectLine)})
    _put_parts(dossier, {PaymentLine.payee_name: _GONE, **_found_by(PaymentLine)})
    _put(dossier, PaymentHold, {PaymentHold.note: None})
    _put(dossier, BatchItem, {BatchItem.held_note: None})
    _put_beside(dossier)
    _drafts(dossier)


def _found_by(table: Any) -> dict[InstrumentedAttribute[Any], object]:
    return {table.person_index: NOBODY}


def _account(dossier: Dossier) -> None:
    _put(dossier, ClassOpening, {ClassOpening.payee_account: None})
    _put(dossier, RosterLine, {RosterLine.bank_name: None, RosterLine.bank_account: None})
    _put(dossier, Payment, {Payment.payee_account: _GONE})
    _put_parts(dossier, {PaymentLine.bank_name: _GONE, PaymentLine.bank_account: _GONE})


def _documents(dossier: Dossier) -> None:
    for row in documents_of(dossier.session, dossier.case.id):
        if row.erased_at is None:
            documents.erase(dossier.session, row, at=dossier.now)


def _drafts(dossier: Dossier) -> None:
    dossier.session.execute(delete(Draft).where(Draft.case_id == dossier.case.id))


_WAYS: Mapping[str, Callable[[Dossier], None]] = {
    "identity": _identity,
    "account": _account,
    "documents": _documents,
    "drafts": _drafts,
}


def _put(dossier: Dossier, table: Any, values: Mapping[InstrumentedAttribute[Any], object]) -> None:
    own: type[Base] = table
    statement = update(own).where(table.case_id == dossier.case.id)
    dossier.session.execute(
        statement.values(dict(values)), execution_options={"synchronize_session": False}
    )


def _put_parts(dossier: Dossier, values: Mapping[InstrumentedAttribute[Any], object]) -> None:
    """The same for the parts of payments, which belong to a case through theirs."""
    own = select(Payment.id).where(Payment.case_id == dossier.case.id)
    statement = update(PaymentLine).where(PaymentLine.payment_id.in_(own))
    dossier.session.execute(
        statement.values(dict(values)), execution_options={"synchronize_session": False}
    )


def _put_beside(dossier: Dossier) -> None:
    """What stands beside the case: why a batch was given up, what banks said of its payments."""
    case_id = dossier.case.id
    batches = select(BatchItem.batch_id).where(BatchItem.case_id == case_id)
    given_up = update(PaymentBatch).where(PaymentBatch.id.in_(batches))
    own = select(Payment.id).where(Payment.case_id == case_id)
    rows = select(BankOutcome.file_id, BankOutcome.at).where(BankOutcome.payment_id.in_(own))
    told = update(BankResult).where(tuple_(BankResult.file_id, BankResult.at).in_(rows))
    for statement in (
        given_up.values({PaymentBatch.dropped_because: None}),
        told.values({BankResult.note: None}),
    ):
        dossier.session.execute(statement, execution_options={"synchronize_session": False})
