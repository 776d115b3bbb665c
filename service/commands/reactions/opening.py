"""What the signals of the opening review mean."""

from collections.abc import Callable, Mapping

from service.commands.dossier import Dossier
from service.commands.reactions.messages import tell_institution, tell_lane
from workflows import Signal


def received(dossier: Dossier, _: Signal) -> None:
    """The statutory clock starts with the receipt of the filing (CQ-21)."""
    running = dossier.deadlines.begin("opening_review", since=dossier.opening.received_at)
    due = dossier.deadlines.text(running)
    tell_institution(dossier, "opening_received", due=due, clause=running.clause or "")
    tell_lane(dossier, "opening_received", "county_reviewer", due=due, clause=running.clause or "")


def correction_asked(dossier: Dossier, _: Signal) -> None:
    """The clock stops with its remainder frozen; the time to mend begins."""
    dossier.deadlines.pause("opening_review", "correction")
    running = dossier.deadlines.begin("correction")
    tell_institution(dossier, "correction_asked", due=dossier.deadlines.text(running))


def correction_received(dossier: Dossier, _: Signal) -> None:
    """The clock goes on with what was left."""
    dossier.deadlines.met("correction")
    dossier.deadlines.resume("opening_review")
    tell_lane(dossier, "correction_received", "county_reviewer")


def overdue(dossier: Dossier, _: Signal) -> None:
    """The request goes to the head's desk; nothing is decided by time."""
    dossier.deadlines.passed("opening_review")
    for lane in ("county_head", "county_approver", "city_reviewer"):
        tell_lane(dossier, "opening_overdue", lane)


def approved(dossier: Dossier, _: Signal) -> None:
    """The class has its register number."""
    dossier.deadlines.met("opening_review")
    tell_institution(dossier, "opening_approved", class_name=dossier.opening.register_no or "")


def ended(template: str) -> Callable[[Dossier, Signal], None]:
    """The request ends here, one way or the other."""

    def tell(dossier: Dossier, _: Signal) -> None:
        dossier.deadlines.met("opening_review")
        tell_institution(dossier, template)

    return tell


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "opening_received": received,
    "correction_asked": correction_asked,
    "correction_received": correction_received,
    "correction_expired": ended("correction_expired"),
    "opening_overdue": overdue,
    "opening_approved": approved,
    "opening_rejected": ended("opening_rejected"),
    "opening_not_accepted": ended("opening_not_accepted"),
    "class_withdrawn": ended("class_withdrawn"),
}
