"""What stands between a learner and the subsidy: each gate is shut by a rule the folder has."""

from collections.abc import Callable

from service.commands.dossier import Dossier

Obstacles = list[tuple[str, str]]
Gate = Callable[[Dossier, int], Obstacles]

GATES: list[Gate] = []
CERTIFICATE = "certificate_needed"


def gate(ask: Gate) -> Gate:
    """Enter one gate; it answers with what stands against a line, and the clause."""
    GATES.append(ask)
    return ask


@gate
def has_passed(dossier: Dossier, line: int) -> Obstacles:
    """The certificate where one is asked for, else the exam; nothing else counts without it."""
    learner, result = dossier.roster[line], dossier.results.get(line)
    needed, clause = _certificate_needed(dossier)
    if not needed:
        passed = result is not None and result.passed
        return [] if passed and not learner.withdrawn else [("not_passed", clause)]
    if learner.withdrawn or result is None or result.verdict != "accepted":
        return [("no_certificate", clause)]
    return []


def _certificate_needed(dossier: Dossier) -> tuple[bool, str]:
    """Whether a certificate is asked for, by a value for the place or a table by the process."""
    if CERTIFICATE in dossier.rules_bundle.tables:
        decided = dossier.decide(CERTIFICATE)
        return bool(decided.values["certificate"]), decided.clause
    rule = dossier.find("pay_on_certificate")
    return (bool(rule.value), rule.clause) if rule else (False, "")


@gate
def is_registered(dossier: Dossier, line: int) -> Obstacles:
    """凡补必进、不进不补: nobody is paid for who is not registered by real name."""
    rule = dossier.find("real_name_required")
    if rule is None or not rule.value:
        return []
    known = dossier.real_names.get(line)
    # Where the register is a system of its own, having learned here does not stand for it.
    if known and (known.by_own_number or not dossier.is_on("real_name_number_required")):
        return []
    return [("not_registered", rule.clause)]


@gate
def certificate_counts(dossier: Dossier, line: int) -> Obstacles:
    """The kind of certificate is one that is subsidised here."""
    return _by_table(dossier, "certificate_accept", line) if _certified(dossier, line) else []


@gate
def learned_online(dossier: Dossier, line: int) -> Obstacles:
    """What was learned online is backed by the evidence the place asks for."""
    opening = dossier.opening
    online = (opening.online_theory_hours or 0) + (opening.online_practical_hours or 0)
    return _by_table(dossier, "evidence_policy", line) if online else []


@gate
def finished_here(dossier: Dossier, line: int) -> Obstacles:
    """Who learned from outside has finished his offline lessons here."""
    rule = dossier.find("out_of_city_needs_offline")
    if rule is None or not rule.value or not dossier.roster[line].out_of_city:
        return []
    total = dossier.learning.get(line)
    return [] if total is not None and total.offline_in_city else [("out_of_city", rule.clause)]


def _by_table(dossier: Dossier, table: str, line: int) -> Obstacles:
    if table not in dossier.rules_bundle.tables:
        return []
    decision = dossier.decide(table, line=str(line))
    return [] if decision.values["ok"] else [(decision.sentence or table, decision.clause)]


def _certified(dossier: Dossier, line: int) -> bool:
    result = dossier.results.get(line)
    return result is not None and result.cert_type is not None
