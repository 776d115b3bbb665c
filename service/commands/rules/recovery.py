"""Calling money back: the notice, the second notice, what was repaid."""

from service.commands.dossier import Dossier
from service.commands.rules.table import Given, rule
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.recovery import Recovery, Repayment, receipt_used


def running(dossier: Dossier) -> Recovery:
    """The recovery that runs on the case."""
    if dossier.recovery is None:
        raise NotNow("本办件没有追回事项。", "There is no recovery on this case.")
    return dossier.recovery


@rule("recovery_notice")
def notice_recovery(dossier: Dossier, _: Given) -> None:
    """The first notice says how much must come back and until when."""
    entry = running(dossier)
    entry.noticed_at = dossier.now
    entry.due_at = dossier.deadlines.begin("recovery").due_at


@rule("recovery_second_notice")
def notice_again(dossier: Dossier, _: Given) -> None:
    """The second notice is the last before the matter is referred."""
    entry = running(dossier)
    dossier.deadlines.passed("recovery")
    entry.second_due_at = dossier.deadlines.begin("recovery_second").due_at


@rule("RecordRepayment")
def record_repayment(dossier: Dossier, given: Given) -> None:
    """Money came back under its own receipt; never more than is owed."""
    entry = running(dossier)
    owed_fen = dossier.book.balance("recoverable")
    faults = []
    if given["amount"] > owed_fen:
        faults.append(
            Problem(
                "amount",
                "above_owed",
                f"退回金额超过应追回余额 {owed_fen / 100:,.2f} 元。",
                f"More than the {owed_fen / 100:,.2f} yuan still owed.",
            )
        )
    if receipt_used(dossier.session, given["receipt_no"]):
        faults.append(
            Problem("receipt_no", "used", "该收据号已登记。", "This receipt is already recorded.")
        )
    if faults:
        raise AnswersWrong(faults)
    dossier.session.add(
        Repayment(
            case_id=dossier.case.id,
            receipt_no=given["receipt_no"],
            amount_fen=given["amount"],
            paid_on=given["paid_on"],
        )
    )
    entry.repaid_fen = (entry.repaid_fen or 0) + given["amount"]
    dossier.book.recovered(given["amount"], reason=entry.reason)
    if dossier.book.balance("recoverable") == 0:
        for name in ("recovery", "recovery_second"):
            dossier.deadlines.met(name)
