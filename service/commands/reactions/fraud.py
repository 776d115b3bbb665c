"""What the signals of a fraud case mean: who is told, and what has to come back."""

from collections.abc import Callable, Mapping

from service.commands.dossier import Dossier
from service.commands.messages import amounts, tell_institution, tell_lane, until
from service.records.fraud import matter_of
from workflows import Signal


def reported(dossier: Dossier, _: Signal) -> None:
    """The approver decides whether it is taken up; the subject is not warned."""
    tell_lane(dossier, "fraud_reported", "county_approver", **until(dossier, "fraud_accept"))


def hearing_asked(dossier: Dossier, _: Signal) -> None:
    """The subject hears what was found and may answer."""
    tell_institution(dossier, "fraud_hearing_asked", **until(dossier, "fraud_hearing"))


def told(template: str) -> Callable[[Dossier, Signal], None]:
    """The institution hears how it was decided."""

    def tell(dossier: Dossier, _: Signal) -> None:
        tell_institution(dossier, template)

    return tell


def proven(dossier: Dossier, _: Signal) -> None:
    """The institution hears what has to come back; finance is warned."""
    found = matter_of(dossier.session, dossier.case.id)
    owed = amounts(found.clawback_fen if found is not None else 0)
    tell_institution(dossier, "fraud_proven", **owed)
    tell_lane(dossier, "fraud_proven", "finance_reviewer", **owed)


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "fraud_reported": reported,
    "fraud_hearing_asked": hearing_asked,
    "fraud_unfounded": told("fraud_unfounded"),
    "fraud_minor": told("fraud_minor"),
    "fraud_proven": proven,
}
