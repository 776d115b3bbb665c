"""What the signals of a running class and its claim mean."""

from collections.abc import Callable, Mapping

from service.commands.dossier import Dossier
from service.commands.messages import amounts, tell_institution, tell_lane, until
from service.commands.paying import earning
from workflows import Signal


def to_institution(template: str, *, deadline: str = "") -> Callable[[Dossier, Signal], None]:
    """The institution hears of it, and until when it matters."""

    def tell(dossier: Dossier, _: Signal) -> None:
        tell_institution(dossier, template, **until(dossier, deadline))

    return tell


def advance_approved(dossier: Dossier, _: Signal) -> None:
    """An advance was granted; finance pays it."""
    tell_institution(dossier, "advance_approved", **amounts(dossier.opening.advance_fen or 0))


def completed(dossier: Dossier, _: Signal) -> None:
    """The training is over; the assessor is asked for the scores."""
    tell_institution(dossier, "class_completed")
    tell_lane(dossier, "class_completed", "assessor")


def claim_filed(dossier: Dossier, _: Signal) -> None:
    """A claim is in; the reviewer reads it."""
    tell_lane(dossier, "claim_filed", "county_reviewer", **amounts(earning.claimed_fen(dossier)))


def claim_correction_asked(dossier: Dossier, _: Signal) -> None:
    """The review of the claim stands still until the institution has answered."""
    dossier.deadlines.pause("claim_review", "correction")
    tell_institution(dossier, "claim_correction_asked")


def claim_cleared(dossier: Dossier, _: Signal) -> None:
    """The notice has passed without an open objection."""
    dossier.deadlines.met("publicity")
    tell_institution(dossier, "claim_cleared", **amounts(earning.payable_fen(dossier)))


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "advance_approved": advance_approved,
    "advance_refused": to_institution("advance_refused"),
    "class_started": to_institution("class_started"),
    "class_completed": completed,
    "class_cancelled": to_institution("class_cancelled"),
    "class_lapsed": to_institution("class_lapsed"),
    "certificates_verified": to_institution("certificates_verified", deadline="claim_window"),
    "claim_filed": claim_filed,
    "claim_correction_asked": claim_correction_asked,
    "claim_published": to_institution("claim_published", deadline="publicity"),
    "claim_cleared": claim_cleared,
    "claim_closed": to_institution("claim_closed"),
}
