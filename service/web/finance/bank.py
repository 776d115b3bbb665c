"""A batch and its bank: the payment list that goes, the answers that come, what does not agree."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands.bank import layouts, listing, taking
from service.commands.bank.reading import read_file
from service.commands.bank.standing import START, Difference, Standing, standing
from service.commands.batches import looking
from service.commands.sheets.writing_sheet import XLSX as XLSX_TYPE
from service.domain import permissions
from service.domain.bank_difference import OUTCOMES
from service.domain.bank_layout import XLSX, Layout
from service.domain.batch import LINES, RELEASED
from service.domain.orders import TakeResultFile
from service.domain.permissions import Scope
from service.domain.refusals import AnswersWrong
from service.records.base import row_number
from service.records.database import db
from service.records.payment_batch import PaymentBatch
from service.web.finance.batch import described
from service.web.finance.batch_words import banks, pair
from service.web.front import actor, blueprint, clock, minute
from service.web.history import names_of
from service.web.language import either, say, spoken
from service.web.money import Amount, amount
from service.web.people.wording import typed

PAGE, REFUSED = 100, 422
COLOURS = {"paid": "green", "repeated": "grey", "pending": "blue", "returned": "amber"}


@dataclass(frozen=True, slots=True)
class File:
    """One file of answers that was taken in."""

    layout: str
    when: str
    who: str
    lines: int
    tallies: Sequence[tuple[str, str, int]]
    under_way: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row that does not agree, or came back: what was said beside what was sent."""

    at: int
    ref: str
    number: str
    href: str
    said: Amount | None
    sent: Amount | None
    outcome: str
    colour: str
    code: str
    note: str
    file: int
    now: str
    now_colour: str


@blueprint.get("/finance/batches/<number>/bank")
def batch_bank(number: str) -> Response:
    """The lists to take, the files taken in, and every difference."""
    return _page(number)


@blueprint.post("/finance/batches/<number>/bank/list")
def payment_list(number: str) -> Response:
    """The payment list in one layout; who takes it is noted."""
    taken = listing.take_list(db.session(), number, typed("layout"), actor=actor())
    response = make_response(taken.content)
    response.mimetype = XLSX_TYPE if taken.layout.kind == XLSX else "text/plain"
    if taken.layout.kind != XLSX:
        response.mimetype_params["charset"] = taken.layout.encoding.removesuffix("-sig")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(taken.name)}"
    return response


@blueprint.post("/finance/batches/<number>/bank/results")
def take_results(number: str) -> Response:
    """Take a file of answers in, or say why nothing of it was."""
    session = db.session()
    found = looking.shown(session, actor(), number)
    name = typed("layout")
    layout, _ = layouts.layout_of(session, found.jurisdiction, name, found.pay_on)
    came = request.files.get("results")
    data = came.read() if came else b""
    try:
        order = TakeResultFile(
            batch=number,
            digest=hashlib.sha256(data).hexdigest(),
            layout=name,
            answer=read_file(layout, data),
        )
        session.rollback()
        anew = taking.take_result_file(order, actor=actor(), session=session, clock=clock()).anew
    except AnswersWrong as wrong:
        problems = [one.en if spoken() == "en" else one.zh for one in wrong.problems]
        return _page(number, problems)
    if anew:
        flash(say("{n} 行原来读不出的，已按现行格式重新判定。", n=anew), "green")
    return redirect(url_for("web.batch_bank", number=number), 303)


def _page(number: str, problems: Sequence[str] = ()) -> Response:
    session = db.session()
    found = looking.shown(session, actor(), number)
    after = _place(request.args.get("after", ""))
    stands = standing(session, found, after=after, limit=PAGE)
    codes = layouts.layouts_now(session, found.jurisdiction, found.pay_on)
    last = stands.differences[-1].outcome if len(stands.differences) == PAGE else None
    page = render_template(
        "finance/bank.html",
        batch=found,
        words=described(session, found),
        layouts=banks(session, found.jurisdiction, found.pay_on),
        chosen=typed("layout") or found.bank,
        may_list=_may(found, listing.ORDER) and found.state == RELEASED,
        may_take=_may(found, TakeResultFile.name) and found.state in taking.WITH_THE_BANK,
        problems=problems,
        files=_files(session, stands, codes),
        differences=[_row(one, stands, codes) for one in stands.differences],
        returned=[_row(one, stands, codes) for one in stands.returned],
        silent=[(item, case, amount("", item.amount_fen)) for item, case in stands.silent],
        silent_lines=stands.silent_lines,
        next=url_for("web.batch_bank", number=number, after=f"{last.file_id}.{last.at}")
        if last
        else None,
        first=url_for("web.batch_bank", number=number) if after != START else None,
    )
    return make_response(page, REFUSED if problems else 200)


def _may(found: PaymentBatch, order: str) -> bool:
    return permissions.may(actor(), order, Scope(found.jurisdiction, found.region))


def _place(text: str) -> tuple[int, int]:
    file_id, _, at = text.partition(".")
    return (row_number(file_id) or 0, row_number(at) or 0)


def _files(session: Session, stands: Standing, codes: Mapping[str, Layout]) -> list[File]:
    people = names_of(session, [file.taken_by for file, _ in stands.files])
    return [
        File(
            layout=_called(codes, file.layout),
            when=minute(file.taken_at),
            who=people.get(file.taken_by, ""),
            lines=file.lines,
            tallies=[
                (pair(words), COLOURS.get(word, "red"), counts[word])
                for word, words in OUTCOMES.items()
                if counts.get(word)
            ],
            under_way=counts.get("", 0),
        )
        for file, counts in stands.files
    ]


def _row(one: Difference, stands: Standing, codes: Mapping[str, Layout]) -> Row:
    word = one.outcome.outcome or ""
    no, file = next(
        (no, file)
        for no, (file, _) in enumerate(stands.files, start=1)
        if file.id == one.told.file_id
    )
    stand = LINES[one.item.state] if one.item else ("", "", "")
    return Row(
        at=one.told.at,
        ref=one.told.ref,
        number=one.number,
        href=url_for("web.case", number=one.number) if one.number else "",
        said=amount("", one.told.fen) if one.told.fen is not None else None,
        sent=amount("", one.item.amount_fen) if one.item else None,
        outcome=pair(OUTCOMES[word]),
        colour=COLOURS.get(word, "red"),
        code=_meaning(codes, file.layout, one.told.code),
        note=one.told.note or "",
        file=no,
        now=pair(stand),
        now_colour=stand[2],
    )


def _called(codes: Mapping[str, Layout], name: str) -> str:
    return either({"zh": codes[name].zh, "en": codes[name].en}) if name in codes else name


def _meaning(codes: Mapping[str, Layout], layout: str, code: str) -> str:
    meant = codes[layout].codes.get(code) if layout in codes else None
    return f"{code} {either({'zh': meant.zh, 'en': meant.en})}" if meant else code
