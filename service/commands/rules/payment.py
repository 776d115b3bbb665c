"""Reviewing a stage of payment, instructing it, hearing from the bank, mending an account."""

from collections.abc import Iterator

from service.commands.bank import hearing
from service.commands.batches import going
from service.commands.batches.settling import Answer
from service.commands.budgets import items
from service.commands.dossier import Dossier
from service.commands.paying import earning, holds, persons
from service.commands.rules.table import Given, rule
from service.commands.supervision import freezing
from service.domain.holding import BUDGET, BY_HAND, WHOLE
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.payment import Payment
from service.records.payment_batch import voucher_used


@rule("finance_review")
def review_payment(dossier: Dossier, given: Given) -> None:
    """Finance looks at fund, budget item and payee before money is reserved."""
    stage = dossier.stage
    if given["decision"] != "pass":
        holds.place(dossier, stage, WHOLE, BY_HAND, note=given["opinion"])
        return
    freezing.require_payable(dossier)
    holds.lift(dossier, stage, WHOLE, BY_HAND)
    fund = dossier.decide("fund_source", stage=stage)
    entry = _next_try(dossier, stage)
    entry.fund = persons.chosen_fund(dossier, stage, given) or str(fund.values["fund"])
    items.require_own(dossier, entry.fund, given["budget_item"])
    entry.budget_item, entry.approved_by = given["budget_item"], dossier.actor.person_id
    persons.set_aside(dossier, entry)


@rule("finance_pay")
def instruct_payment(dossier: Dossier, given: Given) -> None:
    """The payment leaves for the bank: the amount is reserved under one voucher."""
    stage = dossier.stage
    holds.require_free(dossier, stage)
    entry = dossier.last_payment(stage)
    if entry is None or entry.state == "returned":
        entry = _next_try(dossier, stage)
    behind = going.leave_with_batch(dossier, entry, given)
    freezing.require_payable(dossier, without=behind)
    if voucher_used(dossier.session, given["voucher_no"], by=entry.id):
        raise AnswersWrong(
            [
                Problem(
                    "voucher_no",
                    "used",
                    f"凭证号 {given['voucher_no']} 已使用。",
                    f"Voucher {given['voucher_no']} was used before.",
                )
            ]
        )
    if not dossier.calendar.is_working(given["pay_on"]):
        raise AnswersWrong(
            [
                Problem(
                    "pay_on",
                    "not_working_day",
                    "拨付日期应为工作日。",
                    "The day of payment must be a working day.",
                )
            ]
        )
    if given["pay_on"].year != dossier.today.year:
        # The money is drawn from the budget of that year: neither last year's nor the next one's.
        raise AnswersWrong(
            [
                Problem(
                    "pay_on",
                    "other_year",
                    "拨付日期应在本年度内。",
                    "The day of payment must lie in this year.",
                )
            ]
        )
    entry.batch_no, entry.voucher_no = given["batch_no"], given["voucher_no"]
    entry.pay_on, entry.state = given["pay_on"], "instructed"
    dossier.book.instruct(entry)
    holds.lift(dossier, stage, WHOLE, BUDGET)


@rule("RecordBankResult")
def record_bank_result(dossier: Dossier, given: Given) -> None:
    """Success is posted, a return is voided; the voucher and the amount must be ours."""
    entry = dossier.last_payment(given["stage"])
    due = hearing.awaited(dossier, entry) if entry is not None else {}
    if entry is None or not due:
        raise NotNow(
            "该阶段没有等待银行回单的款项。", "No payment of this stage waits for the bank."
        )
    about = {given["line"]: due.get(given["line"], 0)} if given.get("line") else due
    faults = [
        *_not_ours(entry, given, sum(about.values())),
        *([] if about.keys() <= due.keys() else [_NO_SUCH_LINE]),
    ]
    if faults:
        raise AnswersWrong(faults)
    said = Answer(given["result"] == "success", given.get("code"))
    hearing.hear(dossier, entry, dict.fromkeys(about, said))


_NO_SUCH_LINE = Problem(
    "line", "unknown_line", "这一行没有等待回单的款项。", "Nothing is awaited for this line."
)


def _not_ours(entry: Payment, given: Given, fen: int) -> Iterator[Problem]:
    if given["voucher_no"] != entry.voucher_no:
        yield Problem("voucher_no", "unknown", "凭证号与拨付记录不符。", "Not the voucher we sent.")
    if given["amount"] != fen:
        yield Problem("amount", "changed", "金额与拨付记录不符。", "Not the amount we sent.")
    if given["result"] == "returned" and not given.get("code"):
        yield Problem("code", "required", "退票须填写原因码。", "A return needs its code.")


@rule("RecordBankLines")
def record_bank_lines(dossier: Dossier, given: Given) -> None:
    """What a file says of this payment's lines, each looked at under the batch's lock before."""
    entry = next(one for one in dossier.payments if one.id == given["payment"])
    hearing.hear(dossier, entry, {line: Answer(*said) for line, *said in given["lines"]})


@rule("account_fix")
def fix_account(dossier: Dossier, given: Given) -> None:
    """The payee names another account; finance looks at it before the same amount is paid again."""
    last = dossier.last_payment(dossier.stage)
    before = hearing.came_back(dossier, last) if last is not None else {}
    persons.mend_payee(dossier, dossier.stage, given)
    after = persons.accounts(dossier, dossier.stage, before)
    same = [line for line, account in before.items() if after[line] == account]
    if same and not given.get("same_because"):
        raise AnswersWrong([_unchanged(line) for line in same])


def _unchanged(line: int) -> Problem:
    return Problem(
        "accounts" if line else "payee_account",
        "account_unchanged",
        f"花名册第 {line} 行的账户没有更正。" if line else "账号与退票的账号相同。",
        f"The account of roster line {line} is unchanged."
        if line
        else "This is the account the money came back from.",
    )


def _next_try(dossier: Dossier, stage: str) -> Payment:
    last = dossier.last_payment(stage)
    if last is not None and last.state == "reviewed":
        return last
    entry = Payment(
        case_id=dossier.case.id,
        stage=stage,
        attempt=(last.attempt + 1) if last else 1,
        amount_fen=earning.stage_fen(dossier, stage),
        fund=last.fund if last else "",
        budget_item=last.budget_item if last else "",
        approved_by=last.approved_by if last else None,
        **persons.payee_of(dossier, stage),
        state="reviewed",
    )
    dossier.session.add(entry)
    dossier.payments.append(entry)
    return entry
