"""Paying a debt back in parts: what was agreed, and the first day that counts now."""

from collections.abc import Mapping
from typing import Any

from service.commands.dossier import Dossier
from service.commands.messages import amounts, tell_institution, until
from service.commands.recovering import debt
from service.domain.recovery import Part, Plan, plan_problems
from service.domain.refusals import AnswersWrong, NotNow
from service.records.recovery_ways import Instalment, plan_of

MOST, DAYS = "recovery_instalments", "recovery_instalment_days"


def agree(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """The rest is due in these parts; a later agreement takes the place of an earlier one."""
    entry = debt.running(dossier)
    parts = [Part(row["due_on"], row["amount"]) for row in given["parts"]]
    problems = plan_problems(
        parts, debt.owed_fen(dossier), today=dossier.today, allowed=_allowed(dossier)
    )
    if problems:
        raise AnswersWrong(problems)
    before = plan_of(dossier.session, entry.id)
    plan = before[0].plan + 1 if before else 1
    dossier.session.add_all(
        Instalment(recovery_id=entry.id, plan=plan, no=no, due_on=part.due_on, amount_fen=part.fen)
        for no, part in enumerate(parts, start=1)
    )
    for name in (debt.FIRST, debt.SECOND):
        dossier.deadlines.met(name)
    entry.due_at = dossier.deadlines.begin_until(debt.FIRST, parts[0].due_on).due_at
    entry.second_due_at = None
    tell_institution(
        dossier,
        "recovery_instalments",
        **amounts(parts[0].fen),
        **until(dossier, debt.FIRST),
    )


def _allowed(dossier: Dossier) -> Plan:
    most, days = dossier.find(MOST), dossier.find(DAYS)
    if most is None or days is None:
        raise NotNow("本地没有分期退回的规定。", "Debts are not paid back in parts here.")
    return Plan(int(str(most.value)), int(str(days.value)))
