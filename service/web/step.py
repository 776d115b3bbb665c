"""The page on which one open step is done, whatever its form."""

from flask import Response, make_response, redirect, request, url_for
from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.drafts import Place
from service.commands.library import LIBRARY, RuleBook
from service.commands.papers import counter_papers
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
from service.web.filing.defects import remarks
from service.web.filing.filling import serve
from service.web.filing.keeping import Keeping
from service.web.front import actor, blueprint, now, person
from service.web.language import either
from service.web.papers import Papers
from service.web.posting import give
from service.web.prefill import again, known
from service.web.sheet import Sheet
from service.web.told import Told, told
from service.web.words import ORDERS, word

# Sections of a form that are asked for only when it is handed in once more.
ONLY_AGAIN = frozenset({"reply"})


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
    place = Place(case.id, key, person().id)
    keeping = Keeping.of(place, sheet.form, found.version if found else 0)
    first_time = found is not None and not again(session, case, name)
    case_id, version = case.id, request.form.get("_version", 0, type=int)

    def hand_in(answers: dict[str, object]) -> Receipt:
        return give(FinishStep(case_id=case_id, step_key=key, version=version, answers=answers))

    return serve(sheet, keeping, hand_in, ONLY_AGAIN if first_time else frozenset())


def _names_in(book: RuleBook, form: str) -> list[str]:
    known = form in book.bundle.forms
    return [either(one.label) for one in book.form(form).fields] if known else []


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
        names_in=lambda name: _names_in(book, name),
        newest_version=newest_version,
        remarks=remarks(session, case, form, found),
        papers=Papers(case.id, found.element, found.lane) if found else Papers(),
        afterwards=url_for("web.counter_papers", number=case.number)
        if found and counter_papers.of_clerk(session, actor(), found)
        else "",
    )
