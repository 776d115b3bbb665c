"""Payments that left under a voucher, newest first."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from service.records.base import LARGEST_ID
from service.records.case import Case
from service.records.payment import Payment
from service.records.step import Scope


def payments_sent(
    session: Session,
    scopes: Sequence[Scope],
    *,
    sought: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[tuple[Payment, Case]]:
    """The next page of the payments of these places that have a voucher."""
    asked = (
        select(Payment, Case)
        .join(Case, Case.id == Payment.case_id)
        .where(Payment.voucher_no.is_not(None), or_(*map(_within, scopes)))
    )
    if sought:
        begins = sought.replace("\\", "").replace("%", "").replace("_", "") + "%"
        asked = asked.where(or_(Payment.voucher_no.like(begins), Payment.batch_no.like(begins)))
    if before is not None:
        asked = asked.where(Payment.id < min(before, LARGEST_ID))
    rows = session.execute(asked.order_by(Payment.id.desc()).limit(limit))
    return [(payment, case) for payment, case in rows]


def _within(scope: Scope) -> ColumnElement[bool]:
    return and_(
        Case.jurisdiction == scope.jurisdiction if scope.jurisdiction else true(),
        Case.region == scope.region if scope.region else true(),
    )
