"""Into whose account each line of a batch goes: the body's, or one person's."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from service.records.payment import Payment
from service.records.payment_batch import BatchItem
from service.records.payment_line import PaymentLine


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid, and where."""

    name: str
    bank: str
    account: str


def payees_of(session: Session, items: Sequence[BatchItem]) -> dict[int, Payee]:
    """The payee of each of these lines, by its number in the batch."""
    bodies = {one.payment_id: one.no for one in items if not one.line}
    persons = {(one.payment_id, one.line): one.no for one in items if one.line}
    found: dict[int, Payee] = {}
    if bodies:
        body = Payment
        asked = select(body.id, body.payee_name, body.payee_bank, body.payee_account)
        for payment_id, *payee in session.execute(asked.where(body.id.in_(list(bodies)))):
            found[bodies[payment_id]] = Payee(*payee)
    if persons:
        part = PaymentLine
        asked_parts = select(
            part.payment_id, part.line, part.payee_name, part.bank_name, part.bank_account
        ).where(tuple_(part.payment_id, part.line).in_(list(persons)))
        for payment_id, line, *payee in session.execute(asked_parts):
            found[persons[payment_id, line]] = Payee(*payee)
    return found
