"""What the signals of visits, outside reports and changes mean for those who wait."""

from collections.abc import Callable, Mapping

from service.commands.dossier import Dossier
from service.commands.messages import tell_institution, tell_lane, until
from service.records.supervision import Inspection
from workflows import Signal


def institution(template: str, *, deadline: str = "") -> Callable[[Dossier, Signal], None]:
    """The institution hears of it."""

    def tell(dossier: Dossier, _: Signal) -> None:
        tell_institution(dossier, template, **until(dossier, deadline))

    return tell


def office(template: str, *lanes: str) -> Callable[[Dossier, Signal], None]:
    """Whoever has to act on it hears of it."""

    def tell(dossier: Dossier, _: Signal) -> None:
        for lane in lanes:
            tell_lane(dossier, template, lane)

    return tell


def both(template: str, *lanes: str) -> Callable[[Dossier, Signal], None]:
    """Both sides hear of it."""

    def tell(dossier: Dossier, signal: Signal) -> None:
        tell_institution(dossier, template)
        office(template, *lanes)(dossier, signal)

    return tell


def failed(dossier: Dossier, signal: Signal) -> None:
    """Nothing was put right, in time or at all: a fraud case is suggested, not begun."""
    dossier.session.get_one(Inspection, dossier.case.id).rectified = False
    dossier.deadlines.passed("rectification")
    both("inspection_failed", "county_reviewer", "county_approver")(dossier, signal)


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "inspection_passed": institution("inspection_passed"),
    "rectification_asked": institution("rectification_asked", deadline="rectification"),
    "inspection_failed": failed,
    "third_party_reported": office("third_party_reported", "city_reviewer"),
    "payment_held": both("payment_held", "finance_reviewer"),
    "payment_released": both("payment_released", "finance_reviewer"),
    "change_filed": office("change_filed", "county_reviewer"),
    "change_granted": institution("change_granted"),
    "change_refused": institution("change_refused"),
}
