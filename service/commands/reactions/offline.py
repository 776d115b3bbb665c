"""What the signals about waiting for training in class mean."""

from collections.abc import Callable, Mapping

from service.commands.delivery.offline import WAIT
from service.commands.dossier import Dossier
from service.commands.messages import tell_institution, until
from workflows import Signal


def deferred(dossier: Dossier, _: Signal) -> None:
    """The part in class waits; how long at most, the institution hears."""
    dossier.deadlines.begin(WAIT)
    tell_institution(dossier, "offline_deferred", **until(dossier, WAIT))


def resumed(dossier: Dossier, _: Signal) -> None:
    """Classes may meet again."""
    dossier.deadlines.met(WAIT)
    tell_institution(dossier, "offline_resumed")


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "offline_deferred": deferred,
    "offline_resumed": resumed,
}
