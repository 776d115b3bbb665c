"""Who may see, finish and order what, judged on the locked case and its history."""

from sqlalchemy.orm import Session

from service.commands.dossier import Dossier
from service.commands.papers import counter_papers
from service.domain import permissions
from service.domain.orders import CaseOrder
from service.domain.permissions import (
    CLOCK_ACTOR,
    ROLES,
    Acted,
    Actor,
    Cover,
    Grant,
    Scope,
)
from service.domain.refusals import Forbidden, NotVisible, SeparationOfDuties
from service.records.fraud import is_untold
from service.records.person import Person, grants_of
from service.records.step import OpenStep


def scope_of(dossier: Dossier) -> Scope:
    """Where the case belongs: place and institution."""
    case = dossier.case
    return Scope(case.jurisdiction, case.region, case.institution_id)


def see(dossier: Dossier) -> None:
    """What one may not see does not exist."""
    actor = dossier.actor
    if actor is CLOCK_ACTOR:
        return
    untold = is_untold(dossier.session, dossier.case)
    if permissions.may_see(actor, scope_of(dossier), untold=untold):
        return
    if not _learns_here(dossier):
        raise NotVisible


def _learns_here(dossier: Dossier) -> bool:
    """A learner may speak of a class on whose roster he stands."""
    if not any(grant.role == "learner" for grant in dossier.actor.grants):
        return False
    return any(row.person_index == dossier.actor.natural_person for row in dossier.roster.values())


def may_finish(dossier: Dossier, step: OpenStep) -> None:
    """The step's lane must be one's own, and no earlier act on the case may stand against it."""
    dossier.at_counter = counter_papers.of_clerk(dossier.session, dossier.actor, step)
    _require(dossier, "FinishStep" if dossier.at_counter is None else counter_papers.STEP, step)


def may_assign(dossier: Dossier, order: CaseOrder, step: OpenStep) -> Cover:
    """The step's lane must be one's own, or one must be the head of those who have it."""
    return _require(dossier, order.name, step)


def may_order(dossier: Dossier, order: CaseOrder) -> None:
    """The order must be one's own to give; time's order is time's alone."""
    _require(dossier, order.name)


def may_look(dossier: Dossier, order: CaseOrder) -> None:
    """Whoever may look closer acts in no lane, so that nobody is barred from one by looking."""
    scope = scope_of(dossier)
    if permissions.grant_for(dossier.actor, order.name, scope) is None:
        raise Forbidden("您的角色不能办理这一事项。", "This is not for your role.")


def time_alone(dossier: Dossier) -> None:
    """Passing what is due is an order that only time gives."""
    if dossier.actor is not CLOCK_ACTOR:
        raise Forbidden("到期事项由系统按时间办理。", "What is due happens by time alone.")


def clash_of(dossier: Dossier, actor: Actor, lane: str) -> Acted | None:
    """What the actor, or the one he stands in for, did on the case that bars him from a lane."""
    return permissions.conflict(dossier.acted, actor, lane)


def _require(dossier: Dossier, order: str, step: OpenStep | None = None) -> Cover:
    lane = step.lane if step else None
    # Whoever hands in for an institution stands on its side, and never judges what he handed in.
    own_lane = None if order == counter_papers.STEP else lane
    covers = permissions.covers_for(dossier.actor, order, scope_of(dossier), own_lane)
    if not covers:
        raise Forbidden("您的角色不能办理这一事项。", "This is not for your role.")
    if step is not None and step.assignee_id is not None:
        covers = _of_the_assignee(dossier, covers, step, step.assignee_id)
    for cover in covers:
        # The head who steps in answers for the lane he steps into: he does not check himself.
        if clash_of(dossier, cover.actor, lane or cover.grant.role) is None:
            dossier.actor, dossier.lane = cover.actor, lane or cover.grant.role
            return cover
    raise _barred(dossier, covers[0], lane or covers[0].grant.role)


def actor_of(session: Session, person: Person) -> Actor:
    """A colleague as the rules see him, by what he holds himself."""
    grants = tuple(
        Grant(row.role, row.jurisdiction, row.region, row.institution_id)
        for row in grants_of(session, person.id)
    )
    return Actor(person.id, person.natural_person, grants)


def left_behind(session: Session, step: OpenStep) -> bool:
    """Whether whoever took the step has left the office since: then it is everybody's again."""
    if step.assignee_id is None:
        return False
    person = session.get_one(Person, step.assignee_id)
    if not person.active:
        return True
    where = Scope(step.jurisdiction, step.region, step.institution_id)
    return not permissions.may(actor_of(session, person), "FinishStep", where, step.lane)


def _of_the_assignee(
    dossier: Dossier, covers: tuple[Cover, ...], step: OpenStep, assignee_id: int
) -> tuple[Cover, ...]:
    """What somebody has taken is for him, for who stands in for him, and for the head."""
    his = tuple(cover for cover in covers if permissions.may_work(cover, assignee_id))
    if his:
        return his
    if left_behind(dossier.session, step):
        return covers
    who = dossier.session.get_one(Person, assignee_id).display_name
    raise Forbidden(
        f"本步骤已由{who}签收。请由其本人、代办人或负责人办理，或由其退回公共队列。",
        f"{who} has taken this step; only they, whoever stands in for them, or the head may act.",
    )


def _barred(dossier: Dossier, cover: Cover, lane: str) -> SeparationOfDuties:
    clash = clash_of(dossier, cover.actor, lane)
    acted = clash.lane if clash else lane
    zh, en = ROLES.get(acted, (acted, acted))
    if clash is not None and clash.natural_person == cover.actor.acting_for:
        return SeparationOfDuties(
            f"您代办的人已在本办件以“{zh}”身份经办，不能再办理本事项。",
            f"Whom you stand in for has acted on this case as “{en}” and may not act here.",
        )
    return SeparationOfDuties(
        f"您（或同一自然人）已在本办件以“{zh}”身份经办，不能再办理本事项。",
        f"You have acted on this case as “{en}” and may not act here.",
    )
