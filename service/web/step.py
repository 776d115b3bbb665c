"""The page on which one open step is done, whatever its form."""

from flask import Response, make_response, redirect, request, url_for
from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.library import LIBRARY, RuleBook
from service.commands.receipt import Receipt
from service.domain.calendar import beijing_date
from service.domain.orders import FinishStep
from service.domain.refusals import Forbidden
from service.records.case import Case
from service.records.database import db
from service.records.opening import ClassOpening
from service.records.step import OpenStep, step_of
from service.web import history
from service.web.case import head, step_title
from service.web.due import due
from service.web.front import actor, blueprint, now
from service.web.posting import give
from service.web.prefill import known
from service.web.sheet import Sheet
from service.web.told import Told, told
from service.web.words import ORDERS, word


@blueprint.route("/cases/<number>/steps/<key>", methods=["GET", "POST"])
def step(number: str, key: str) -> Response:
    """One step: its form, and handing it in."""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    book = desk.rule_book(session, case)
    found = step_of(session, case.id, key)
    name = found.form if found else request.form.get("_form", "")
    if name not in book.bundle.forms:
        return make_response(redirect(url_for("web.case", number=number), 303))
    if found is not None and not desk.may_finish(actor(), case, found):
        raise Forbidden("本步骤由其他岗位办理。", "This step is for another office.")
    sheet = _sheet(session, case, book, found=found, form_name=name)
    if request.method == "GET":
        return sheet.opened()
    case_id, version = case.id, request.form.get("_version", 0, type=int)

    def hand_in(answers: dict[str, object]) -> Receipt:
        return give(FinishStep(case_id=case_id, step_key=key, version=version, answers=answers))

    return sheet.posted(hand_in)


def _sheet(
    session: Session, case: Case, book: RuleBook, *, found: OpenStep | None, form_name: str
) -> Sheet:
    form = book.form(form_name)
    _, calendar = LIBRARY.in_force(session, case.jurisdiction)
    opening = session.get(ClassOpening, case.id)
    case_id, key = case.id, found.key if found else ""

    def newest_version() -> int:
        current = step_of(db.session(), case_id, key)
        return current.version if current else 0

    return Sheet(
        head=head(session, case, book, opening),
        heading=step_title(book, found) if found else history.form_title(book, form_name, ""),
        form=form,
        known=known(session, case, form, beijing_date(now())),
        version=found.version if found else 0,
        due=due(found.due_at, now(), calendar) if found and found.due_at else None,
        title_of=lambda name: history.form_title(book, name, word(ORDERS, name)),
        told=(lambda: told(session, case, book, found)) if found else Told,
        newest_version=newest_version,
    )
