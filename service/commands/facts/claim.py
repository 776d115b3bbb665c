"""Facts about the claim and its public notice."""

from datetime import datetime

from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact


@fact
def claim_window_end(dossier: Dossier, _: Properties) -> datetime | None:
    """When the time to claim ends; never once a late claim was allowed."""
    if dossier.opening.late_claim_allowed:
        return None
    running = dossier.deadlines.due("claim_window")
    return running or dossier.end_of("claim_window_days", after=dossier.claim_opened_on)


@fact
def publicity_end(dossier: Dossier, _: Properties) -> datetime | None:
    """When the public notice ends."""
    return dossier.deadlines.due("publicity")


@fact
def open_objections(dossier: Dossier, _: Properties) -> int:
    """How many objections are still to be answered."""
    return sum(1 for objection in dossier.objections if objection.upheld is None)
