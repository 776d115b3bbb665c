"""What a finance office does in a row, as the bench and the tests kill it in the middle of it."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands import carry_out
from service.commands.batches.releasing import carry_on
from service.domain import batch as words
from service.domain.orders import ApproveBatch, CheckBatch, DrawBatch, ReleaseBatch
from service.records import Payment
from service.records.payment_batch import PaymentBatch
from tests.invariants.finance_office import (
    Act,
    Desk,
    FinanceOffice,
    one_by_one,
    take_in_results,
    working_day,
)

DRAWER, APPROVER, RELEASER = "finance_payer/2", "finance_reviewer/2", "finance_payer"


def in_batches(office: FinanceOffice) -> Iterator[Act]:
    """All payments of a place in one batch: drawn, checked, approved, released, settled."""
    for desk in office:
        yield Act("batch drawn", partial(_draw, desk))
        yield Act("batch checked", _on(desk, CheckBatch, DRAWER, words.DRAWN))
        yield Act("batch approved", _on(desk, ApproveBatch, APPROVER, words.CHECKED))
        yield Act("batch released", partial(_release, desk))
        yield Act("result file", partial(take_in_results, desk))


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


def _give(desk: Desk, session: Session, order: Any, who: str) -> None:
    carry_out(order, actor=desk.actor(who), session=session, clock=desk.clock())


SCENARIOS: Mapping[str, Callable[[FinanceOffice], Iterator[Act]]] = {
    "one by one": one_by_one,
    "in batches": in_batches,
}
