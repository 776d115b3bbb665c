"""What stands between a learner and the subsidy of a course: the year, the office, the whole."""

from service.commands.dossier import Dossier
from service.commands.paying import earning
from service.commands.paying.gates import Obstacles, gate
from service.domain import prejob, track
from service.domain.stage import STANDARD
from service.records.claim import claimed_in


@gate
def newly_employed(dossier: Dossier, line: int) -> Obstacles:
    """Pre-job training counts within a year of signing a contract that is long enough."""
    rule, opening = dossier.find("prejob_contract_years"), dossier.opening
    if rule is None or opening.particulars.get("track") != track.PREJOB:
        return []
    proofs = dossier.roster[line].particulars
    began = opening.actual_start_on or opening.starts_on
    if prejob.missing(proofs):
        return [("proof_missing", rule.clause)]
    found = prejob.obstacle(proofs, began, int(str(rule.value)))
    return [(found, rule.clause)] if found else []


@gate
def claims_here(dossier: Dossier, line: int) -> Obstacles:
    """Who is entitled to the insurance's subsidy claims it there."""
    rule = dossier.find("insurance_routing")
    if rule is None or dossier.routes.get(line) != "insurance":
        return []
    return [("routed_to_insurance", rule.clause)]


@gate
def has_no_other(dossier: Dossier, line: int) -> Obstacles:
    """Nobody is paid twice for the same."""
    rule = dossier.find("double_benefit_watch_days")
    return [("double_benefit", rule.clause)] if rule and line in dossier.double_benefits else []


@gate
def within_standard(dossier: Dossier, line: int) -> Obstacles:
    """All parts of one course together stay within its standard, the class before counted in."""
    rule, parent = dossier.find("practical_after_pass"), dossier.parent
    if rule is None or parent is None or line in dossier.claim_lines:
        return []
    others = [one.id for one in parent.children if one.id != dossier.case.id]
    if all(stage.of == STANDARD for stage in earning.stages(parent)):
        others.append(parent.case.id)
    before_fen = claimed_in(dossier.session, others, line)
    whole_fen = dossier.opening.standard_fen or 0
    fits = before_fen + earning.line_fen(dossier, line) <= whole_fen
    return [] if fits else [("above_standard", rule.clause)]
