"""What the signals of claims paid to persons mean."""

from collections.abc import Callable, Mapping

from service.commands.dossier import Dossier
from service.commands.messages import amounts, tell_institution, tell_lane
from service.commands.paying import allowance, earning
from workflows import Signal


def filed(template: str) -> Callable[[Dossier, Signal], None]:
    """A claim for persons is in; the reviewer reads it."""

    def tell(dossier: Dossier, _: Signal) -> None:
        tell_lane(dossier, template, "county_reviewer", **amounts(earning.claimed_fen(dossier)))

    return tell


def published(dossier: Dossier, _: Signal) -> None:
    """The masked list is on public notice."""
    until = dossier.deadlines.running("publicity")
    due = {"due": dossier.deadlines.text(until)} if until else {}
    tell_institution(dossier, "notice_published", **due)


def cleared(dossier: Dossier, _: Signal) -> None:
    """The notice has passed; what was taken out in its course gives its days back."""
    dossier.deadlines.met("publicity")
    allowance.release(dossier)
    tell_institution(dossier, "notice_cleared", **amounts(earning.payable_fen(dossier)))


def withdrawn(dossier: Dossier, _: Signal) -> None:
    """The claim is taken back: nobody is paid, and the year has its days again."""
    for entry in dossier.claim_lines.values():
        entry.excluded = True
    allowance.release(dossier)
    tell_institution(dossier, "persons_claim_withdrawn")


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "living_filed": filed("living_filed"),
    "direct_filed": filed("direct_filed"),
    "notice_published": published,
    "notice_cleared": cleared,
    "persons_claim_withdrawn": withdrawn,
}
