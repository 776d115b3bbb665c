"""Which orders about a debt there is ground for, as the case stands."""

from sqlalchemy.orm import Session

from service.commands.recovering.debt import OUTLIVE_THE_CASE
from service.domain.orders import (
    CaseOrder,
    DecideOffset,
    DecideWriteOff,
    ProposeOffset,
    ProposeWriteOff,
    RecordRepayment,
)
from service.records.case import Case
from service.records.recovery import recovery_of
from service.records.recovery_ways import Offset, WriteOff, open_proposal

ABOUT_A_DEBT = frozenset(OUTLIVE_THE_CASE)


def can_come_back(case: Case) -> bool:
    """Whether money is waited for on a case that owes some, or is taken though it has ended."""
    return case.finished is not None or any(message == "repayment" for message, _ in case.waits)


def for_debt(session: Session | None, case: Case) -> frozenset[type[CaseOrder]]:
    """What the debt of a case asks for now; nothing where none is owed."""
    entry = recovery_of(session, case.id) if session is not None else None
    if session is None or entry is None or entry.repaid_fen >= entry.amount_fen:
        return frozenset()
    found: set[type[CaseOrder]] = {RecordRepayment}
    offset = open_proposal(session, Offset, entry.id)
    given_up = open_proposal(session, WriteOff, entry.id)
    if offset is None and given_up is None:
        found |= {ProposeOffset, ProposeWriteOff} if entry.referred else {ProposeOffset}
    found |= {DecideOffset} if offset is not None else set()
    found |= {DecideWriteOff} if given_up is not None else set()
    return frozenset(found)
