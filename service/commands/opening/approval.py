"""What an approval must say beyond the number of heads, where the place asks for it."""

from collections.abc import Mapping
from typing import Any

from service.commands.dossier import Dossier
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong

JUDGED = {
    "approved_days": ("批准培训天数", "the approved days"),
    "approved_hours": ("批准课时", "the approved hours"),
}


def note_days_and_hours(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """For training by project the approver judges days and hours, and both are kept."""
    asked = dossier.find("approved_hours_required")
    if asked is None or not asked.value or dossier.opening.training_mode != "project":
        return
    missing = [
        Problem(
            name,
            "required",
            f"项目制培训须填写{zh}。",
            f"Training by project needs {en}.",
            asked.clause or None,
        )
        for name, (zh, en) in JUDGED.items()
        if not given.get(name)
    ]
    if missing:
        raise AnswersWrong(missing)
    judged = {name: given[name] for name in JUDGED}
    dossier.opening.particulars = {**dossier.opening.particulars, **judged}
