"""Facts about the evidence of online learning, line by line, and what is still to be supplied."""

from datetime import datetime

from service.commands.delivery import evidence
from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact
from service.commands.paying import short_hours


@fact
def signed_in(dossier: Dossier, properties: Properties) -> bool:
    """Whether the learner signed in or registered at least once."""
    total = dossier.learning.get(int(properties["line"]))
    return total is not None and total.sign_ins > 0


@fact
def lessons_recorded(dossier: Dossier, properties: Properties) -> bool:
    """Whether every lesson that is online left a learning record of this learner."""
    return not evidence.lessons_lacking(dossier, int(properties["line"]))


@fact
def asked_or_tested(dossier: Dossier, properties: Properties) -> bool:
    """Whether the learner was answered a question or took a test at least once."""
    total = dossier.learning.get(int(properties["line"]))
    return total is not None and total.qa + total.tests > 0


@fact
def theory_done(dossier: Dossier, properties: Properties) -> bool:
    """Whether the learner completed every hour of theory that the plan holds."""
    return short_hours.complete(dossier, int(properties["line"]))[0]


@fact
def practical_done(dossier: Dossier, properties: Properties) -> bool:
    """Whether the learner completed every hour of practice that the plan holds."""
    return short_hours.complete(dossier, int(properties["line"]))[1]


@fact
def short_hours_paid(dossier: Dossier, _: Properties) -> bool:
    """Whether this region pays by the day who holds a certificate and lacks hours."""
    return short_hours.paid(dossier)


@fact
def evidence_open(dossier: Dossier, _: Properties) -> int:
    """How many learners still lack some of the evidence."""
    return len(evidence.lacking(dossier))


@fact
def evidence_supplement_end(dossier: Dossier, _: Properties) -> datetime | None:
    """When the time to supply what is lacking ends."""
    running = dossier.deadlines.due("evidence_supplement")
    return running or dossier.end_of("evidence_supplement_days", after=dossier.today)
