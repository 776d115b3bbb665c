"""The cases around a case: the one it follows on, those that follow, and what may be begun."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands import desk
from service.commands.following import may_follow
from service.domain.orders import OpenFollowOn
from service.domain.policy import Policy
from service.records.case import Case
from service.records.database import db
from service.records.step import steps_of_cases
from service.web.front import actor, blueprint
from service.web.language import either, say
from service.web.naming import process_name
from service.web.posting import give
from service.web.words import ENDS, word


@dataclass(frozen=True, slots=True)
class Relative:
    """One related case: how it is related, of which kind, and where it stands."""

    how: str
    number: str
    kind: str
    standing: str


@dataclass(frozen=True, slots=True)
class Related:
    """Parent and children, and what may be begun: the diagram and what the place calls it."""

    cases: Sequence[Relative]
    begin: Sequence[tuple[str, str]]


def related(session: Session, case: Case, policy: Policy) -> Related:
    """All of it; two questions, three where the case follows on another."""
    parent = session.get(Case, case.parent_id) if case.parent_id else None
    children = desk.visible_children(session, actor(), case)
    around = [(say("所属办件"), parent)] if parent is not None else []
    around += [(say("后续办件"), child) for child in children]
    steps = steps_of_cases(session, [one.id for _, one in around]) if around else {}
    return Related(
        [
            Relative(
                how,
                one.number,
                process_name(policy, one.process) or say("开班申请"),
                word(ENDS, one.finished)
                if one.finished
                else say("、").join(step.name for step in steps[one.id]) or say("办理中"),
            )
            for how, one in around
        ],
        [(one.name, either(dict(one.label))) for one in may_follow(actor(), case, policy)],
    )


@blueprint.post("/cases/<number>/follow-ons")
def follow_on(number: str) -> Response:
    """Begin a case that follows on this one."""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    receipt = give(OpenFollowOn(case_id=case.id, process=request.form.get("process", "")))
    if receipt.steps:
        return redirect(url_for("web.step", number=receipt.number, key=receipt.steps[0].key), 303)
    return redirect(url_for("web.case", number=receipt.number), 303)
