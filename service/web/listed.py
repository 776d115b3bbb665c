"""黑白名单: who stands on it, since when and why; entered by one, confirmed by another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forms import Refused, resident_id, uscc
from service.commands.people.people_administrators import NotDone
from service.commands.supervision import comparison_import, listed
from service.commands.supervision.comparison_import import office_of
from service.commands.supervision.listed import Entry
from service.domain.calendar import beijing_date
from service.records.case import numbers_of
from service.records.database import db
from service.records.institution import ListEntry, by_uscc, entries_before
from service.web.comparison import desk
from service.web.front import actor, blueprint, now
from service.web.language import say
from service.web.people.wording import asked_number, done, typed, typed_day

PAGE, LONGEST_REASON, UNREADABLE = 50, 200, 422
COLOURS = {"black": "黑名单", "white": "白名单"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it; a person is not named."""

    id: int
    colour: str
    who: str
    since: date
    until: date | None
    reason: str
    case: str
    standing: str
    to_confirm: bool


@blueprint.get("/listed")
def black_and_white() -> str:
    """The black and the white list."""
    return _page()


@blueprint.post("/listed")
def enter_listing() -> Response | tuple[str, int]:
    """Propose an entry."""
    office_of(actor(), "EnterListing")
    if done(_enter, say("已录入，待另一人确认后生效。")):
        return redirect(url_for("web.black_and_white"), 303)
    return _page(), UNREADABLE


@blueprint.post("/listed/<int:number>/confirm")
def confirm_listing(number: int) -> Response:
    """Confirm what another entered."""
    session, who = db.session(), actor()
    done(lambda: listed.confirm(session, who, number), say("已确认，即日生效。"))
    return redirect(url_for("web.black_and_white"), 303)


def _enter() -> None:
    since, until = typed_day("since"), typed_day("until")
    if since is None:
        raise NotDone("请写明起始日期。", "Say from which day it holds.")
    entry = Entry(
        colour=typed("colour"),
        uscc=_checked(typed("uscc"), person=False),
        id_no=_checked(typed("id_no"), person=True),
        since=since,
        until=until,
        reason=typed("reason", LONGEST_REASON),
    )
    listed.enter(db.session(), actor(), entry)


def _checked(text: str, *, person: bool) -> str:
    if not text:
        return ""
    try:
        return resident_id(text, beijing_date(now())) if person else uscc(text)
    except Refused as wrong:
        raise NotDone(
            "信用代码或身份证号不对，请逐位核对。", "This is no valid number: check each digit."
        ) from wrong


def _page() -> str:
    grant, session, before = desk(), db.session(), asked_number("after")
    rows = entries_before(session, str(grant.jurisdiction), before=before, limit=PAGE)
    numbers = numbers_of(session, [row.case_id for row in rows if row.case_id is not None])
    return render_template(
        "listed.html",
        lines=[_line(session, row, numbers) for row in rows],
        colours={colour: say(text) for colour, text in COLOURS.items()},
        may_enter=comparison_import.may(actor(), "EnterListing"),
        may_confirm=comparison_import.may(actor(), "ConfirmListing"),
        typed=request.form,
        next=url_for("web.black_and_white", after=rows[-1].id) if len(rows) == PAGE else None,
        first=url_for("web.black_and_white") if before else None,
    )


def _line(session: Session, row: ListEntry, numbers: Mapping[int, str]) -> Line:
    today = beijing_date(now())
    waits = row.entered_by is not None and row.confirmed_by is None
    over = row.until is not None and row.until < today
    body = by_uscc(session, row.uscc) if row.uscc else None
    return Line(
        id=row.id,
        colour=row.colour,
        who=say("个人（不显示身份）") if row.person_index else (body.name if body else row.uscc),
        since=row.since,
        until=row.until,
        reason=row.reason,
        case=numbers.get(row.case_id or 0, ""),
        standing=say("待确认") if waits else say("已到期") if over else say("有效"),
        to_confirm=waits,
    )
