"""Vouchers and invoices of payments: what left under which number, and for which claim."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.commands.budgets.items import cited
from service.records import vouchers as records
from service.records.answer import Answer, last_answers
from service.records.case import Case
from service.records.payment import Payment
from service.records.step import Scope

CLAIM, INVOICE = "claim_fill", "invoice_no"


@dataclass(frozen=True, slots=True)
class Voucher:
    """One payment that left, its voucher, from which item, and the invoice it was claimed with."""

    payment: Payment
    case: Case
    item: str
    invoice: str


def vouchers(
    session: Session,
    scopes: Sequence[Scope],
    *,
    sought: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[Voucher]:
    """The next page, newest first; of all, or of the vouchers and batches that begin like this."""
    found = records.payments_sent(session, scopes, sought=sought, before=before, limit=limit)
    items = cited(session, found)
    claims = last_answers(session, {case.id for _, case in found}, CLAIM)
    return [
        Voucher(payment, case, items[payment.id], _invoice(claims.get(case.id)))
        for payment, case in found
    ]


def _invoice(answer: Answer | None) -> str:
    body = answer.body if answer is not None else None
    return str(body.get(INVOICE) or "") if isinstance(body, dict) else ""
