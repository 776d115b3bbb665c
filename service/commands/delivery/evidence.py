"""Which learners lack evidence of their online learning, and why."""

from service.commands.dossier import Dossier
from service.commands.paying import earning
from service.domain import evidence
from service.records.claim import ClaimLine
from workflows import Decision

TABLE = "evidence_policy"


def lacking(dossier: Dossier) -> dict[int, Decision]:
    """The lines whose evidence does not suffice, each with the rule that says so."""
    if not earning.trained_online(dossier) or TABLE not in dossier.rules_bundle.tables:
        return {}
    learners = (line for line, row in sorted(dossier.roster.items()) if not row.withdrawn)
    judged = {line: dossier.decide(TABLE, line=str(line)) for line in learners}
    return {line: decision for line, decision in judged.items() if not decision.values["ok"]}


def set_aside(dossier: Dossier) -> None:
    """Keep beside each learner who lacks evidence what is lacking; who has all goes free again."""
    short = lacking(dossier)
    for line in [line for line in dossier.claim_lines if line not in short]:
        dossier.session.delete(dossier.claim_lines.pop(line))
    for line, decision in short.items():
        entry = dossier.claim_lines.get(line) or ClaimLine(case_id=dossier.case.id, line=line)
        entry.amount_fen, entry.excluded = earning.line_fen(dossier, line), True
        entry.reason = (
            f"{decision.sentence}（{decision.clause}）" if decision.clause else (decision.sentence)
        )
        dossier.session.add(entry)
        dossier.claim_lines[line] = entry


def lessons_lacking(dossier: Dossier, line: int) -> frozenset[int]:
    """The online lessons of which this learner has no record."""
    return evidence.lessons_lacking(dossier.online_lessons, dossier.lessons_followed.get(line, ()))
