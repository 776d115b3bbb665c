"""What a finance office does in a row, as the bench and the tests kill it in the middle of it."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands import carry_out
from service.commands.bank.taking import take_result_file
from service.commands.batches.releasing import carry_on
from service.domain import batch as words
from service.domain.bank_answer import Answer, Said
from service.domain.orders import ApproveBatch, CheckBatch, DrawBatch, ReleaseBatch, TakeResultFile
from service.records import Payment
from service.records.payment_batch import PaymentBatch, items_of
from tests.invariants.finance_office import (
    Act,
    Desk,
    FinanceOffice,
    one_by_one,
    paid_again,
    set_off,
    working_day,
)

DRAWER, APPROVER, RELEASER = "finance_payer/2", "finance_reviewer/2", "finance_payer"


def in_batches(office: FinanceOffice) -> Iterator[Act]:
    """All payments of a place in one batch: drawn, checked, approved, released, settled."""
    for desk in office.desks:
        yield Act("batch drawn", partial(_draw, desk))
        yield Act("batch checked", _on(desk, CheckBatch, DRAWER, words.DRAWN))
        yield Act("batch approved", _on(desk, ApproveBatch, APPROVER, words.CHECKED))
        yield Act("batch released", partial(_release, desk))
        yield Act("result file", partial(_take_in, desk, "first"))
        yield Act("the same again", partial(_take_in, desk, "again"))
        yield from paid_again(desk)


def _the_batch(desk: Desk, session: Session) -> PaymentBatch | None:
    session.rollback()
    found = session.scalar(select(PaymentBatch).where(PaymentBatch.jurisdiction == desk.place))
    session.expunge_all()
    session.rollback()
    return found


def _draw(desk: Desk, session: Session) -> None:
    if _the_batch(desk, session) is None:
        paid = session.scalar(select(Payment).where(Payment.case_id == desk.due[0].case_id))
        assert paid is not None
        order = DrawBatch(
            jurisdiction=desk.place,
            region=desk.region,
            fund=paid.fund,
            payee_kind=words.PERSONS if paid.payee_account == "" else words.BODY,
            pay_on=working_day(desk.now).date(),
        )
        _give(desk, session, order, DRAWER)


def _on(desk: Desk, kind: type[Any], who: str, state: str) -> Callable[[Session], None]:
    """An order on the batch, unless it was carried out before the cut."""

    def do(session: Session) -> None:
        batch = _the_batch(desk, session)
        assert batch is not None
        if batch.state == state:
            _give(desk, session, kind(batch=batch.number, version=batch.version), who)

    return do


def _release(desk: Desk, session: Session) -> None:
    """The payer releases it; whoever comes next, here or the clock, carries it on."""
    _on(desk, ReleaseBatch, RELEASER, words.APPROVED)(session)
    batch = _the_batch(desk, session)
    assert batch is not None
    carry_on(session, desk.clock(days=1), batch.id)


def _take_in(desk: Desk, digest: str, session: Session) -> None:
    """The bank's file: the first line comes back, all others were paid."""
    batch = _the_batch(desk, session)
    assert batch is not None
    items = items_of(session, batch.id)
    lines = tuple(
        Said(one.no, one.voucher_no, one.amount_fen, "ACCT" if one is items[0] else "SUCC")
        for one in items
    )
    session.rollback()
    answer = Answer(lines, batch.number, len(lines), sum(one.fen or 0 for one in lines))
    order = TakeResultFile(batch=batch.number, digest=digest, layout="general_csv", answer=answer)
    taker = desk.actor(RELEASER)
    take_result_file(order, actor=taker, session=session, clock=desk.clock(days=4))


def _give(desk: Desk, session: Session, order: Any, who: str) -> None:
    carry_out(order, actor=desk.actor(who), session=session, clock=desk.clock())


SCENARIOS: Mapping[str, Callable[[FinanceOffice], Iterator[Act]]] = {
    "one by one": one_by_one,
    "in batches": in_batches,
    "set off": set_off,
}
