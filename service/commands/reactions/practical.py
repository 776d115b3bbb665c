"""What the signals of assessment, practical training and routed claims mean."""

from collections.abc import Callable, Mapping

from service.commands.dossier import Dossier
from service.commands.messages import tell_institution, tell_lane, until
from workflows import Signal


def assessed(dossier: Dossier, _: Signal) -> None:
    """The learners are assessed; the institution hears that it may claim."""
    tell_institution(dossier, "online_assessed")


def practical_filed(dossier: Dossier, _: Signal) -> None:
    """A plan for practical training is in; the approver reads it."""
    when = until(dossier, "opening_review")
    tell_lane(dossier, "practical_filed", "county_approver", **when)


def practical_routed(dossier: Dossier, _: Signal) -> None:
    """Who is entitled to the insurance's subsidy hears where and how to claim it."""
    if "insurance" in dossier.routes.values():
        tell_institution(dossier, "practical_routed")
        tell_lane(dossier, "practical_routed", "insurance_agency")


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "online_assessed": assessed,
    "practical_filed": practical_filed,
    "practical_routed": practical_routed,
}
