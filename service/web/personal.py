"""The page on which the people of a case are seen in full: for a reason, once for each look."""

from flask import Response, make_response, render_template, request

from service.commands import desk
from service.domain.orders import SeePersonalData
from service.domain.refusals import Forbidden, ReasonMissing
from service.records.database import db
from service.records.opening import ClassOpening
from service.web import answers
from service.web.case import head
from service.web.front import actor, blueprint, clock, sitting_id
from service.web.language import say
from service.web.personal_card import card


@blueprint.get("/cases/<number>/personal-data")
def ask_reason(number: str) -> Response:
    """The page that asks for the reason; nothing on it is in clear."""
    return _page(number)


@blueprint.post("/cases/<number>/personal-data")
def personal_data(number: str) -> Response:
    """One look at everything in full, after it was written to history."""
    order = SeePersonalData(
        number=number, reason=request.form.get("reason") or None, sitting_id=sitting_id()
    )
    try:
        # Each look counts, also the same page asked for again: the request has no key.
        desk.give(order, actor=actor(), session=db.session(), clock=clock(), key=None)
    except ReasonMissing:
        return _page(number, refusal=say("请先选择事由。"), status=422)
    return _page(number, full=True)


def _page(number: str, *, full: bool = False, refusal: str = "", status: int = 200) -> Response:
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    standing = card(session, case)
    if not standing.may_see:
        raise Forbidden(
            "您的角色不能查看完整个人信息。", "Your role sees no personal data in full."
        )
    book = desk.rule_book(session, case)
    page = render_template(
        "personal.html",
        case=head(session, case, book, session.get(ClassOpening, case.id)),
        card=standing,
        answers=answers.shown(session, case, book, full=True) if full else None,
        refusal=refusal,
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
