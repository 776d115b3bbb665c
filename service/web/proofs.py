"""Whose evidence of work waits for a verdict, and what it comes to by the office's own count."""

from sqlalchemy.orm import Session

from service.domain.employment import Spell, measure
from service.records.case import Case
from service.records.employment import EmploymentSpell, proofs_of, spells_of
from service.web.language import say

WAITING = frozenset({"open", "reviewed"})


def waiting(session: Session, case: Case) -> dict[int, str]:
    """By line of the roster: how long each has worked, in days and in months."""
    spells = spells_of(session, case.id)
    lines = [proof.line for proof in proofs_of(session, case.id) if proof.state in WAITING]
    return {line: _worked([row for row in spells if row.line == line]) for line in lines}


def _worked(rows: list[EmploymentSpell]) -> str:
    found = measure(Spell(row.first_on, row.last_on) for row in rows)
    return say("累计就业 {days} 天（{months} 个月）", days=found.days, months=found.months)
