"""Reporting who found work, handing in evidence of it, and looking at it learner by learner."""

from collections.abc import Iterator
from typing import Any

from service.commands.delivery import employment
from service.commands.dossier import Dossier
from service.commands.rules.lines import require_every
from service.commands.rules.table import Given, rule
from service.domain.employment import Spell, wrong_days
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.employment import EmploymentProof, EmploymentSpell, EmploymentStatus

_WRONG_DAYS = {
    "dates_reversed": ("结束日期早于开始日期。", "The last day lies before the first."),
    "in_future": ("尚未到来的日期不能作为依据。", "Days that have not come are no evidence."),
    "before_completion": (
        "结业以前的就业不计入。",
        "Work before the class ended does not count.",
    ),
}


@rule("employment_report")
def report_employment(dossier: Dossier, given: Given) -> None:
    """Every learner who was trained is reported: at work or not; a later report replaces it."""
    trained = {number for number, line in dossier.roster.items() if not line.withdrawn}
    require_every(given["employment"], asked=trained, field="employment")
    for row in given["employment"]:
        entry = dossier.statuses.get(row["line"])
        if entry is None:
            entry = EmploymentStatus(case_id=dossier.case.id, line=row["line"])
            dossier.session.add(entry)
            dossier.statuses[row["line"]] = entry
        entry.status, entry.proof = row["status"], row.get("proof")
        entry.employer, entry.started_on = row.get("employer"), row.get("started_on")
        entry.reported_at = dossier.now


@rule("SubmitEvidence")
def submit_evidence(dossier: Dossier, given: Given) -> None:
    """Evidence comes in batches until the last day; what came in time counts, whenever reviewed."""
    _require_window(dossier)
    problems = [
        problem
        for at, row in enumerate(given["spells"])
        for problem in _wrong_spell(dossier, f"spells[{at}]", row)
    ]
    if problems:
        raise AnswersWrong(problems)
    for row in given["spells"]:
        _keep(dossier, row)
        _open(dossier, row["line"])
    dossier.redraw("proof_review")


def _require_window(dossier: Dossier) -> None:
    end = employment.window_end(dossier)
    if end is None or dossier.opening.completed_on is None:
        raise NotNow(
            "本办件目前不收就业收入依据。", "No evidence of work is taken on this case now."
        )
    if dossier.now >= end:
        raise NotNow(
            "提交就业收入依据的期限已满。", "The time to hand in evidence of work is over."
        )


def _wrong_spell(dossier: Dossier, field: str, row: dict[str, Any]) -> Iterator[Problem]:
    if row["line"] not in employment.payable_lines(dossier) or not _own(dossier, row["line"]):
        yield Problem(
            f"{field}.line",
            "unknown_line",
            f"第 {row['line']} 号不在可提交依据的名单内。",
            f"Line {row['line']} is not among those who may hand in evidence.",
        )
    elif employment.proven(dossier.proofs.get(row["line"])):
        yield Problem(
            f"{field}.line",
            "already_proven",
            f"第 {row['line']} 号的依据已经认可，不必再交。",
            f"The evidence of line {row['line']} is accepted already.",
        )
    spell = Spell(row["first_on"], row["last_on"])
    wrong = wrong_days(spell, today=dossier.today, not_before=dossier.opening.completed_on)
    if wrong is not None:
        yield Problem(f"{field}.last_on", wrong, *_WRONG_DAYS[wrong])
    if row["income"] <= 0:
        yield Problem(
            f"{field}.income", "no_income", "劳动收入应大于零。", "Income must be above nothing."
        )


def _own(dossier: Dossier, line: int) -> bool:
    """A learner speaks for himself alone."""
    if dossier.lane != "learner":
        return True
    return dossier.roster[line].person_index == dossier.actor.natural_person


def _keep(dossier: Dossier, row: dict[str, Any]) -> None:
    spell = EmploymentSpell(
        case_id=dossier.case.id,
        line=row["line"],
        employer=row["employer"],
        first_on=row["first_on"],
        last_on=row["last_on"],
        income_fen=row["income"],
        proof=row["proof"],
        handed_in_at=dossier.now,
        handed_in_by=dossier.lane or "",
    )
    dossier.session.add(spell)
    dossier.spells.append(spell)


def _open(dossier: Dossier, line: int) -> None:
    if line not in dossier.proofs:
        dossier.proofs[line] = EmploymentProof(case_id=dossier.case.id, line=line)
        dossier.session.add(dossier.proofs[line])
    dossier.proofs[line].state = "open"


@rule("proof_review")
def review_proofs(dossier: Dossier, given: Given) -> None:
    """Each learner's evidence gets a verdict; who has not worked long enough is not qualified."""
    asked = {line for line, one in dossier.proofs.items() if one.state in employment.OPEN}
    require_every(given["proofs"], asked=asked, field="proofs")
    problems = []
    for at, row in enumerate(given["proofs"]):
        entry = dossier.proofs[row["line"]]
        found = employment.measure_of(dossier, row["line"])
        if row["verdict"] == "qualified" and not employment.long_enough(dossier, found):
            problems.append(_too_short(dossier, f"proofs[{at}].verdict", row["line"]))
        entry.verdict, entry.reason = row["verdict"], row.get("reason")
        entry.days, entry.months, entry.state = found.days, found.months, "reviewed"
        entry.reviewed_at = dossier.now
    if problems:
        raise AnswersWrong(problems)


def _too_short(dossier: Dossier, field: str, line: int) -> Problem:
    found = employment.measure_of(dossier, line)
    least = dossier.value("evidence_min_days")
    return Problem(
        field,
        "not_long_enough",
        f"第 {line} 号累计就业 {found.days} 天（{found.months} 个月），不足 {least.value} 天。",
        f"Line {line} has worked {found.days} days ({found.months} months) of {least.value} days.",
        least.clause or None,
    )


@rule("proof_recheck")
def recheck_proofs(dossier: Dossier, given: Given) -> None:
    """Another person confirms what the reviewer found, or gives it back."""
    if given["decision"] != "pass":
        return
    for entry in dossier.proofs.values():
        if entry.state == "reviewed":
            entry.state = "confirmed"


@rule("proof_publish")
def publish_proofs(dossier: Dossier, _: Given) -> None:
    """Who was found to have worked goes on public notice."""
    dossier.deadlines.begin("publicity")
