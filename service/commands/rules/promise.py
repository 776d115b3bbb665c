"""Handing in what was promised at acceptance, and finding it in order."""

from service.commands.delivery import promising
from service.commands.dossier import Dossier
from service.commands.rules.table import Given, rule
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong


@rule("supplement_upload", "supplement_again")
def hand_in_promised(dossier: Dossier, given: Given) -> None:
    """Every paper that was promised is handed in at once."""
    missing = sorted(set(promising.owed(dossier)) - set(given["items"]))
    if missing:
        raise AnswersWrong(
            [
                Problem(
                    "items",
                    "promised_missing",
                    f"承诺后补的材料尚缺 {len(missing)} 项，请一并补齐。",
                    f"{len(missing)} of the promised papers are still missing.",
                )
            ]
        )


@rule("supplement_check")
def check_promised(dossier: Dossier, given: Given) -> None:
    """In order, or back to the institution."""
    if given["decision"] == "pass":
        promising.kept(dossier)
