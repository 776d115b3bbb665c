"""What each step and order does to the records before the diagram moves on."""

from service.commands.rules import (
    claim,
    comparison,
    completion,
    direct,
    employment,
    fraud,
    learning,
    living,
    offline,
    opening,
    payment,
    real_name,
    recovery,
    running,
    voucher,
)
from service.commands.rules.table import RULES, Given, Rule

__all__ = [
    "RULES",
    "Given",
    "Rule",
    "claim",
    "comparison",
    "completion",
    "direct",
    "employment",
    "fraud",
    "learning",
    "living",
    "offline",
    "opening",
    "payment",
    "real_name",
    "recovery",
    "running",
    "voucher",
]
