"""The flat subsidy to certificate holders: asked for, looked at one by one."""

from service.commands.dossier import Dossier
from service.commands.paying import direct
from service.commands.rules import claims_of_persons as persons_claim
from service.commands.rules.table import Given, rule
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong


@rule("direct_fill", "direct_correct")
def file_direct(dossier: Dossier, given: Given) -> None:
    """Who holds which certificate; the amount comes from the place's table."""
    direct.file(dossier, given["persons"])


@rule("direct_review")
def review_direct(dossier: Dossier, given: Given) -> None:
    """Every certificate is verified; who was paid otherwise meanwhile cannot be approved."""
    if given["decision"] != "pass":
        return
    persons_claim.judge(dossier, given)
    elsewhere = direct.paid_otherwise(dossier)
    problems = [
        Problem(
            f"lines[{at}].verdict",
            "paid_otherwise",
            f"第 {row['line']} 号同一职业、同一等级已由培训班或另案申领补贴，应予剔除。",
            f"Line {row['line']} was claimed for elsewhere; it has to be removed.",
        )
        for at, row in enumerate(given["lines"])
        if row["verdict"] == "approved" and row["line"] in elsewhere
    ]
    if problems:
        raise AnswersWrong(problems)
