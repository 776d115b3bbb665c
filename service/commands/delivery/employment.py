"""Who of a class found work, who has proven it, and until when evidence may be handed in."""

from collections.abc import Mapping
from datetime import date, datetime

from service.commands.dossier import Dossier
from service.commands.paying import earning
from service.commands.paying.earning import Fens, earned_by
from service.domain.employment import Gate, Measure, Outcome, Spell, measure, short_rates
from service.domain.stage import Stage
from service.records.employment import EmploymentProof

AT_WORK = frozenset({"employed", "self_employed"})
# What the reviewer has found stands once another has confirmed it; after the notice it is cleared.
STANDING = frozenset({"confirmed", "cleared"})
OPEN = frozenset({"open", "reviewed"})


# --- the first report ----------------------------------------------------------------------------


def outcome(dossier: Dossier) -> Outcome:
    """How many were trained, passed and found work, as the records have it today."""
    trained = {number for number, line in dossier.roster.items() if not line.withdrawn}
    passed = {number for number in trained if _passed(dossier, number)}
    employed = {
        number for number, row in dossier.statuses.items() if row.status in AT_WORK
    } & trained
    return Outcome(len(trained), len(passed), len(employed))


def _passed(dossier: Dossier, line: int) -> bool:
    result = dossier.results.get(line)
    return result is not None and result.passed


def missed_rates(dossier: Dossier) -> tuple[str, ...]:
    """Which of the two least rates the class has not reached."""
    of = dossier.find("rate_denominator")
    gate = Gate(
        pass_bp=dossier.number("pass_rate_min_bp"),
        employed_bp=dossier.number("employment_rate_min_bp"),
        employed_of=str(of.value) if of else "trained",
    )
    return tuple(short_rates(outcome(dossier), gate))


# --- the window ----------------------------------------------------------------------------------


def window_from(dossier: Dossier) -> date | None:
    """The day from which the time to hand in evidence is counted."""
    anchor = dossier.find("evidence_window_anchor")
    ended = dossier.opening.completed_on
    days: Mapping[str, list[date]] = {
        "certificate": [row.issued_on for row in dossier.results.values() if row.issued_on],
        "first_payment": [row.pay_on for row in dossier.payments[:1] if row.pay_on],
    }
    return max(days.get(str(anchor.value) if anchor else "", []), default=ended)


def window_end(dossier: Dossier) -> datetime | None:
    """When no more evidence is taken; None where the place asks for none."""
    if dossier.find("evidence_window_years") is None:
        return None
    return dossier.end_of("evidence_window_years", after=window_from(dossier))


# --- the evidence --------------------------------------------------------------------------------


def payable_lines(dossier: Dossier) -> set[int]:
    """Who may prove work: the lines of the claim that were agreed to, or who could be claimed."""
    return (
        set(earning.approved(dossier)) if dossier.claim_lines else set(earning.claimable(dossier))
    )


def proven(proof: EmploymentProof | None) -> bool:
    """Whether the office stands by it that this learner has worked long enough."""
    return proof is not None and proof.verdict == "qualified" and proof.state in STANDING


def on_notice(dossier: Dossier) -> bool:
    """Whether what stands on public notice now is the evidence and no longer the claim."""
    return any(proof.state == "confirmed" for proof in dossier.proofs.values())


def unproven_lines(dossier: Dossier) -> set[int]:
    """Who could still prove work and has not."""
    return {line for line in payable_lines(dossier) if not proven(dossier.proofs.get(line))}


def measure_of(dossier: Dossier, line: int) -> Measure:
    """What the evidence of one learner comes to."""
    return measure(Spell(row.first_on, row.last_on) for row in dossier.spells if row.line == line)


def long_enough(dossier: Dossier, found: Measure) -> bool:
    """Whether it is as much work as the place asks for, in days or in months."""
    return found.reaches(
        days=dossier.number("evidence_min_days"), months=dossier.number("evidence_min_months")
    )


@earned_by("evidenced")
def by_evidence(dossier: Dossier, stage: Stage) -> Fens:
    """Whoever has proven work has earned the part that waited for it."""
    lines = payable_lines(dossier) - unproven_lines(dossier)
    return {line: _part(dossier, stage, line) for line in lines}


def _part(dossier: Dossier, stage: Stage, line: int) -> int:
    if line in dossier.claim_lines:
        return earning.claimed_part(dossier, stage, line)
    return earning.line_parts(dossier, line)[stage.name]


def reachable_fen(dossier: Dossier) -> int:
    """What the class can come to at most, if everybody proves his work."""
    lines = payable_lines(dossier)
    return sum(
        dossier.claim_lines[line].amount_fen
        if line in dossier.claim_lines
        else earning.line_fen(dossier, line)
        for line in lines
    )
