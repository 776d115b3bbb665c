"""The words a diagram or a table may ask for, each computed from the records when asked."""

from service.commands.facts import (
    claim,
    employment,
    evaluation,
    evidence,
    fraud,
    money,
    offline,
    opening,
    persons,
    practical,
    promise,
    running,
    supervision,
    voucher,
)
from service.commands.facts.table import FACTS, CaseFacts, open_with_facts

__all__ = [
    "FACTS",
    "CaseFacts",
    "claim",
    "employment",
    "evaluation",
    "evidence",
    "fraud",
    "money",
    "offline",
    "open_with_facts",
    "opening",
    "persons",
    "practical",
    "promise",
    "running",
    "supervision",
    "voucher",
]
