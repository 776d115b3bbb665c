"""Why a payment waits or its period stands still, in words."""

from collections.abc import Mapping, Sequence

from service.domain.holding import REASONS
from service.records.payment_hold import PaymentHold
from service.web.language import either, say


def reason_of(reason: str) -> str:
    """The reason in words."""
    zh, en = REASONS.get(reason, (reason, reason))
    return either({"zh": zh, "en": en})


def in_words(holds: Sequence[PaymentHold], stage: str) -> str:
    """What the payment of a stage waits for."""
    told = dict.fromkeys(reason_of(one.reason) for one in holds if one.stage == stage)
    return "、".join(told)


def stopped_for(pauses: Sequence[Mapping[str, str]]) -> str:
    """Why a period stands still: what is to be mended, or what holds the payment."""
    reason = pauses[-1].get("reason", "") if pauses else ""
    if reason in REASONS:
        return say("暂缓：{why}", why=reason_of(reason))
    return say("补正中，计时暂停")
