"""What is already decided and need not be typed again: heads, rates, days, vouchers, accounts."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Form
from service.records.case import Case
from service.records.ledger import entries_of
from service.records.opening import ClassOpening
from service.records.payment import Payment
from service.web.finance.own_budget import own_budget
from service.web.money import balance

PAYEE = ("payee_name", "payee_bank", "payee_account")


def known(session: Session, case: Case, form: Form, today: date) -> dict[str, object]:
    """What the records can answer of this form, as it would be typed."""
    opening = session.get(ClassOpening, case.id)
    if opening is None or form.name == "opening_fill":
        return {}
    asked: Mapping[str, object] = {
        **{name: getattr(opening, name) for name in PAYEE},
        "approved_heads": opening.planned_heads,
        "present_heads": opening.approved_heads,
        "advance_rate": opening.advance_rate_bp if opening.advance_requested else None,
        "actual_start_on": _reached(opening.starts_on, today),
        "ended_on": _reached(opening.ends_on, today),
        "pay_on": today,
        "budget_item": _item(session, case, form, today),
        "paid_on": today,
        **_of_order(session, case, form),
    }
    values = {f.id: asked[f.id] for f in form.fields if asked.get(f.id) is not None}
    return form.shown(values)


def _item(session: Session, case: Case, form: Form, today: date) -> str | None:
    found = own_budget(session, case, today) if form.name == "finance_review" else None
    return found.item if found is not None else None


def _of_order(session: Session, case: Case, form: Form) -> dict[str, object]:
    if form.name == "record_bank_result":
        payment = session.scalar(
            select(Payment)
            .where(Payment.case_id == case.id, Payment.state == "instructed")
            .order_by(Payment.id.desc())
            .limit(1)
        )
        if payment is not None:
            return {
                "stage": payment.stage,
                "voucher_no": payment.voucher_no,
                "amount": payment.amount_fen,
            }
    if form.name == "record_repayment":
        outstanding = balance(entries_of(session, case.id), "recoverable")
        return {"amount": outstanding or None}
    return {}


def _reached(planned: date, today: date) -> date | None:
    return planned if planned <= today else None
