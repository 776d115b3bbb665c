"""Facts about training in class: whether it may be held, and when to look again."""

from datetime import datetime, time

from service.commands.delivery import offline
from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact
from service.domain.calendar import beijing_time


@fact
def offline_allowed(dossier: Dossier, _: Properties) -> bool:
    """Whether classes may meet today in this region."""
    return offline.allowed(dossier, dossier.today)


@fact
def offline_allowed_from(dossier: Dossier, _: Properties) -> datetime | None:
    """When classes may meet again, where that is known."""
    day = offline.allowed_from(dossier)
    return beijing_time(day, time()) if day else None


@fact
def offline_waits(dossier: Dossier, _: Properties) -> bool:
    """Whether the part in class has to wait until classes may meet again."""
    return offline.waits(dossier)


@fact
def offline_look_at(dossier: Dossier, _: Properties) -> datetime:
    """When to look whether classes may meet again."""
    return offline.look_at(dossier)


@fact
def offline_overdue(dossier: Dossier, _: Properties) -> bool:
    """Whether the class has waited longer than the place foresees."""
    return offline.overdue(dossier)
