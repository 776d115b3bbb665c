"""The counter: papers taken in on behalf of an institution, from their true receipt."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands import desk
from service.commands.library import LIBRARY
from service.commands.papers import documents
from service.commands.papers.counter_papers import FIELD, LANE, STEP
from service.commands.place import in_utc
from service.domain import permissions
from service.domain.calendar import BEIJING
from service.domain.counter import REASONS
from service.domain.orders import FileAtCounter
from service.domain.permissions import Scope
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, Forbidden, NotVisible
from service.records.bundle import published_jurisdictions
from service.records.case import Case
from service.records.counter import CounterFiling, filing_of, not_filed_yet
from service.records.database import db
from service.records.document import of_field
from service.records.institution import Institution, by_name, by_uscc, institutions_after
from service.records.step import steps_of
from service.web.front import actor, blueprint, clock, minute, now, person
from service.web.language import either
from service.web.posting import fresh_key, give

SHORTEST, MOST_LOOKED_AT, MOST_ALIKE = 2, 200, 20
LABEL = ("纸质材料扫描件", "Scanned papers")


@blueprint.route("/counter", methods=["GET", "POST"])
def counter() -> Response | tuple[str, int]:
    """What I took in and have not handed in yet, and taking in more."""
    if not any(grant.role in permissions.roles_for(STEP) for grant in actor().grants):
        raise Forbidden("本页供政务服务窗口使用。", "This page is for the service counter.")
    problems: list[Problem] = []
    alike: list[Institution] = []
    if request.method == "POST":
        try:
            number = _take_in(db.session())
            return redirect(url_for("web.counter_papers", number=number), 303)
        except AnswersWrong as wrong:
            problems = list(wrong.problems)
            alike = _alike(db.session()) if "institution" in {one.field for one in problems} else []
    page = render_template(
        "counter.html",
        problems=_said(problems),
        alike=alike,
        typed=request.form,
        reasons={code: either({"zh": zh, "en": en}) for code, (zh, en) in REASONS.items()},
        waiting=_waiting(db.session()),
        latest=now().astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M"),
        request_key=fresh_key(),
    )
    return page, 422 if problems else 200


@blueprint.route("/counter/<number>", methods=["GET", "POST"])
def counter_papers(number: str) -> Response | tuple[str, int]:
    """The scanned papers of one filing, and on to its form."""
    session = db.session()
    case, filing = _mine(session, number)
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            _keep_proof(session, case)
            return redirect(url_for("web.counter_papers", number=number), 303)
        except AnswersWrong as wrong:
            problems = list(wrong.problems)
            session.rollback()
            case, filing = _mine(session, number)
    steps = steps_of(session, case.id)
    proof = of_field(session, case.id, FIELD)
    page = render_template(
        "counter_papers.html",
        number=case.number,
        institution=session.get_one(Institution, case.institution_id).name,
        received=minute(filing.received_at),
        reason=either(dict(zip(("zh", "en"), REASONS[filing.reason], strict=True))),
        proof=proof.name if proof else None,
        key=steps[0].key if steps and filing.filed_at is None else None,
        filed=minute(filing.filed_at) if filing.filed_at else None,
        problems=_said(problems),
    )
    return page, 422 if problems else 200


def _said(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(one.field, either({"zh": one.zh, "en": one.en})) for one in problems]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Papers that were taken in and whose form is not handed in yet."""

    number: str
    institution: str
    received: str
    scanned: bool


def _waiting(session: Session) -> list[Waiting]:
    return [
        Waiting(number, name, minute(row.received_at), scanned)
        for row, number, name, scanned in not_filed_yet(session, person().id, FIELD)
    ]


def _alike(session: Session) -> list[Institution]:
    """Institutions of this counter whose name holds the words, to choose from."""
    words = request.form.get("institution", "").strip()
    if len(words) < SHORTEST:
        return []
    found = institutions_after(session, 0, search=words, limit=MOST_LOOKED_AT)
    return [one for one in found if _of_this_counter(session, one)][:MOST_ALIKE]


def _take_in(session: Session) -> str:
    asked = request.form.get("chosen") or request.form.get("institution", "")
    received = _read(request.form.get("received_at", ""))
    institution = _institution(session, asked.strip())
    problems = list(_left_out(asked.strip(), institution, received))
    if problems or institution is None or received is None:
        raise AnswersWrong(problems)
    place = _place(session, institution)
    receipt = give(
        FileAtCounter(
            jurisdiction=place,
            region=institution.region,
            institution_id=institution.id,
            received_at=received,
            reason=request.form.get("reason", ""),
            note=request.form.get("note", ""),
        )
    )
    return receipt.number


def _institution(session: Session, asked: str) -> Institution | None:
    return by_uscc(session, asked.upper()) or by_name(session, asked)


def _left_out(
    asked: str, institution: Institution | None, received: datetime | None
) -> Iterator[Problem]:
    """What must be there before anything can be looked at more closely, all at once."""
    if not asked:
        yield Problem("institution", "required", "请填写申请单位。", "Name the institution.")
    elif institution is None:
        zh = "没有名称完全相同的单位：请在下面选一家，或填写完整名称、统一社会信用代码。"
        en = (
            "No institution has just this name:"
            " choose one below, or give the full name or the credit code."
        )
        yield Problem("institution", "unknown", zh, en)
    if received is None:
        zh = "请填写实际收件的日期和时间。"
        en = "Give the day and time at which the papers came in."
        yield Problem("received_at", "no_moment", zh, en)
    if request.form.get("reason", "") not in REASONS:
        yield Problem(
            "reason", "required", "请选择在窗口办理的事由。", "Choose why at the counter."
        )


def _place(session: Session, institution: Institution) -> str:
    """The published place whose counter this is and to which the institution belongs."""
    if code := _of_this_counter(session, institution):
        return code
    raise Forbidden(
        "该单位不属于本窗口的辖区。", "That institution does not belong to this counter's district."
    )


def _of_this_counter(session: Session, institution: Institution) -> str:
    for code in published_jurisdictions(session):
        regions = LIBRARY.in_force(session, code)[0].policy.jurisdiction.regions
        scope = Scope(code, institution.region, institution.id)
        known = institution.region in {region.code for region in regions}
        if known and permissions.may(actor(), STEP, scope):
            return code
    return ""


def _read(text: str) -> datetime | None:
    try:
        return in_utc(datetime.fromisoformat(text).replace(tzinfo=BEIJING))
    except (ValueError, OverflowError):
        return None


def _mine(session: Session, number: str) -> tuple[Case, CounterFiling]:
    case = desk.visible_case(session, actor(), number)
    filing = filing_of(session, case.id)
    if filing is None or not permissions.may(actor(), STEP, desk.scope_of(case)):
        raise NotVisible
    return case, filing


def _keep_proof(session: Session, case: Case) -> None:
    chosen = request.files.get("proof")
    if chosen is None or not chosen.filename:
        raise AnswersWrong(
            [Problem("proof", "missing", "请选择扫描件。", "Choose the scanned papers.")]
        )
    upload = documents.Upload(
        content=cast("BinaryIO", chosen.stream),
        name=chosen.filename,
        step=STEP,
        lane=LANE,
        field=FIELD,
        label=LABEL,
        personal=True,
    )
    documents.take_in(session, case.id, upload, actor=actor(), clock=clock())
