"""What a signal means: ledger entries, messages, deadlines; an unknown signal stops the save."""

from collections.abc import Callable, Mapping

from service.commands.dossier import Dossier
from service.commands.reactions import (
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
)
from workflows import Signal

Reaction = Callable[[Dossier, Signal], None]

REACTIONS: Mapping[str, Reaction] = {
    **opening.REACTIONS,
    **running.REACTIONS,
    **employment.REACTIONS,
    **evidence.REACTIONS,
    **supervision.REACTIONS,
    **evaluation.REACTIONS,
    **fraud.REACTIONS,
    **money.REACTIONS,
    **promise.REACTIONS,
    **offline.REACTIONS,
    **persons.REACTIONS,
    **practical.REACTIONS,
}


class UnknownSignal(Exception):
    """The diagram said something that the house has no meaning for."""


def react(dossier: Dossier, signal: Signal) -> None:
    """Give a signal its meaning."""
    if signal.name not in REACTIONS:
        raise UnknownSignal(signal.name)
    REACTIONS[signal.name](dossier, signal)
