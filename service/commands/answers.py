"""Reading the answers of a form: the case's own rule book checks them, all faults at once."""

from collections.abc import Mapping
from typing import Any

from forms import AnswersRefused
from service.commands.dossier import Dossier
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong


def read(dossier: Dossier, name: str | None, answers: Mapping[str, object]) -> dict[str, Any]:
    """The checked values of a form's answers."""
    if name is None:
        return {}
    try:
        return dossier.books.pinned.form(name).check(answers, today=dossier.today)
    except AnswersRefused as refused:
        raise AnswersWrong(
            [Problem(one.field, one.code, one.zh, one.en, one.clause) for one in refused.problems]
        ) from refused
