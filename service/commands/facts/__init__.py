"""The words a diagram or a table may ask for, each computed from the records when asked."""

from service.commands.facts import (
    claim,
    employment,
    evidence,
    fraud,
    money,
    offline,
    opening,
    persons,
    running,
    voucher,
)
from service.commands.facts.table import FACTS, CaseFacts, open_with_facts

__all__ = [
    "FACTS",
    "CaseFacts",
    "claim",
    "employment",
    "evidence",
    "fraud",
    "money",
    "offline",
    "open_with_facts",
    "opening",
    "persons",
    "running",
    "voucher",
]
