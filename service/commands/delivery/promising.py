"""Papers promised at acceptance and handed in later: what is owed, until when, what follows."""

from datetime import date

from service.commands.dossier import Dossier
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong

PROMISED, SINCE, BROKEN = "promised", "promised_on", "promise_broken"


def note(dossier: Dossier, items: list[str]) -> None:
    """The request is accepted although these papers are missing; the promise is kept with it."""
    if not items:
        return
    if dossier.find("promise_workdays") is None:
        raise AnswersWrong(
            [
                Problem(
                    "promised_items",
                    "no_promises_here",
                    "本地没有先承诺、后补资料的规定，请通知补正。",
                    "No papers may be promised here; ask for a correction.",
                )
            ]
        )
    _set(dossier, {PROMISED: sorted(items), SINCE: dossier.today.isoformat()})


def owed(dossier: Dossier) -> list[str]:
    """The papers that were promised and have not been found in order."""
    return list(dossier.opening.particulars.get(PROMISED, ()))


def since(dossier: Dossier) -> date | None:
    """The day the promise was made."""
    day = dossier.opening.particulars.get(SINCE)
    return date.fromisoformat(str(day)) if day else None


def kept(dossier: Dossier) -> None:
    """Everything promised has been handed in and is in order."""
    _set(dossier, {PROMISED: []})


def broken(dossier: Dossier) -> None:
    """The day has passed: a mark stays with the class even if the papers come later."""
    _set(dossier, {BROKEN: True})


def _set(dossier: Dossier, words: dict[str, object]) -> None:
    dossier.opening.particulars = {**dossier.opening.particulars, **words}
