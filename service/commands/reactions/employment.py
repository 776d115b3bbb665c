"""What the signals about finding work and proving it mean."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from service.commands.delivery import employment
from service.commands.dossier import Dossier
from service.commands.messages import amounts, tell_institution, tell_lane, until
from service.commands.paying import earning
from service.domain.calendar import beijing_date
from workflows import Signal


def reported(dossier: Dossier, _: Signal) -> None:
    """The reviewer checks the report."""
    tell_lane(dossier, "employment_reported", "county_reviewer")


def told(template: str, *, deadline: str = "") -> Callable[[Dossier, Signal], None]:
    """The institution hears of it, and until when it matters."""

    def tell(dossier: Dossier, _: Signal) -> None:
        tell_institution(dossier, template, **until(dossier, deadline))

    return tell


def rates_short(dossier: Dossier, _: Signal) -> None:
    """Not enough yet: until when more employment can be reported."""
    end = dossier.end_of("rate_recheck_months", after=dossier.opening.completed_on)
    last_day = beijing_date(end - timedelta(microseconds=1)).isoformat() if end else ""
    tell_institution(dossier, "rates_short", due=last_day)


def rates_missed(dossier: Dossier, _: Signal) -> None:
    """The last day to report more has passed: nothing is paid."""
    dossier.deadlines.passed("rate_recheck")
    tell_institution(dossier, "rates_missed")


def window_opened(dossier: Dossier, _: Signal) -> None:
    """Evidence may be handed in; what nobody can earn any more is set free."""
    dossier.deadlines.begin("evidence_window", since=employment.window_from(dossier))
    paid = sum(dossier.book.total(stage.name) for stage in earning.stages(dossier))
    dossier.book.keep(max(employment.reachable_fen(dossier) - paid, 0))
    tell_institution(dossier, "proof_window_opened", **until(dossier, "evidence_window"))


def cleared(dossier: Dossier, signal: Signal) -> None:
    """The notice has passed: what was found is paid."""
    dossier.deadlines.met("publicity")
    for proof in dossier.proofs.values():
        if proof.state == "confirmed" and proof.verdict == "qualified":
            proof.state = "cleared"
    stage = signal.properties["stage"]
    tell_institution(dossier, "proof_cleared", **amounts(earning.stage_fen(dossier, stage)))


def closed(dossier: Dossier, _: Signal) -> None:
    """No more evidence is taken; what is not proven will not be paid."""
    if employment.unproven_lines(dossier):
        dossier.deadlines.passed("evidence_window")
    else:
        dossier.deadlines.met("evidence_window")
    tell_institution(dossier, "proof_closed")


REACTIONS: Mapping[str, Callable[[Dossier, Signal], None]] = {
    "employment_reported": reported,
    "rates_reached": told("rates_reached"),
    "rates_short": rates_short,
    "rates_missed": rates_missed,
    "proof_window_opened": window_opened,
    "proof_published": told("proof_published", deadline="publicity"),
    "proof_refused": told("proof_refused", deadline="evidence_window"),
    "proof_cleared": cleared,
    "proof_closed": closed,
}
