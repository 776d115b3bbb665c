"""What a class has earned: which learners may be claimed for, and how much is still to be paid."""

from service.commands.dossier import Dossier


def claimable(dossier: Dossier) -> list[int]:
    """The lines for which every gate of the policy is open."""
    return [line for line in sorted(dossier.roster) if not obstacles(dossier, line)]


def obstacles(dossier: Dossier, line: int) -> list[tuple[str, str]]:
    """Why a learner is not paid for: (what, clause); empty when nothing stands against it."""
    found: list[tuple[str, str]] = []
    learner, result = dossier.roster[line], dossier.results.get(line)
    if learner.withdrawn or result is None or result.verdict != "accepted":
        return [("no_certificate", dossier.value("pay_on_certificate").clause)]
    if dossier.value("real_name_required").value and line not in dossier.learning:
        found.append(("not_registered", dossier.value("real_name_required").clause))
    for table in ("certificate_accept", *(["evidence_policy"] if trained_online(dossier) else ())):
        decision = dossier.decide(table, line=str(line))
        if not decision.values["ok"]:
            found.append((table, decision.clause))
    if learner.out_of_city and not _finished_in_city(dossier, line):
        found.append(("out_of_city", dossier.value("out_of_city_needs_offline").clause))
    return found


def claimed_fen(dossier: Dossier) -> int:
    """What the lines of the claim come to before anybody has judged them."""
    return sum(entry.amount_fen for entry in dossier.claim_lines.values() if not entry.excluded)


def payable_fen(dossier: Dossier) -> int:
    """What the approved lines of the claim come to."""
    return sum(
        entry.amount_fen
        for entry in dossier.claim_lines.values()
        if not entry.excluded and entry.verdict in ("approved", "cut")
    )


def stage_fen(dossier: Dossier, stage: str) -> int:
    """What a stage pays: the advance as granted, the final stage all that is left."""
    if stage == "ADVANCE":
        return dossier.opening.advance_fen or 0
    return max(payable_fen(dossier) - dossier.advance_paid_fen, 0)


def trained_online(dossier: Dossier) -> bool:
    """Whether any hours of the plan are online."""
    opening = dossier.opening
    return (opening.online_theory_hours or 0) + (opening.online_practical_hours or 0) > 0


def _finished_in_city(dossier: Dossier, line: int) -> bool:
    if not dossier.value("out_of_city_needs_offline").value:
        return True
    total = dossier.learning.get(line)
    return total is not None and total.offline_in_city
