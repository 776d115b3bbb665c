"""Assessing an online course, and planning the practical training of those who passed."""

from typing import Any

from service.commands.delivery import practical
from service.commands.dossier import Dossier
from service.commands.rules.lines import require_every
from service.commands.rules.opening import approve_opening
from service.commands.rules.table import Given, rule
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong
from service.records.assessment import OnlineAssessment
from service.records.result import LearnerResult


@rule("online_assess")
def assess_online(dossier: Dossier, given: Given) -> None:
    """Every learner is assessed by one of the means the form lists; nobody is left out."""
    rows = given["assessments"]
    asked = {number for number, line in dossier.roster.items() if not line.withdrawn}
    require_every(rows, asked=asked, field="assessments")
    faults = [
        Problem(
            f"assessments[{at}].mode",
            "required",
            "合格的须写明考核方式。",
            "Say by which means the learner passed.",
        )
        for at, row in enumerate(rows)
        if row.get("passed") and not row.get("mode")
    ]
    if faults:
        raise AnswersWrong(faults)
    for row in rows:
        _write(dossier, row)


def _write(dossier: Dossier, row: dict[str, Any]) -> None:
    line, passed = row["line"], bool(row.get("passed"))
    dossier.session.add(
        OnlineAssessment(
            case_id=dossier.case.id,
            line=line,
            mode=row.get("mode") or "none",
            score=row.get("score"),
            passed=passed,
            note=row.get("note"),
            assessed_at=dossier.now,
        )
    )
    result = LearnerResult(
        case_id=dossier.case.id, line=line, theory=row.get("score"), passed=passed
    )
    dossier.session.add(result)
    dossier.results[line] = result


@rule("practical_open")
def plan_practical(dossier: Dossier, given: Given) -> None:
    """The plan is in: who trains offline, where, from when to when."""
    practical.open_class(dossier, given)
    dossier.deadlines.begin("opening_review")


@rule("practical_approve")
def approve_practical(dossier: Dossier, given: Given) -> None:
    """Approve so many heads, give back to be mended, or reject."""
    approve_opening(dossier, given)
