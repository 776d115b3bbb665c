"""Who may see, finish and order what, judged on the locked case and its history."""

from service.commands.dossier import Dossier
from service.domain import permissions
from service.domain.orders import CaseOrder
from service.domain.permissions import CLOCK_ACTOR, ROLES, Scope
from service.domain.refusals import Forbidden, NotVisible, SeparationOfDuties
from service.records.step import OpenStep


def scope_of(dossier: Dossier) -> Scope:
    """Where the case belongs: place and institution."""
    case = dossier.case
    return Scope(case.jurisdiction, case.region, case.institution_id)


def see(dossier: Dossier) -> None:
    """What one may not see does not exist."""
    if dossier.actor is not CLOCK_ACTOR and not permissions.may_see(
        dossier.actor, scope_of(dossier)
    ):
        raise NotVisible


def may_finish(dossier: Dossier, step: OpenStep) -> None:
    """The step's lane must be one's own, and no earlier act on the case may stand against it."""
    _require(dossier, "FinishStep", step.lane)


def may_order(dossier: Dossier, order: CaseOrder) -> None:
    """The order must be one's own to give; time's order is time's alone."""
    _require(dossier, order.name)


def time_alone(dossier: Dossier) -> None:
    """Passing what is due is an order that only time gives."""
    if dossier.actor is not CLOCK_ACTOR:
        raise Forbidden("到期事项由系统按时间办理。", "What is due happens by time alone.")


def _require(dossier: Dossier, order: str, lane: str | None = None) -> None:
    grant = permissions.grant_for(dossier.actor, order, scope_of(dossier), lane)
    if grant is None:
        raise Forbidden("您的角色不能办理这一事项。", "This is not for your role.")
    # The head who steps in answers for the lane he steps into: he does not check himself.
    dossier.lane = lane or grant.role
    clash = permissions.conflict(dossier.acted, dossier.actor, dossier.lane)
    if clash is not None:
        zh, en = ROLES.get(clash.lane, (clash.lane, clash.lane))
        raise SeparationOfDuties(
            f"您（或同一自然人）已在本办件以“{zh}”身份经办，不能再办理本事项。",
            f"You have acted on this case as “{en}” and may not act here.",
        )
