"""What each step and order does to the records before the diagram moves on."""

from service.commands.rules import (
    claim,
    completion,
    learning,
    opening,
    payment,
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
    "completion",
    "learning",
    "opening",
    "payment",
    "recovery",
    "running",
    "voucher",
]
