"""凡补必进: who of a class is registered by real name, and what says so."""

from collections.abc import Collection

from service.commands.dossier import Dossier
from service.commands.rules.table import Given, rule
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong
from service.records.real_name import RealName

SYSTEM, LEARNING = "system", "learning"


@rule("RegisterRealName")
def register_real_name(dossier: Dossier, given: Given) -> None:
    """The numbers under which learners stand in the real-name system."""
    problems: list[Problem] = []
    for at, row in enumerate(given["registrations"]):
        if row["line"] not in dossier.roster:
            problems.append(
                Problem(
                    f"registrations[{at}].line",
                    "unknown_line",
                    f"花名册中没有第 {row['line']} 号学员。",
                    f"The roster has no line {row['line']}.",
                )
            )
        elif row["verified_at"] > dossier.now:
            problems.append(
                Problem(
                    f"registrations[{at}].verified_at",
                    "in_future",
                    "核验时间不能晚于现在。",
                    "It cannot have been verified after now.",
                )
            )
        else:
            entry = _put(dossier, row["line"])
            entry.external_id, entry.source = row["external_id"], SYSTEM
            entry.verified_at = row["verified_at"]
    if problems:
        raise AnswersWrong(problems)


def speaks_for(dossier: Dossier, lines: Collection[int], batch_ref: str) -> None:
    """Who learned through the system is registered there; its own number may follow."""
    for line in sorted(lines):
        if line not in dossier.real_names:
            entry = _put(dossier, line)
            entry.external_id, entry.verified_at = f"{batch_ref}#{line}", dossier.now
            entry.source = LEARNING


def _put(dossier: Dossier, line: int) -> RealName:
    if line not in dossier.real_names:
        entry = RealName(case_id=dossier.case.id, line=line)
        dossier.session.add(entry)
        dossier.real_names[line] = entry
    return dossier.real_names[line]
