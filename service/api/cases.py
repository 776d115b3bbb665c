"""Cases over the API: open one, list those one may see, and look at everything about one."""

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from service.api.caller import actor, body, give, look, word
from service.api.operation import CURSOR, IDEMPOTENCY, LIMIT, json_body, operation
from service.api.paging import limit, number_cursor
from service.api.problem import Refused
from service.api.schemas import (
    AnswersListSchema,
    CasePageSchema,
    CaseSchema,
    DeadlinesSchema,
    HistorySchema,
    LedgerSchema,
    ReceiptSchema,
)
from service.commands import desk
from service.commands.following import may_follow
from service.commands.library import LIBRARY
from service.commands.receipt import Receipt
from service.domain.ledger import ACCOUNTS
from service.domain.masking import answers_masked
from service.domain.orders import OpenClass, OpenFollowOn, SeePersonalData
from service.domain.personal_data import REASONS
from service.records.answer import answers_of
from service.records.case import Case
from service.records.database import db
from service.records.deadline import deadlines_of
from service.records.history import history_of
from service.records.institution import Institution, by_uscc
from service.records.ledger import entries_of
from service.records.opening import ClassOpening
from service.records.step import steps_of
from workflows import draw

OPEN = json_body(
    {
        "type": "object",
        "required": ["jurisdiction", "region"],
        "properties": {
            "jurisdiction": {"type": "string", "example": "sample"},
            "region": {"type": "string", "example": "500103"},
            "uscc": {"type": "string", "description": "whose name, if you file for several"},
            "process": {"type": "string", "description": "what begins by itself; else the main"},
        },
    }
)
FOLLOW_ON = json_body(
    {
        "type": "object",
        "required": ["process"],
        "properties": {"process": {"type": "string", "description": "one of may_begin"}},
    }
)
SEEN_FOR = json_body(
    {
        "type": "object",
        "required": ["reason"],
        "properties": {"reason": {"type": "string", "enum": list(REASONS)}},
    }
)
SVG = {"image/svg+xml": {"schema": {"type": "string"}}}


@operation(
    "POST",
    "/cases",
    answer=ReceiptSchema,
    status=201,
    parameters=(IDEMPOTENCY,),
    request_body=OPEN,
)
def open_class() -> Receipt:
    """Open a case for one class"""
    given = body()
    order = OpenClass(
        jurisdiction=_text(given, "jurisdiction"),
        region=_text(given, "region"),
        institution_id=_institution(db.session(), word(given, "uscc")),
        process=word(given, "process") or "",
    )
    return give(order)


@operation(
    "POST",
    "/cases/<number>/follow-ons",
    answer=ReceiptSchema,
    status=201,
    parameters=(IDEMPOTENCY,),
    request_body=FOLLOW_ON,
)
def open_follow_on(number: str) -> Receipt:
    """Open a case that follows on this one"""
    case = desk.visible_case(db.session(), actor(), number)
    return give(OpenFollowOn(case_id=case.id, process=_text(body(), "process")))


@operation("GET", "/cases", answer=CasePageSchema, parameters=(CURSOR, LIMIT))
def list_cases() -> dict[str, Any]:
    """Cases you may see, newest first"""
    session, size = db.session(), limit()
    lines = desk.visible_cases(
        session, actor(), before=number_cursor(request.args.get("cursor")), limit=size
    )
    return {
        "items": [
            _case(session, line.case, institution=line.institution, class_name=line.class_name)
            for line in lines
        ],
        "next": str(lines[-1].case.id) if len(lines) == size else None,
    }


@operation("GET", "/cases/<number>", answer=CaseSchema)
def read_case(number: str) -> dict[str, Any]:
    """One case: where it stands and what you could do"""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    opening = session.get(ClassOpening, case.id)
    steps = steps_of(session, case.id)
    parent = session.get(Case, case.parent_id) if case.parent_id else None
    policy = LIBRARY.in_force(session, case.jurisdiction)[0].policy
    return {
        "follows": parent.number if parent else None,
        "follow_ons": desk.visible_children(session, actor(), case),
        "may_begin": [one.name for one in may_follow(actor(), case, policy)],
        **_case(
            session,
            case,
            institution=session.get_one(Institution, case.institution_id).name,
            class_name=opening.class_name if opening else None,
        ),
        "orders": [
            str(order.form).replace("_", "-") for order in desk.orders_now(actor(), case, steps)
        ],
    }


@operation("GET", "/cases/<number>/history", answer=HistorySchema, parameters=(CURSOR, LIMIT))
def read_history(number: str) -> dict[str, Any]:
    """What happened, oldest first, with the chain of digests"""
    session, size = db.session(), limit()
    case = desk.visible_case(session, actor(), number)
    after = number_cursor(request.args.get("cursor")) or 0
    entries = history_of(session, case.id, after=after, limit=size)
    return {"items": entries, "next": str(entries[-1].seq) if len(entries) == size else None}


@operation("GET", "/cases/<number>/ledger", answer=LedgerSchema)
def read_ledger(number: str) -> dict[str, Any]:
    """The books of the case, in whole fen"""
    session = db.session()
    entries = entries_of(session, desk.visible_case(session, actor(), number).id)
    balances = {
        account: sum(e.fen * ((e.debit == account) - (e.credit == account)) for e in entries)
        for account in ACCOUNTS
    }
    return {"entries": entries, "balances": balances}


@operation("GET", "/cases/<number>/deadlines", answer=DeadlinesSchema)
def read_deadlines(number: str) -> dict[str, Any]:
    """Every deadline of the case"""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    return {"items": deadlines_of(session, case.id)}


@operation("GET", "/cases/<number>/answers", answer=AnswersListSchema)
def read_answers(number: str) -> dict[str, Any]:
    """Every form handed in, personal data masked"""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    book = desk.rule_book(session, case)
    return {
        "items": [
            {
                "seq": answer.seq,
                "step": answer.step,
                "at": answer.at,
                "answers": answers_masked(answer.body, desk.personal_fields(book, answer.step)),
            }
            for answer in answers_of(session, case.id)
        ]
    }


@operation("POST", "/cases/<number>/personal-data", answer=AnswersListSchema, request_body=SEEN_FOR)
def see_personal_data(number: str) -> dict[str, Any]:
    """Every form in full: for a reason, and each look is written to the case's history"""
    order = SeePersonalData(number=number, reason=_reason(body()))
    look(order)
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    return {
        "items": [
            {"seq": answer.seq, "step": answer.step, "at": answer.at, "answers": answer.body}
            for answer in answers_of(session, case.id)
        ]
    }


@operation("GET", "/cases/<number>/diagram.svg", answer=SVG)
def read_diagram(number: str) -> Response:
    """The case's diagram with the way walked and where it stands"""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    walked = [element for entry in history_of(session, case.id) for element in entry.walked]
    standing = ["/".join(filter(None, (s.path, s.element))) for s in steps_of(session, case.id)]
    picture = draw(
        desk.rule_book(session, case).bundle, case.process, walked=walked, standing=standing
    )
    return Response(picture, mimetype="image/svg+xml")


def _case(
    session: Session, case: Case, *, institution: str, class_name: str | None
) -> dict[str, Any]:
    return {
        "number": case.number,
        "jurisdiction": case.jurisdiction,
        "region": case.region,
        "process": case.process,
        "institution": institution,
        "class_name": class_name,
        "finished": case.finished,
        "opened_at": case.opened_at,
        "steps": steps_of(session, case.id),
    }


def _reason(given: dict[str, Any]) -> str | None:
    return word(given, "reason")


def _text(given: dict[str, Any], name: str) -> str:
    value = word(given, name)
    if not value:
        raise Refused(400, "required", f"缺少 {name}。", f"{name} is missing.")
    return value


def _institution(session: Session, uscc: object) -> int:
    """The institution named, else the only one the caller files for."""
    if isinstance(uscc, str):
        found = by_uscc(session, uscc)
        if found is not None:
            return found.id
    own = {grant.institution_id for grant in actor().grants if grant.role == "institution"}
    if uscc is None and len(own) == 1 and (only := own.pop()) is not None:
        return only
    raise Refused(
        400, "which_institution", "请用 uscc 指明申请单位。", "Name the institution by its uscc."
    )
