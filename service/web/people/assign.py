"""Who works a step: taking it, putting it back, handing it to a colleague."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands import desk
from service.domain import permissions
from service.domain.orders import HandStep, PutStepBack, TakeStep
from service.domain.refusals import Forbidden
from service.records.case import Case
from service.records.database import db
from service.records.history import acted
from service.records.person import Person, holders
from service.records.step import OpenStep, step_of
from service.web.case import step_title
from service.web.front import actor, back_to, blueprint
from service.web.language import say
from service.web.people.assignment_card import may_hand
from service.web.people.wording import typed
from service.web.posting import give


@blueprint.post("/cases/<number>/steps/<key>/take")
def take_step(number: str, key: str) -> Response:
    """Take a step out of the common queue."""
    give(TakeStep(number=number, step_key=key))
    flash(say("已签收，由您办理。"), "green")
    return _onward(number)


@blueprint.post("/cases/<number>/steps/<key>/put-back")
def put_step_back(number: str, key: str) -> Response:
    """Put a step back into the common queue."""
    give(PutStepBack(number=number, step_key=key))
    flash(say("已退回公共队列。"), "green")
    return _onward(number)


@blueprint.route("/cases/<number>/steps/<key>/hand", methods=["GET", "POST"])
def hand_step(number: str, key: str) -> Response | str | tuple[str, int]:
    """Choose a colleague and hand the step on."""
    if request.method == "GET":
        return _choosing(number, key)
    to = typed("to")
    if not to:
        flash(say("请选择一位同事。"), "red")
        again = _choosing(number, key)
        return (again, 422) if isinstance(again, str) else again
    give(HandStep(number=number, step_key=key, to=to))
    flash(say("已转办，并已通知对方。"), "green")
    return _onward(number)


def _choosing(number: str, key: str) -> Response | str:
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    step = step_of(session, case.id, key)
    if step is None:
        return redirect(url_for("web.case", number=number), 303)
    if not may_hand(case, step):
        raise Forbidden("本步骤由其他岗位办理。", "This step is for another office.")
    return render_template(
        "people/hand_step.html",
        number=case.number,
        step=step,
        title=step_title(desk.rule_book(session, case), step),
        colleagues=colleagues(session, case, step),
        next_page=_next(number),
    )


def colleagues(session: Session, case: Case, step: OpenStep) -> list[tuple[Person, bool]]:
    """Who holds the step's office there, and whether an earlier act on the case bars him."""
    found = holders(
        session,
        step.lane,
        jurisdiction=case.jurisdiction,
        region=case.region,
        institution_id=case.institution_id if step.lane == "institution" else None,
    )
    before = acted(session, case.id)
    as_seen = permissions.Actor
    return [
        (one, permissions.conflict(before, as_seen(one.id, one.natural_person), step.lane) is None)
        for one in found
        if one.id != step.assignee_id
    ]


def _next(number: str) -> str:
    return back_to(request.values.get("next"), url_for("web.case", number=number))


def _onward(number: str) -> Response:
    return redirect(_next(number), 303)
