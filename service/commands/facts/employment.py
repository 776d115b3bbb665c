"""Facts about who found work: the two rates, the time to report, the evidence handed in."""

from datetime import datetime

from service.commands.delivery import employment
from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact
from service.commands.paying import earning


@fact
def rates_met(dossier: Dossier, _: Properties) -> bool:
    """Whether enough have passed and enough have found work at first."""
    return not employment.missed_rates(dossier)


@fact
def rate_deadline(dossier: Dossier, _: Properties) -> datetime | None:
    """When the class can no longer report more employment."""
    return dossier.end_of("rate_recheck_months", after=dossier.opening.completed_on)


@fact
def evidence_window_end(dossier: Dossier, _: Properties) -> datetime | None:
    """When no more evidence of work is taken."""
    return _window_end(dossier)


def _window_end(dossier: Dossier) -> datetime | None:
    return dossier.deadlines.due("evidence_window") or employment.window_end(dossier)


@fact
def proofs_open(dossier: Dossier, _: Properties) -> int:
    """How many learners' evidence is still to be looked at."""
    return sum(proof.state in employment.OPEN for proof in dossier.proofs.values())


@fact
def proofs_found(dossier: Dossier, _: Properties) -> int:
    """How many learners were found to have worked long enough and stand before the notice."""
    return sum(
        proof.state == "confirmed" and proof.verdict == "qualified"
        for proof in dossier.proofs.values()
    )


@fact
def proofs_missing(dossier: Dossier, _: Properties) -> int:
    """How many learners have not proven their work."""
    return len(employment.unproven_lines(dossier))


@fact
def proofs_awaited(dossier: Dossier, _: Properties) -> bool:
    """Whether somebody may still hand in evidence."""
    end = _window_end(dossier)
    in_time = end is None or dossier.now < end
    return in_time and bool(employment.unproven_lines(dossier))


@fact
def payable_heads(dossier: Dossier, _: Properties) -> int:
    """How many lines of the claim the office agreed to."""
    return len(earning.approved(dossier))
