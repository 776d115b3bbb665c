"""Calling money back: the notices, what came in, and the other ways in which a debt ends."""

from service.commands.dossier import Dossier
from service.commands.paying import dropping
from service.commands.recovering import debt, instalments, objecting, offset, writing_off
from service.commands.rules.table import Given, rule
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong
from service.records.recovery import Repayment, receipt_used

rule("DropLine")(dropping.drop_line)
rule("ObjectRecovery")(objecting.file)
rule("recovery_objection")(objecting.decide)
rule("AgreeInstalments")(instalments.agree)
rule("ProposeOffset")(offset.propose)
rule("DecideOffset")(offset.decide)
rule("ProposeWriteOff")(writing_off.propose)
rule("DecideWriteOff")(writing_off.decide)


@rule("recovery_notice")
def notice_recovery(dossier: Dossier, _: Given) -> None:
    """The first notice says how much must come back and until when."""
    entry = debt.running(dossier)
    entry.noticed_at = dossier.now
    entry.due_at = dossier.deadlines.begin(debt.FIRST).due_at


@rule("recovery_second_notice")
def notice_again(dossier: Dossier, _: Given) -> None:
    """The second notice is the last before the matter is referred."""
    entry = debt.running(dossier)
    dossier.deadlines.passed(debt.FIRST)
    entry.second_due_at = dossier.deadlines.begin(debt.SECOND).due_at


@rule("RecordRepayment")
def record_repayment(dossier: Dossier, given: Given) -> None:
    """Money came back under its own receipt; never more than is owed."""
    entry = debt.running(dossier)
    owed_fen = debt.owed_fen(dossier)
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
            recovery_id=entry.id,
            receipt_no=given["receipt_no"],
            amount_fen=given["amount"],
            paid_on=given["paid_on"],
        )
    )
    dossier.book.recovered(given["amount"], reason=entry.reason, receipt_no=given["receipt_no"])
    debt.ended(dossier, given["amount"])
