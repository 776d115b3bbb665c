"""An order over many cases: a parent that holds its file, one child per line, resumed if killed."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands import moves
from service.commands.carry_out import carry_out
from service.commands.clocks import Clock
from service.commands.locking import Overdue
from service.domain import permissions
from service.domain.orders import PassDeadlines, RecordBankResult, RecordBankResults
from service.domain.permissions import CLOCK_ACTOR, Actor
from service.domain.refusals import Forbidden, NotVisible, Refusal
from service.records.batch import BatchFile, BatchLine, lines_to_do, lock_batch
from service.records.case import by_number
from service.records.transaction import write_transaction


def record_bank_results(
    order: RecordBankResults, *, actor: Actor, session: Session, clock: Clock
) -> Mapping[int, str]:
    """Take in a result file; what each line came to, whether done now or before."""
    if not permissions.roles_for(order.name) & {grant.role for grant in actor.grants}:
        raise Forbidden(
            "您的角色不能登记银行回单。", "Recording bank results is not for your role."
        )
    file_id = _open_file(order, session, clock)
    while waiting := [row.line for row in lines_to_do(session, file_id)]:
        for line in waiting:
            _do_line(order, line, actor=actor, session=session, clock=clock)
    rows = session.scalars(select(BatchLine).where(BatchLine.file_id == file_id))
    return {row.line: row.outcome or "" for row in rows}


def _open_file(order: RecordBankResults, session: Session, clock: Clock) -> int:
    with write_transaction(session):
        found = lock_batch(session, order.file_ref)
        if found is not None:
            return found.id
        found = BatchFile(
            ref=order.file_ref, kind="bank_result", at=clock.now(session), lines=len(order.lines)
        )
        session.add(found)
        session.flush()
        session.add_all(BatchLine(file_id=found.id, line=line) for line in range(len(order.lines)))
        return found.id


def _do_line(
    order: RecordBankResults, line: int, *, actor: Actor, session: Session, clock: Clock
) -> None:
    """Do one line; one that is refused is done as well, and says why."""
    asked = order.lines[line]
    case = by_number(session, asked.case_number)
    try:
        if case is None:
            raise NotVisible
        child = RecordBankResult(case_id=case.id, answers=asked.answers)
        _carry_out_line(order, line, child, actor=actor, session=session, clock=clock)
    except Overdue as overdue:
        # The line stays open and is taken up again once time has had its turn.
        passed = PassDeadlines(case_id=overdue.case_id)
        carry_out(passed, actor=CLOCK_ACTOR, session=session, clock=clock)
    except Refusal as refused:
        with write_transaction(session):
            _mark(order, line, session, refused.code)


def _carry_out_line(
    order: RecordBankResults,
    line: int,
    child: RecordBankResult,
    *,
    actor: Actor,
    session: Session,
    clock: Clock,
) -> None:
    with write_transaction(session), session.no_autoflush:
        if _mark(order, line, session, "done"):
            moves.move(child, actor=actor, session=session, clock=clock)


def _mark(order: RecordBankResults, line: int, session: Session, outcome: str) -> bool:
    """Take the line under the file's lock; False where another has done it meanwhile."""
    file = lock_batch(session, order.file_ref)
    if file is None:
        raise NotVisible
    row = session.get_one(BatchLine, (file.id, line))
    if row.done:
        return False
    row.done, row.outcome = True, outcome
    return True
