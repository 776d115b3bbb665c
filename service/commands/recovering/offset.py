"""Setting a debt against what its payee is to be paid elsewhere: two cases, two hands."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from service.commands import engine_room, permission, record
from service.commands.clocks import FixedClock
from service.commands.dossier import Dossier
from service.commands.locking import Overdue, open_dossier
from service.commands.messages import amounts, tell_institution
from service.commands.paying import holds, payee, persons, retaking
from service.commands.paying.book import Book
from service.commands.recovering import debt
from service.commands.recovering.proposals import on_the_table, require_nothing_open, settle
from service.commands.supervision import freezing
from service.domain.orders import CaseOrder, DecideOffset
from service.domain.problem import Problem
from service.domain.recovery import offset_problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.case import by_number, lock_cases
from service.records.payment import Payment, payments_of
from service.records.payment_batch import voucher_used
from service.records.recovery_ways import MADE, REFUSED, Offset, offset_proposed

CHANGED = "payable_changed"
OTHER_FUND = (
    "该款项与应退款项不是同一资金，专款专用，不能抵扣。",
    "That payment is another fund's money than what is owed.",
)


def take_hold(session: Session, order: CaseOrder) -> None:
    """Both cases of an offset are held before either is looked at, the lower number first."""
    if not isinstance(order, DecideOffset):
        return
    found = offset_proposed(session, case_id=order.case_id, number=order.number)
    if found is not None:
        lock_cases(session, [found.case_id, found.paying_case_id])


# --- the first hand ------------------------------------------------------------------------------


def propose(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """Named are the other case and the amount; both are judged now and again when it is made."""
    entry = debt.running(dossier)
    require_nothing_open(dossier, entry)
    other = by_number(dossier.session, given["paying_case"])
    here = (dossier.case.jurisdiction, dossier.case.region)
    if other is None or other.id == dossier.case.id or (other.jurisdiction, other.region) != here:
        raise _amiss("paying_case", "unknown", "本地没有这一办件。", "There is no such case here.")
    waiting = [one for one in payments_of(dossier.session, other.id) if one.state == "reviewed"]
    found = [one for one in waiting if given.get("stage") in (None, "", one.stage)]
    if len(found) != 1:
        raise _amiss(
            "paying_case",
            "nothing_payable",
            "该办件没有（或不止一笔）已审核、待拨付的款项，不能抵扣。",
            "Not exactly one reviewed payment waits on that case.",
        )
    _require_within(dossier, found[0], given["amount"])
    dossier.session.add(
        Offset(
            recovery_id=entry.id,
            case_id=dossier.case.id,
            paying_case_id=other.id,
            stage=found[0].stage,
            amount_fen=given["amount"],
            proposed_by=dossier.actor.person_id,
            proposed_for=dossier.actor.acting_for,
            proposed_at=dossier.now,
        )
    )


def _require_within(dossier: Dossier, payment: Payment, fen: int) -> None:
    owed_fen = dossier.book.owed_by_fund().get(payment.fund, 0)
    if not owed_fen:
        raise _amiss("paying_case", "other_fund", *OTHER_FUND)
    found = offset_problem(fen, owed_fen=owed_fen, payable_fen=payment.amount_fen)
    if found is not None:
        raise AnswersWrong([found])


# --- the second hand -----------------------------------------------------------------------------


def decide(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """Made, both cases' books say so at once; refused, nothing has happened."""
    entry = debt.running(dossier)
    offer = on_the_table(dossier, Offset, entry)
    if given["decision"] != "approve":
        settle(dossier, offer, REFUSED)
        return
    if not given.get("voucher_no"):
        raise _amiss("voucher_no", "required", "请填写抵扣凭证号。", "Give the voucher number.")
    if voucher_used(dossier.session, given["voucher_no"]):
        raise _amiss("voucher_no", "used", "凭证号已使用。", "This voucher was used before.")
    paying = _held(dossier, offer)
    payment = _pay_by_it(paying, dossier.book, offer, given["voucher_no"])
    offer.payment_id, offer.voucher_no = payment.id, given["voucher_no"]
    settle(dossier, offer, MADE)
    if offer.amount_fen > dossier.book.owed_by_fund()[payment.fund]:
        raise NotNow("尚欠金额已少于抵扣金额，请重新提出。", "Less is owed now; propose it anew.")
    dossier.book.offset(
        offer.amount_fen, reason=entry.reason, voucher_no=given["voucher_no"], fund=payment.fund
    )
    debt.ended(dossier, offer.amount_fen)
    tell_institution(dossier, "recovery_offset", **amounts(offer.amount_fen))


def _held(dossier: Dossier, offer: Offset) -> Dossier:
    paying = open_dossier(
        dossier.session,
        offer.paying_case_id,
        actor=dossier.actor,
        clock=FixedClock(dossier.now),
    )
    permission.may_order(paying, DecideOffset(case_id=paying.case.id))
    if paying.case.next_due is not None and paying.case.next_due <= paying.now:
        raise Overdue(paying.case.id)
    return paying


def _pay_by_it(paying: Dossier, owing: Book, offer: Offset, voucher_no: str) -> Payment:
    reviewed = paying.last_payment(offer.stage)
    if reviewed is None or reviewed.state != "reviewed" or paying.case.finished is not None:
        raise NotNow("对方办件的款项已拨付或有变动。", "That payment has gone or changed.")
    if (
        persons.are_paid(paying, offer.stage)
        or payee.payee_uscc(paying, offer.stage) != owing.called().payee
    ):
        raise NotNow(
            "该款项的收款单位不是应退款单位，不能抵扣。",
            "That payment is not due to whoever owes this debt.",
        )
    if not owing.owed_by_fund().get(reviewed.fund):
        raise NotNow(*OTHER_FUND)
    if reviewed.amount_fen < offer.amount_fen:
        raise NotNow("待付金额已少于抵扣金额。", "Less is payable now than would be set off.")
    holds.require_free(paying, offer.stage)
    freezing.require_payable(paying)
    retaking.take_back(paying, reviewed)
    payment = retaking.next_attempt(paying, reviewed, offer.amount_fen)
    payment.state, payment.voucher_no, payment.pay_on = "offset", voucher_no, paying.today
    payment.paid_fen = payment.amount_fen
    paying.session.flush()
    paying.book.set_off(payment)
    _move_on(paying, offer.stage)
    return payment


def _move_on(paying: Dossier, stage: str) -> None:
    """What is left to pay is reviewed anew; where nothing is left the stage is paid."""
    path = next(
        (
            tuple(filter(None, step.path.split("/")))
            for step in paying.steps.values()
            if step.element == "finance_pay" and step.properties.get("stage") == stage
        ),
        None,
    )
    if path is None or [CHANGED, "/".join(path)] not in [list(one) for one in paying.case.waits]:
        raise NotNow("对方办件不在待拨付环节。", "That case does not stand before payment.")
    progress = engine_room.send(paying, CHANGED, path)
    record.save(paying, DecideOffset(case_id=paying.case.id), progress, {"stage": stage})


def _amiss(field: str, code: str, zh: str, en: str) -> AnswersWrong:
    return AnswersWrong([Problem(field, code, zh, en)])
