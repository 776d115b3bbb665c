"""The budget a case is paid from, and what its payment waits for, as the finance desk sees it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from service.commands.budgets.returning import counting
from service.domain.money import yuan
from service.records.budget import Budget, budget_of
from service.records.case import Case
from service.records.finance import bases_of_cases
from service.records.payment_hold import open_holds
from service.web.desks.timing import in_force
from service.web.front import minute
from service.web.holding import reason_of
from service.web.language import say
from service.web.naming import stage_name


@dataclass(frozen=True, slots=True)
class Held:
    """One reason for which a payment of the case, or a line of it, waits."""

    stage: str
    line: int
    reason: str
    since: str
    note: str


def own_budget(session: Session, case: Case, today: date) -> Budget | None:
    """The year's budget of the fund that the case's money was set aside from."""
    basis = bases_of_cases(session, [case.id], "COMMIT").get(case.id)
    if basis is None:
        return None
    return budget_of(session, (case.jurisdiction, case.region, basis.fund, today.year))


def enough(session: Session, case: Case, today: date, fen: int) -> Iterator[tuple[bool, str]]:
    """Whether the payment fits, and what it waits for already."""
    found = own_budget(session, case, today)
    if found is not None and found.item is not None:
        left = found.standing.spendable_fen(with_recovered=counting(session)(found))
        yield (
            fen <= left,
            say("预算指标 {item} 可支出余额 {yuan} 元", item=found.item, yuan=yuan(left)),
        )
    for one in open_holds(session, case.id):
        yield False, say("暂缓：{why}", why=reason_of(one.reason))


def held_card(session: Session, case: Case) -> list[Held]:
    """What payments of a case wait for."""
    policy = in_force(session, case.jurisdiction)[0].policy
    return [
        Held(
            stage_name(policy, one.stage),
            one.line,
            reason_of(one.reason),
            minute(one.since),
            one.note or "",
        )
        for one in open_holds(session, case.id)
    ]
