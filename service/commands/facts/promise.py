"""Facts about papers that were promised and are handed in later."""

from datetime import datetime

from service.commands.delivery import promising
from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact


@fact
def promised_open(dossier: Dossier, _: Properties) -> int:
    """How many promised papers are still owed."""
    return len(promising.owed(dossier))


@fact
def promise_due(dossier: Dossier, _: Properties) -> datetime | None:
    """When the promised papers have to be in."""
    running = dossier.deadlines.due("promise")
    return running or dossier.end_of("promise_workdays", after=promising.since(dossier))


@fact
def promise_second_due(dossier: Dossier, _: Properties) -> datetime | None:
    """When the time after the second notice ends."""
    running = dossier.deadlines.due("promise_second")
    return running or dossier.end_of("promise_second_workdays", after=dossier.today)
