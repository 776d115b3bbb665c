"""What may be read of batches from a desk: whose, what waits to be drawn, and who is paid what."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.batches.in_hand import LOOKS, may_look
from service.domain import masking as mask
from service.domain.batch import PERSONS
from service.domain.permissions import Actor
from service.domain.refusals import Forbidden, NotVisible
from service.records import payment_batch as records
from service.records.case import Case
from service.records.payment import Payment
from service.records.payment_batch import BatchItem, PaymentBatch
from service.records.payment_line import PaymentLine, lines_of_payments
from service.records.step import Scope


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a batch as people may read it: a person's name and every account are masked."""

    item: BatchItem
    number: str
    payee: str
    bank: str
    account: str


def scopes(actor: Actor) -> list[Scope]:
    """The places whose batches somebody may look at; nobody else has a desk for them."""
    found = [
        Scope("", grant.jurisdiction, grant.region) for grant in actor.grants if grant.role in LOOKS
    ]
    if not found:
        raise Forbidden("拨付批次只供财政、负责人和审计使用。", "Batches are for finance alone.")
    return list(dict.fromkeys(found))


def shown(session: Session, actor: Actor, number: str) -> PaymentBatch:
    """One batch; what one may not look at does not exist."""
    batch = records.numbered(session, number)
    if batch is None or not may_look(actor, batch.jurisdiction, batch.region):
        raise NotVisible
    return batch


def lines(
    session: Session,
    batch: PaymentBatch,
    *,
    states: Sequence[str] = (),
    after: int = 0,
    limit: int | None = None,
) -> list[Line]:
    """The next page of a batch's lines, each with its payee."""
    items = records.items_of(session, batch.id, states=states, after=after, limit=limit)
    numbers = _numbers(session, {one.case_id for one in items})
    ids = {one.payment_id for one in items}
    payments = {row.id: row for row in session.scalars(select(Payment).where(Payment.id.in_(ids)))}
    parts: dict[tuple[int, int], PaymentLine] = {}
    if batch.payee_kind == PERSONS:
        found = lines_of_payments(session, ids).values()
        parts = {(one.payment_id, one.line): one for rows in found for one in rows}
    return [_line(item, numbers[item.case_id], payments[item.payment_id], parts) for item in items]


def _line(
    item: BatchItem,
    number: str,
    payment: Payment,
    parts: dict[tuple[int, int], PaymentLine],
) -> Line:
    part = parts.get((item.payment_id, item.line))
    if part is None:
        account = mask.account(payment.payee_account)
        return Line(item, number, payment.payee_name, payment.payee_bank, account)
    account = mask.account(part.bank_account)
    return Line(item, number, mask.name(part.payee_name), part.bank_name, account)


def _numbers(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(Case.id, Case.number).where(Case.id.in_(ids)))
    return {case_id: number for case_id, number in rows}  # noqa: C416 - rows are no pairs to dict()
