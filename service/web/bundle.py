"""The file of a case to take away: asked for on a page, made whole, then sent."""

from flask import Response, make_response, render_template, request
from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.papers import case_bundle
from service.domain import permissions
from service.domain.case_bundle import PAGES
from service.domain.orders import TakeBundle
from service.domain.personal_data import REASONS
from service.domain.refusals import Forbidden, ReasonMissing
from service.records.case import Case
from service.records.database import db
from service.records.document import documents_of
from service.records.history import history_of
from service.records.ledger import entries_of
from service.records.opening import ClassOpening
from service.web import answers, deadline, history, money
from service.web.case import head
from service.web.front import actor, blueprint, clock, minute, now
from service.web.language import say, speaking
from service.web.words import ACCOUNTS, REASONS_TO_SEE, word


def may_take(case: Case) -> bool:
    """Whether the visitor may take the file of this case away."""
    return permissions.may(actor(), TakeBundle.name, desk.scope_of(case))


@blueprint.get("/cases/<number>/bundle")
def bundle(number: str) -> Response:
    """What is in the file, and whether its documents are to come along."""
    return _page(number)


@blueprint.post("/cases/<number>/bundle.zip")
def take_bundle(number: str) -> Response:
    """The file itself; that it was taken is in the history it holds, and in the security log."""
    full = request.form.get("documents") == "yes"
    order = TakeBundle(
        number=number, reason=request.form.get("reason") or None if full else None, documents=full
    )
    try:
        taken = case_bundle.take(db.session(), order, actor=actor(), clock=clock(), pages=_index)
    except ReasonMissing:
        return _page(number, refusal=say("材料含有个人信息，请先选择事由。"), status=422)
    response = Response(taken.pieces(), mimetype="application/zip")
    response.content_length = taken.size
    response.headers["Content-Disposition"] = f'attachment; filename="{number}.zip"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Kaiban-Manifest"] = taken.digest
    return response


def _case(session: Session, number: str) -> Case:
    case = desk.visible_case(session, actor(), number)
    if not may_take(case):
        raise Forbidden("案卷由审计或负责人下载。", "Auditors and the head take case bundles.")
    return case


def _page(number: str, *, refusal: str = "", status: int = 200) -> Response:
    session = db.session()
    case = _case(session, number)
    book = desk.rule_book(session, case)
    page = render_template(
        "bundle.html",
        case=head(session, case, book, session.get(ClassOpening, case.id)),
        reasons=[(code, word(REASONS_TO_SEE, code)) for code in REASONS],
        papers=len(documents_of(session, case.id)),
        refusal=refusal,
    )
    return make_response(page, status)


def _index(session: Session, case: Case) -> dict[str, str]:
    """The page that lies in the file, in both languages; it needs no server and no script."""
    pages = {}
    for language in PAGES:
        with speaking(language):
            pages[language] = _index_in(session, case)
    return pages


def _index_in(session: Session, case: Case) -> str:
    book, opening = desk.rule_book(session, case), session.get(ClassOpening, case.id)
    entries = history_of(session, case.id)
    return render_template(
        "bundle_index.html",
        case=head(session, case, book, opening),
        made_at=minute(now()),
        head=case.history_head,
        history=history.story(session, entries, book),
        money=money.standing(session, case, opening),
        ledger=[
            (
                row.id,
                minute(row.at),
                word(ACCOUNTS, row.credit),
                word(ACCOUNTS, row.debit),
                row.fen,
                row.clause,
            )
            for row in entries_of(session, case.id)
        ],
        deadlines=deadline.lines(session, case, book.policy, now()),
        answers=answers.shown(session, case, book),
        papers=documents_of(session, case.id),
    )
