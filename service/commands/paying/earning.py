"""What a class has earned: which learners may be claimed for, and how much is still to be paid."""

from collections.abc import Callable, Mapping, Sequence

from service.commands.dossier import Dossier
from service.commands.paying import short_hours
from service.commands.paying.gates import GATES
from service.commands.paying.payee import payee_kind
from service.domain.stage import PERSONS, REST, STANDARD, Stage, scaled, share_fen
from service.records.claim import ClaimLine

Fens = Mapping[int, int]
EarnedBy = Callable[[Dossier, Stage], Fens]

EARNED_BY: dict[str, EarnedBy] = {}


def earned_by(word: str) -> Callable[[EarnedBy], EarnedBy]:
    """Name what a stage may be earned by: it answers with the amount of each line."""

    def enter(function: EarnedBy) -> EarnedBy:
        EARNED_BY[word] = function
        return function

    return enter


def claimable(dossier: Dossier) -> list[int]:
    """The lines for which every gate of the policy is open."""
    return [line for line in sorted(dossier.roster) if not obstacles(dossier, line)]


def obstacles(dossier: Dossier, line: int) -> list[tuple[str, str]]:
    """Why a learner is not paid for: (what, clause); empty when nothing stands against it."""
    found: list[tuple[str, str]] = []
    for gate in GATES:
        found += gate(dossier, line)
        if found and gate.__name__ == "has_passed":
            break
    return found


# --- what a line comes to ------------------------------------------------------------------------


def stages(dossier: Dossier) -> list[Stage]:
    """The stages in which this case is paid, first to last."""
    track = str(dossier.opening.particulars.get("track", ""))
    return [one for one in dossier.policy.stages if one.belongs_to(dossier.case.process, track)]


def line_parts(dossier: Dossier, line: int = 0) -> dict[str, int]:
    """What a line at the standard is paid in each stage; line 0 is anybody's."""
    parts: dict[str, int] = {}
    for stage in stages(dossier):
        standard = short_hours.standard_fen(dossier, line)
        base = standard if stage.of == STANDARD else dossier.number(stage.of)
        parts[stage.name] = _part(dossier, stage, line, base=base, before=sum(parts.values()))
    return parts


def line_fen(dossier: Dossier, line: int = 0) -> int:
    """What one learner comes to over all stages of the case."""
    return sum(line_parts(dossier, line).values())


def _part(dossier: Dossier, stage: Stage, line: int, *, base: int, before: int) -> int:
    if stage.granted:
        opening = dossier.opening
        whole = opening.approved_total_fen or 0
        return share_fen(base, opening.advance_fen or 0, whole) if stage.earned_by else 0
    if not stage.share:
        return base
    if stage.share == REST:
        return base - before
    if dossier.policy.has(stage.share):
        return share_fen(base, dossier.number(stage.share))
    decided = dossier.decide(stage.share, **({"line": str(line)} if line else {}))
    return share_fen(base, int(str(decided.values["share_bp"])))


# --- what has been earned, and what is left to pay -----------------------------------------------


def approved(dossier: Dossier) -> dict[int, ClaimLine]:
    """The lines of the claim that the office agreed to."""
    return {
        line: entry
        for line, entry in dossier.claim_lines.items()
        if not entry.excluded and entry.verdict in ("approved", "cut")
    }


def payable(dossier: Dossier) -> dict[int, ClaimLine]:
    """Those of them that nobody has taken out since."""
    return {line: entry for line, entry in approved(dossier).items() if not entry.dropped_at}


@earned_by("claimed")
def by_claim(dossier: Dossier, stage: Stage) -> Fens:
    """Every approved line of the claim has earned its part."""
    return {line: claimed_part(dossier, stage, line) for line in approved(dossier)}


def claimed_part(dossier: Dossier, stage: Stage, line: int) -> int:
    """The part of a claimed line that a stage pays, cut as the line was cut."""
    parts = line_parts(dossier, line)
    cut = scaled(list(parts.values()), dossier.claim_lines[line].amount_fen)
    return dict(zip(parts, cut, strict=True))[stage.name]


def earned_lines(dossier: Dossier, stage: Stage) -> Fens:
    """What each learner has earned of a stage; a prepayment alone earns nobody anything."""
    found = EARNED_BY[stage.earned_by](dossier, stage) if stage.earned_by else {}
    return {line: fen for line, fen in found.items() if not _fell_away(dossier, stage, line)}


def _fell_away(dossier: Dossier, stage: Stage, line: int) -> bool:
    """Whether a line was taken out before the stage paid for it; what was paid is recovered."""
    entry = dossier.claim_lines.get(line)
    if entry is None or entry.dropped_at is None:
        return False
    if payee_kind(dossier, stage.name) == PERSONS:
        booked = dossier.book.entries
        return not any((one.kind, one.line) == (stage.name, line) for one in booked)
    return not any(one.stage == stage.name and one.state == "paid" for one in dossier.payments)


def earned_fen(dossier: Dossier, upto: str | None = None) -> int:
    """What was earned in all stages, or up to one of them."""
    return sum(sum(earned_lines(dossier, one).values()) for one in _upto(dossier, upto))


def stage_fen(dossier: Dossier, stage: str) -> int:
    """What a stage pays now: a prepayment as granted, else what earlier payments leave."""
    upto = _upto(dossier, stage)
    if upto and upto[-1].granted:
        granted = dossier.opening.advance_fen or 0
        # Who grants it finishes a step outside the payment: the books hold nothing of it yet.
        begun = dossier.step is None or dossier.step.properties.get("stage") == stage
        return max(granted - dossier.book.total(stage), 0) if begun else granted
    paid = sum(dossier.book.total(one.name) for one in upto)
    return max(earned_fen(dossier, stage) - paid, 0)


def settle_fen(dossier: Dossier) -> int:
    """What is still to be paid, or to come back when below zero."""
    return earned_fen(dossier) - sum(dossier.book.total(one.name) for one in stages(dossier))


def _upto(dossier: Dossier, name: str | None) -> Sequence[Stage]:
    course = stages(dossier)
    names = [stage.name for stage in course]
    return course[: names.index(name) + 1] if name in names else course


def claimed_fen(dossier: Dossier) -> int:
    """What the lines of the claim come to before anybody has judged them."""
    return sum(entry.amount_fen for entry in dossier.claim_lines.values() if not entry.excluded)


def payable_fen(dossier: Dossier) -> int:
    """What the approved lines of the claim come to."""
    return sum(entry.amount_fen for entry in approved(dossier).values())


def trained_online(dossier: Dossier) -> bool:
    """Whether any hours of the plan are online."""
    opening = dossier.opening
    return (opening.online_theory_hours or 0) + (opening.online_practical_hours or 0) > 0
