"""Why a payment waits: placed with a reason, the period to pay paused, lifted when it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.holding import BUDGET, REASONS, WHOLE
from service.domain.refusals import NotNow
from service.records.payment_hold import PaymentHold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.commands.dossier import Dossier

DEADLINE = "payment"
# The steps whose forms show a payment: what they were drawn from has changed.
SHOWN_IN = ("finance_review", "finance_pay")


def on(dossier: Dossier, stage: str, line: int | None = None) -> list[PaymentHold]:
    """What a stage's payment waits for, or one line of it (0: the whole payment)."""
    return [one for one in dossier.holds if one.stage == stage and line in (None, one.line)]


def place(
    dossier: Dossier,
    stage: str,
    line: int,
    reason: str,
    *,
    note: str | None = None,
    short: Mapping[str, int] | None = None,
) -> PaymentHold:
    """Let it wait for that reason; a reason that stands already stands once."""
    found = next((one for one in on(dossier, stage, line) if one.reason == reason), None)
    if found is not None:
        return found
    found = PaymentHold(
        case_id=dossier.case.id,
        stage=stage,
        line=line,
        reason=reason,
        note=note,
        **(short or {}),
        since=dossier.now,
        placed_by=dossier.actor.person_id,
    )
    dossier.session.add(found)
    dossier.holds.append(found)
    if line == WHOLE and reason in dossier.deadlines.pauses_of(DEADLINE):
        dossier.deadlines.pause(DEADLINE, reason)
    for element in SHOWN_IN:
        dossier.redraw(element)
    return found


def lift(dossier: Dossier, stage: str, line: int, reason: str) -> bool:
    """It waits for that no more; with the last reason gone the period to pay goes on."""
    found = next((one for one in on(dossier, stage, line) if one.reason == reason), None)
    if found is None:
        return False
    found.lifted_at, found.lifted_by = dossier.now, dossier.actor.person_id
    dossier.holds.remove(found)
    if not stands_still(dossier):
        dossier.deadlines.resume(DEADLINE)
    for element in SHOWN_IN:
        dossier.redraw(element)
    return True


def stands_still(dossier: Dossier) -> bool:
    """Whether the period to pay is paused by a reason that still stands."""
    pauses = dossier.deadlines.pauses_of(DEADLINE)
    # Where the period does not run yet nothing can hold it, and nothing is asked.
    return bool(pauses) and any(one.line == WHOLE and one.reason in pauses for one in dossier.holds)


def require_free(dossier: Dossier, stage: str) -> None:
    """No payment leaves while it waits; whether the budget is enough is seen when it is drawn."""
    standing = [one for one in on(dossier, stage, WHOLE) if one.reason != BUDGET]
    if standing:
        zh, en = REASONS[standing[0].reason]
        raise NotNow(
            f"本笔款项暂缓拨付（{zh}），解除暂缓后再办理。",
            f"This payment is held ({en}); lift the hold first.",
        )
