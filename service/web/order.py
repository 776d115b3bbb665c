"""The page on which an order about a case is given: withdrawal, cancellation, bank result …"""

from flask import Response, abort

from service.commands import desk
from service.commands.drafts import Place
from service.commands.receipt import Receipt
from service.domain import permissions
from service.domain.calendar import beijing_date
from service.domain.orders import ON_A_CASE, CaseOrder
from service.domain.refusals import Forbidden
from service.records.database import db
from service.records.opening import ClassOpening
from service.web.case import head
from service.web.filing.filling import order_key, serve
from service.web.filing.keeping import Keeping
from service.web.front import actor, blueprint, now, person
from service.web.papers import Papers
from service.web.posting import give
from service.web.prefill import known
from service.web.sheet import Sheet
from service.web.words import ORDERS, word

BY_PATH: dict[str, type[CaseOrder]] = {
    str(order.form).replace("_", "-"): order for order in ON_A_CASE
}


@blueprint.route("/cases/<number>/orders/<name>", methods=["GET", "POST"])
def order(number: str, name: str) -> Response:
    """One order: its form, and giving it."""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    kind = BY_PATH.get(name)
    if kind is None or kind.form is None:
        abort(404)
    scope = desk.scope_of(case)
    grant = permissions.grant_for(actor(), kind.name, scope)
    if grant is None:
        raise Forbidden("这一事项由其他岗位办理。", "This order is for another office.")
    book = desk.rule_book(session, case)
    form = book.form(kind.form)
    sheet = Sheet(
        head=head(session, case, book, session.get(ClassOpening, case.id)),
        heading=word(ORDERS, kind.name),
        form=form,
        known=known(session, case, form, beijing_date(now())),
        papers=Papers(case.id, kind.name, grant.role),
    )
    case_id = case.id
    keeping = Keeping.of(Place(case_id, order_key(name), person().id), form, 0)

    def hand_in(answers: dict[str, object]) -> Receipt:
        return give(kind(case_id=case_id, answers=answers))  # type: ignore[call-arg]

    return serve(sheet, keeping, hand_in)
