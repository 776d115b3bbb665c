"""What the debtor holds against the notice, and what the approver finds of it."""

from collections.abc import Mapping
from typing import Any

from service.commands.dossier import Dossier
from service.commands.messages import tell_lane
from service.commands.recovering import debt
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.recovery_ways import RecoveryObjection, objections_to

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
    less_fen = _less_fen(dossier, given)
    for one in waiting:
        one.decision, one.finding = given["decision"], given["finding"]
        one.decided_at = dossier.now
    waiting[-1].less_fen = less_fen
    if less_fen:
        dossier.book.waived(less_fen, reason=entry.reason)
        debt.ended(dossier, less_fen)
    if debt.owed_fen(dossier):
        entry.due_at = dossier.deadlines.begin(debt.FIRST).due_at


def _less_fen(dossier: Dossier, given: Mapping[str, Any]) -> int:
    owed = debt.owed_fen(dossier)
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
                f"减少的金额应少于尚欠的 {owed / 100:,.2f} 元；不再追回的，请选撤销。",
                f"Less than the {owed / 100:,.2f} yuan owed; if nothing is left, withdraw it.",
            )
        ]
    )
