"""Clearing a doubt about a line, with a reason that stays."""

from service.commands.dossier import Dossier
from service.commands.rules.table import Given, rule
from service.commands.supervision import comparison
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong
from service.records.comparison import LineDoubt


@rule("ClearDoubt")
def clear_doubt(dossier: Dossier, given: Given) -> None:
    """A reviewer says why what was found does not stand against the learner."""
    open_now = comparison.open_doubts(dossier).get(given["line"], [])
    found = next((one for one in open_now if one.kind == given["doubt"]), None)
    if found is None:
        raise AnswersWrong(
            [
                Problem(
                    "line",
                    "not_doubted",
                    f"第 {given['line']} 号学员没有这项待排除的疑点。",
                    f"There is no such doubt about line {given['line']}.",
                )
            ]
        )
    dossier.session.add(
        LineDoubt(
            case_id=dossier.case.id,
            line=found.line,
            kind=found.kind,
            origin=found.origin,
            import_id=found.import_id,
            cleared_by=dossier.actor.person_id,
            cleared_at=dossier.now,
            reason=given["reason"],
        )
    )
    # Whoever has the review open sees that something has changed.
    dossier.redraw("claim_review")
