"""Which budget a payment is taken from: the case's own region's and fund's, by item or subject."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from service.commands.budgets.drawing import BINDS
from service.commands.dossier import Dossier
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong
from service.records.budget import Budget, budget_of, by_item, items_of
from service.records.case import Case
from service.records.payment import Payment


def require_own(dossier: Dossier, fund: str, item: str) -> None:
    """Where the budget binds, finance names an item of the case's own region and fund."""
    if not dossier.is_on(BINDS):
        return
    case = dossier.case
    own = budget_of(dossier.session, (case.jurisdiction, case.region, fund, dossier.today.year))
    if own is not None and item in (own.item, own.subject):
        return
    raise AnswersWrong(list(_why(own, by_item(dossier.session, item))))


def cited(session: Session, payments: Sequence[tuple[Payment, Case]]) -> dict[int, str]:
    """The item to be cited for each payment: its review named one, but it left in its own year."""
    left_from = {
        payment.id: (case.jurisdiction, case.region, payment.fund, payment.pay_on.year)
        for payment, case in payments
        if payment.pay_on is not None
    }
    items = items_of(session, set(left_from.values()))
    named = {payment.id: payment.budget_item or "" for payment, _ in payments}
    return named | {payment_id: items[key] for payment_id, key in left_from.items() if key in items}


def _why(own: Budget | None, named: Budget | None) -> Iterator[Problem]:
    right = (own.item if own is not None else None) or "—"
    if named is not None:
        yield Problem(
            "budget_item",
            "not_own",
            f"该指标属于 {named.region} {named.year} 年度 {named.fund}，不是本办件的地区和资金；"
            f"应为 {right}。",
            f"This item is {named.region}'s of {named.year} ({named.fund}), not of this case's"
            f" region and fund; it should be {right}.",
        )
    elif own is None or own.item is None:
        yield Problem(
            "budget_item",
            "no_budget",
            "本地区本年度这项资金还没有下达预算，请先在“预算”中登记并确认。",
            "Nothing was appropriated for this fund here this year; enter the budget first.",
        )
    else:
        yield Problem(
            "budget_item",
            "unknown",
            f"没有这个指标；本办件应为 {right}（科目 {own.subject or '—'}）。",
            f"There is no such item; for this case it is {right} (subject {own.subject or '—'}).",
        )
