"""Learners who lack hours of the plan: what their training days are worth, where that is a rule."""

from service.commands.dossier import Dossier
from service.domain.short_hours import short_fen


def paid(dossier: Dossier) -> bool:
    """Whether the place pays by the day where hours lack; nothing a day is no such rule."""
    found = dossier.find("short_day_fen")
    return found is not None and int(str(found.value)) > 0


def complete(dossier: Dossier, line: int) -> tuple[bool, bool]:
    """Whether the learner completed all theory, and all practice, that the plan holds."""
    total, opening = dossier.learning.get(line), dossier.opening
    theory, practical = (total.theory_hours, total.practical_hours) if total else (0, 0)
    return theory >= (opening.theory_hours or 0), practical >= (opening.practical_hours or 0)


def standard_fen(dossier: Dossier, line: int) -> int:
    """The standard of a learner: the whole one, or that of the days where hours lack."""
    whole = dossier.opening.standard_fen or 0
    if not line or not paid(dossier) or all(complete(dossier, line)):
        return whole
    total = dossier.learning.get(line)
    return short_fen(
        whole,
        days=total.training_days if total else 0,
        day_fen=dossier.number("short_day_fen"),
        cap_bp=dossier.number("short_cap_bp"),
    )
