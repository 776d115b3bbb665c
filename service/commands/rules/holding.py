"""Letting a payment wait by hand, and letting it go on."""

from service.commands.dossier import Dossier
from service.commands.paying import holds
from service.commands.rules.table import Given, rule
from service.domain.holding import BUDGET, BY_HAND, WHOLE
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow

# Also what came back and waits for another account: it must not leave again before it is looked at.
ON_THE_ROAD = (*holds.SHOWN_IN, "account_fix")


@rule("HoldPayment")
def hold_payment(dossier: Dossier, given: Given) -> None:
    """The payment of an open step waits, with a reason for whoever asks."""
    stage = _stage_at_finance(dossier)
    reason = given.get("reason") or BY_HAND
    if any(one.reason == reason for one in holds.on(dossier, stage, WHOLE)):
        raise NotNow("该笔款项已因此暂缓。", "This payment is held for that reason already.")
    holds.place(dossier, stage, WHOLE, reason, note=given["opinion"])


@rule("LiftHold")
def lift_hold(dossier: Dossier, given: Given) -> None:
    """What it waited for is settled; want of money is settled by money alone."""
    stage = _stage_at_finance(dossier)
    standing = [one.reason for one in holds.on(dossier, stage, WHOLE)]
    if not standing:
        raise NotNow("本笔款项没有暂缓。", "This payment is not held.")
    reason = given.get("reason") or next((one for one in standing if one != BUDGET), BUDGET)
    if reason == BUDGET:
        raise NotNow(
            "预算不足的，追加或调剂预算后自动恢复，不能手工解除。",
            "What waits for the budget goes on by itself once there is money in it.",
        )
    if not holds.lift(dossier, stage, WHOLE, reason):
        raise AnswersWrong(
            [Problem("reason", "not_held", "没有因此暂缓。", "It is not held for that reason.")]
        )


def _stage_at_finance(dossier: Dossier) -> str:
    for step in dossier.steps.values():
        if step.element in ON_THE_ROAD:
            return str(step.properties["stage"])
    raise NotNow("目前没有待审核或待拨付的款项。", "No payment waits with finance now.")
