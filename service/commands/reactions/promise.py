"""What the signals about promised papers mean."""

from collections.abc import Callable, Mapping

from service.commands.delivery import promising
from service.commands.dossier import Dossier
from service.commands.messages import tell_institution, tell_lane
from workflows import Signal


def supplied(dossier: Dossier, _: Signal) -> None:
    """The reviewer looks at what came in."""
    tell_lane(dossier, "promise_supplied", "county_reviewer")


def overdue(dossier: Dossier, _: Signal) -> None:
    """A mark, and a second notice; nothing is paid meanwhile."""
    promising.broken(dossier)
    dossier.deadlines.passed("promise")
    tell_institution(dossier, "promise_overdue")


def kept(dossier: Dossier, _: Signal) -> None:
    """The promise is kept: the class goes on as any other."""
    tell_institution(dossier, "promise_kept")


def revoked(dossier: Dossier, _: Signal) -> None:
    """The promise was broken twice: the approval is taken back."""
    dossier.deadlines.passed("promise_second")
    tell_institution(dossier, "opening_revoked")


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "promise_supplied": supplied,
    "promise_overdue": overdue,
    "promise_kept": kept,
    "opening_revoked": revoked,
}
