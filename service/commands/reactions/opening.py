"""What the signals of the opening review mean."""

from collections.abc import Callable, Mapping

from service.commands.dossier import Dossier
from service.commands.messages import tell_institution, tell_lane, until
from workflows import Signal


def received(dossier: Dossier, _: Signal) -> None:
    """The request is in: both sides hear until when it has to be reviewed."""
    when = until(dossier, "opening_review")
    tell_institution(dossier, "opening_received", **when)
    tell_lane(dossier, "opening_to_review", "county_reviewer", **when)


def correction_asked(dossier: Dossier, _: Signal) -> None:
    """The institution hears what to mend and until when."""
    tell_institution(dossier, "correction_asked", **until(dossier, "correction"))


def correction_received(dossier: Dossier, _: Signal) -> None:
    """The reviewer hears that the mended request is in."""
    tell_lane(dossier, "correction_received", "county_reviewer", **until(dossier, "opening_review"))


def overdue(dossier: Dossier, _: Signal) -> None:
    """The request goes to the head's desk; nothing is decided by time."""
    dossier.deadlines.passed("opening_review")
    for lane in ("county_head", "county_approver", "city_reviewer"):
        tell_lane(dossier, "opening_overdue", lane, **until(dossier, "opening_review"))


def approved(dossier: Dossier, _: Signal) -> None:
    """The class has its register number."""
    dossier.deadlines.met("opening_review")
    dossier.deadlines.met("opening_target")
    tell_institution(dossier, "opening_approved", class_name=dossier.opening.register_no or "")


def ended(template: str) -> Callable[[Dossier, Signal], None]:
    """The request ends here, one way or the other."""

    def tell(dossier: Dossier, _: Signal) -> None:
        dossier.deadlines.met("opening_review")
        tell_institution(dossier, template)

    return tell


def correction_expired(dossier: Dossier, signal: Signal) -> None:
    """Nobody mended the request in time: it ends here."""
    dossier.deadlines.passed("correction")
    ended("correction_expired")(dossier, signal)


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "opening_received": received,
    "correction_asked": correction_asked,
    "correction_received": correction_received,
    "correction_expired": correction_expired,
    "opening_overdue": overdue,
    "opening_approved": approved,
    "opening_rejected": ended("opening_rejected"),
    "opening_not_accepted": ended("opening_not_accepted"),
    "class_withdrawn": ended("class_withdrawn"),
}
