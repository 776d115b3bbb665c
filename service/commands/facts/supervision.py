"""Facts about what follows on a class: visits and what has to be put right."""

from datetime import datetime

from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact
from service.records.supervision import Inspection


@fact
def visit_passed(dossier: Dossier, _: Properties) -> bool:
    """Whether the inspectors found everything in order."""
    visit = dossier.session.get(Inspection, dossier.case.id)
    return visit is not None and visit.passed


@fact
def rectification_due(dossier: Dossier, _: Properties) -> datetime | None:
    """When the time to put right what was wrong ends."""
    running = dossier.deadlines.due("rectification")
    return running or dossier.end_of("rectify_workdays", after=dossier.today)
