"""Asking for a change of a running class, and granting it."""

from service.commands.dossier import Dossier
from service.commands.rules.table import Given, rule
from service.commands.supervision import class_change


@rule("change_fill")
def ask(dossier: Dossier, given: Given) -> None:
    """What is asked for must be possible when it is asked; it is judged again when granted."""
    class_change.require_possible(class_change.class_of(dossier), given)


@rule("change_decide")
def answer(dossier: Dossier, given: Given) -> None:
    """Granted, it is written into the class at once."""
    if given["decision"] == "approve":
        class_change.apply(dossier)
