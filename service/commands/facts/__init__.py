"""The words a diagram or a table may ask for, each computed from the records when asked."""

from service.commands.facts import claim, employment, evidence, fraud, money, opening, running, voucher
from service.commands.facts.table import FACTS, CaseFacts, open_with_facts

__all__ = [
    "FACTS",
    "CaseFacts",
    "claim",
    "employment",
    "evidence",
    "fraud",
    "money",
    "open_with_facts",
    "opening",
    "running",
    "voucher",
]
