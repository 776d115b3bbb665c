"""What the debtor holds against the notice, and what the approver finds of it."""

from collections.abc import Mapping
from typing import Any

from service.commands.dossier import Dossier
from service.commands.messages import amounts, tell_institution, tell_lane
from service.commands.recovering import debt
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.recovery_ways import RecoveryObjection, ended_of, objections_to

UPHELD, REDUCED, WITHDRAWN = "upheld", "reduced", "withdrawn"


def file(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """The day to pay back stands still until the objection is decided."""
    entry = debt.running(dossier)
    dossier.session.add(
        RecoveryObjection(
            recovery_id=entry.id,
            case_id=dossier.case.id,
            grounds=given["grounds"],
            filed_at=dossier.now,
        )
    )
    dossier.deadlines.met(debt.FIRST)
    entry.due_at = None
    tell_lane(dossier, "recovery_objected", "county_approver")


def decide(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """The debt stands, is smaller, or was none; what is left has its whole period again."""
    entry = debt.running(dossier)
    waiting = [one for one in objections_to(dossier.session, entry.id) if one.decision is None]
    if not waiting:
        raise NotNow("没有待复核的异议。", "No objection waits for a decision.")
    less_fen, owed_fen = _less_fen(dossier, given), debt.owed_fen(dossier)
    for one in waiting:
        one.decision, one.finding = given["decision"], given["finding"]
        one.decided_at = dossier.now
    # Only what is still open can be let go; what came back already is given back by hand.
    waived_fen = min(less_fen, owed_fen)
    waiting[-1].less_fen, waiting[-1].return_fen = waived_fen, less_fen - waived_fen
    if waived_fen:
        dossier.book.waived(waived_fen, reason=entry.reason)
        debt.ended(dossier, waived_fen)
    if less_fen > waived_fen:
        _tell_to_return(dossier, less_fen - waived_fen)
    if debt.owed_fen(dossier):
        entry.due_at = dossier.deadlines.begin(debt.FIRST).due_at


def _tell_to_return(dossier: Dossier, fen: int) -> None:
    """No payment follows of itself: those who pay, those who answer for it and the body hear."""
    tell_institution(dossier, "recovery_to_return", **amounts(fen))
    for lane in ("finance_reviewer", "finance_payer", "county_head"):
        tell_lane(dossier, "recovery_to_return", lane, **amounts(fen))


def _less_fen(dossier: Dossier, given: Mapping[str, Any]) -> int:
    """By how much less was rightly called than was: of what is open, and of what came back."""
    ended = ended_of(dossier.session, debt.running(dossier))
    owed = debt.owed_fen(dossier) + ended["RECOVERED"] + ended["OFFSET"]
    if given["decision"] == UPHELD:
        return 0
    if given["decision"] == WITHDRAWN:
        return owed
    less: int = given["less"]
    if less < owed:
        return less
    raise AnswersWrong(
        [
            Problem(
                "less",
                "above_owed",
                f"减少的金额应少于追回的 {owed / 100:,.2f} 元（含已退回的）；"
                "全不追回的，请选撤销。",
                f"Less than the {owed / 100:,.2f} yuan called back, what came back included;"
                " if nothing of it was owed, withdraw it.",
            )
        ]
    )
