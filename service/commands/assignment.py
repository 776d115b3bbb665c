"""Who works an open step: taken out of the common queue, put back, handed to a colleague."""

from dataclasses import replace

from service.commands import permission, record
from service.commands.dossier import Dossier, StepAtHand
from service.commands.receipt import Receipt
from service.domain.orders import Assignment, HandStep, PutStepBack, TakeStep
from service.domain.permissions import HEAD, Cover
from service.domain.refusals import NotNow, NotVisible, SeparationOfDuties
from service.records.person import by_login
from service.records.step import OpenStep


def assign(order: Assignment, dossier: Dossier, step: OpenStep) -> Receipt:
    """Say who works the step; the forms people have open on it stay as good as they were."""
    cover = permission.may_assign(dossier, order, step)
    assignee_id = _assignee(order, dossier, step, cover)
    if assignee_id == step.assignee_id:
        return replace(record.receipt_of(dossier), repeated=True)
    step.assignee_id = assignee_id
    dossier.step = StepAtHand(step.element, step.path, step.properties)
    # Whoever only says who is to act has not acted: this bars nobody from a later step.
    dossier.lane = None
    if isinstance(order, HandStep):
        dossier.promise("step_handed", to={"person": assignee_id})
    told = {"step": step.element, "assignee": assignee_id}
    return record.save(dossier, order, None, told)


def _assignee(order: Assignment, dossier: Dossier, step: OpenStep, cover: Cover) -> int | None:
    if isinstance(order, PutStepBack):
        if step.assignee_id is None:
            raise NotNow("本步骤在公共队列中，无人签收。", "Nobody has taken this step.")
        return None
    if isinstance(order, TakeStep):
        return cover.person_id
    if step.assignee_id is None and cover.grant.role != HEAD:
        raise NotNow(
            "本步骤无人签收。请先签收再转办，或请负责人指定。",
            "Nobody has taken this step: take it before you hand it on, or ask the head.",
        )
    return _colleague(str(getattr(order, "to", "")), dossier, step)


def _colleague(login: str, dossier: Dossier, step: OpenStep) -> int:
    """The colleague a step goes to: he holds the lane here, and may still act on the case."""
    person = by_login(dossier.session, login)
    if person is None:
        raise NotVisible
    actor = permission.actor_of(dossier.session, person)
    scope = permission.scope_of(dossier)
    holds = any(one.role == step.lane and one.covers(scope) for one in actor.grants)
    if not holds:
        raise NotNow(
            f"{person.display_name}在此地没有这一岗位，请另选。",
            f"{person.display_name} does not hold this office here; choose somebody else.",
        )
    if permission.clash_of(dossier, actor, step.lane) is not None:
        raise SeparationOfDuties(
            f"{person.display_name}已在本办件其他岗位经办，不能承办本步骤，请另选。",
            f"{person.display_name} has acted on this case in another office; choose another.",
        )
    return person.id
