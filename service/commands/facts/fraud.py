"""Facts about fraud: whether money stands still, until when one is heard, what comes back."""

from datetime import datetime

from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact
from service.commands.supervision import freezing
from service.records.fraud import FraudMatter, matter_of


def matter(dossier: Dossier) -> FraudMatter | None:
    """What the fraud case at hand is about; None until it was reported."""
    return matter_of(dossier.session, dossier.case.id)


@fact
def frozen(dossier: Dossier, _: Properties) -> bool:
    """Whether a fraud case holds the money of the applicant or of its trainer."""
    return freezing.is_frozen(dossier)


@fact
def fraud_hearing_end(dossier: Dossier, _: Properties) -> datetime | None:
    """When the time to answer ends; the matter is decided without the answer then."""
    return dossier.deadlines.due("fraud_hearing")


@fact
def clawback_fen(dossier: Dossier, _: Properties) -> int:
    """What was paid and settled in the class that the fraud case follows, and has to come back."""
    found = matter(dossier)
    return found.clawback_fen if found is not None else 0


@fact
def violation(dossier: Dossier, _: Properties) -> str:
    """The kind of violation that was reported."""
    found = matter(dossier)
    return found.violation if found is not None else ""


@fact
def fraud_subject(dossier: Dossier, _: Properties) -> str:
    """What the subject is: an institution, an enterprise, a platform, a person."""
    found = matter(dossier)
    return found.subject_kind if found is not None else ""
