"""What keeps the visitor from doing a step himself, in one sentence, or nothing that keeps him."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from service.commands import desk
from service.domain import permissions
from service.domain.permissions import Acted, Actor
from service.records.history import acted_on
from service.records.step import OpenStep
from service.web.front import actor, role_name
from service.web.history import names_of
from service.web.language import say


def why(session: Session, steps: Sequence[OpenStep]) -> Mapping[int, str]:
    """By step, the sentence; two questions however many there are. The road judges again."""
    me = actor()
    absent = {one.instead_of.natural_person for one in me.grants if one.instead_of}
    acts = acted_on(session, {step.case_id for step in steps}, {me.natural_person, *absent})
    names = names_of(session, (step.assignee_id for step in steps))
    return {step.id: _why(me, step, acts.get(step.case_id, []), names) for step in steps}


def _why(me: Actor, step: OpenStep, acts: Sequence[Acted], names: Mapping[int, str]) -> str:
    if step.held_since is not None:
        return say("无人可办，已告知负责人")
    covers = permissions.covers_for(me, "FinishStep", desk.scope_of(step), step.lane)
    if not covers:
        return say("等待{who}办理", who=role_name(step.lane))
    own = [cover for cover in covers if permissions.may_work(cover, step.assignee_id)]
    if not own:
        return say("{who}已签收", who=names.get(step.assignee_id or 0, "—"))
    clashes = [permissions.conflict(acts, cover.actor, step.lane) for cover in own]
    barred = [clash for clash in clashes if clash is not None]
    if len(barred) == len(clashes):
        return say("您已在本件以“{role}”身份经办，须由他人办理", role=role_name(barred[0].lane))
    return ""
