"""The one road: who, lock, may they, move, record, promise — in one transaction."""

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from service.commands import idempotency, log_lines, moves, office
from service.commands.batches import checking, deciding, drawing, editing
from service.commands.budgets import deciding as deciding_budgets
from service.commands.budgets import waiting
from service.commands.clocks import Clock
from service.commands.dispatch import reports
from service.commands.locking import Overdue
from service.commands.opening import opening_a_class
from service.commands.papers import counter
from service.commands.receipt import Receipt
from service.commands.reconciling import closing
from service.domain.orders import (
    ApproveBatch,
    BatchOrder,
    CaseOrder,
    CheckBatch,
    CloseDay,
    ConfirmReport,
    DecideBudget,
    DrawBatch,
    DropBatch,
    FileAtCounter,
    HoldItem,
    KeyedRequest,
    LoadCalendar,
    OpenClass,
    OpenFollowOn,
    PassDeadlines,
    PrepareReport,
    ProposeBudget,
    PublishBundle,
    ReleaseBatch,
    ShiftClock,
    TakeItemBack,
)
from service.domain.permissions import CLOCK_ACTOR, Actor
from service.domain.refusals import BudgetShort, TryAgain
from service.records.database import passes_by_itself, was_taken
from service.records.idempotency import answered
from service.records.transaction import write_transaction

Order = (
    OpenClass
    | OpenFollowOn
    | FileAtCounter
    | CaseOrder
    | PublishBundle
    | LoadCalendar
    | ShiftClock
    | PrepareReport
    | ConfirmReport
    | CloseDay
    | ProposeBudget
    | DecideBudget
    | DrawBatch
    | BatchOrder
)


class Handler(Protocol):
    """Carries out one kind of order inside the open transaction."""

    def __call__(self, order: Any, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
        """Do it and say where the case stands."""


HANDLERS: Mapping[type, Handler] = {
    OpenClass: opening_a_class.open_class,
    OpenFollowOn: opening_a_class.open_follow_on,
    FileAtCounter: counter.take_in,
    PublishBundle: office.publish,
    LoadCalendar: office.load_calendar,
    ShiftClock: office.shift_clock,
    PrepareReport: reports.prepare,
    ConfirmReport: reports.confirm,
    CloseDay: closing.close_day,
    ProposeBudget: deciding_budgets.propose,
    DecideBudget: deciding_budgets.decide,
    DrawBatch: drawing.draw,
    CheckBatch: checking.check,
    HoldItem: editing.hold_item,
    TakeItemBack: editing.take_item_back,
    ApproveBatch: deciding.approve,
    ReleaseBatch: deciding.release,
    DropBatch: deciding.drop,
}


def carry_out(
    order: Order,
    *,
    actor: Actor,
    session: Session,
    clock: Clock,
    keyed: KeyedRequest | None = None,
) -> Receipt:
    """Carry out one order and commit; a repeated key gets the first answer again."""
    try:
        receipt = _in_time(order, actor=actor, session=session, clock=clock, keyed=keyed)
    except BudgetShort as short:
        _once(waiting.after(short), actor=CLOCK_ACTOR, session=session, clock=clock)
        raise
    for child in waiting.children(order, session):
        carry_out(child, actor=CLOCK_ACTOR, session=session, clock=clock)
    return receipt


def _in_time(
    order: Order,
    *,
    actor: Actor,
    session: Session,
    clock: Clock,
    keyed: KeyedRequest | None = None,
) -> Receipt:
    try:
        return _once(order, actor=actor, session=session, clock=clock, keyed=keyed)
    except Overdue as overdue:
        # What time has already decided happens first, in a transaction of its own.
        _once(
            PassDeadlines(case_id=overdue.case_id), actor=CLOCK_ACTOR, session=session, clock=clock
        )
        try:
            return _once(order, actor=actor, session=session, clock=clock, keyed=keyed)
        except Overdue as again:
            raise TryAgain from again


def _once(
    order: Order,
    *,
    actor: Actor,
    session: Session,
    clock: Clock,
    keyed: KeyedRequest | None = None,
) -> Receipt:
    try:
        with write_transaction(session), session.no_autoflush:
            if isinstance(order, CaseOrder):
                receipt = moves.move(order, actor=actor, session=session, clock=clock, keyed=keyed)
            else:
                receipt = _off_case(order, actor=actor, session=session, clock=clock, keyed=keyed)
            if keyed is not None and not receipt.repeated:
                idempotency.remember(session, keyed, receipt)
        if receipt.number:
            log_lines.about(receipt.number)
        return receipt
    except DBAPIError as failed:
        # Under a key of its own the request is looked for again: its twin may have been quicker.
        if passes_by_itself(failed) or (keyed is None and was_taken(failed)):
            raise TryAgain from failed
        raise


def _off_case(
    order: Order,
    *,
    actor: Actor,
    session: Session,
    clock: Clock,
    keyed: KeyedRequest | None,
) -> Receipt:
    """An order that belongs to no case yet."""
    before = answered(session, keyed.key, keyed.person_id) if keyed is not None else None
    if keyed is not None and before is not None:
        return idempotency.repeated(before, keyed)
    return HANDLERS[type(order)](order, actor=actor, session=session, clock=clock)
