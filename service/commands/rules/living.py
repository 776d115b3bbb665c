"""The living allowance: claimed learner by learner, reviewed line by line, lifted for a reason."""

from service.commands.dossier import Dossier
from service.commands.paying import allowance
from service.commands.rules import claims_of_persons as persons_claim
from service.commands.rules.table import Given, rule
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong


@rule("living_fill", "living_correct")
def file_living(dossier: Dossier, given: Given) -> None:
    """Who claims, as what, with which proof; hours and days come from the class's records."""
    allowance.file(dossier, given["lines"])


@rule("living_review")
def review_living(dossier: Dossier, given: Given) -> None:
    """Every learner's group and proof are looked at, one by one."""
    if given["decision"] == "pass":
        persons_claim.judge(dossier, given)
        allowance.settle(dossier)


@rule("living_recheck")
def recheck_living(dossier: Dossier, given: Given) -> None:
    """The approver may lift the cap of the year for somebody, with a reason; nobody else may."""
    rows = given.get("lifted") or ()
    if given["decision"] != "pass":
        return
    problems = []
    for at, row in enumerate(rows):
        if row["line"] not in dossier.claim_lines or not allowance.capped(dossier, row["line"]):
            problems.append(
                Problem(
                    f"lifted[{at}].line",
                    "not_capped",
                    f"第 {row['line']} 号学员没有因年度天数上限而少计，不需放宽。",
                    f"Line {row['line']} lost no day to the cap of the year.",
                )
            )
    if problems:
        raise AnswersWrong(problems)
    because = {row["line"]: row["reason"] for row in rows}
    for line in dossier.allowance:
        line.lifted_because = because.get(line.line)
    allowance.settle(dossier)
