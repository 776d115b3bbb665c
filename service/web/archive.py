"""学员电子档案: one person's classes across a jurisdiction, asked for by number, shown masked."""

from collections.abc import Mapping

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from forms import Form, Refused, resident_id
from service.commands.library import LIBRARY
from service.commands.people import archive as archives
from service.commands.people.archive import Archive
from service.commands.supervision import comparison_import
from service.commands.supervision.comparison_import import office_of
from service.domain.calendar import beijing_date
from service.domain.ends import ENDS
from service.domain.money import yuan
from service.domain.refusals import NotNow
from service.records.archive import ArchiveLine
from service.records.database import db
from service.web.front import actor, blueprint, now
from service.web.language import either, say, spoken
from service.web.people.wording import typed

UNREADABLE, LONGEST_NUMBER = 422, 40


@blueprint.get("/archive")
def archive() -> Response:
    """Where a number is asked for; it never stands in an address."""
    office_of(actor(), "ReadArchive")
    return _page(None, "")


@blueprint.post("/archive")
def open_archive() -> Response:
    """The archive of the person of this number, or whether he is known elsewhere."""
    try:
        number = resident_id(typed("id_no", LONGEST_NUMBER), beijing_date(now()))
    except Refused:
        return _page(None, say("身份证号不对，请逐位核对。"), status=UNREADABLE)
    if request.form.get("across"):
        return _page(None, _known_across(number))
    return _page(archives.read(db.session(), actor(), number), "")


def _known_across(number: str) -> str:
    try:
        known = archives.known_across(db.session(), actor(), number, today=beijing_date(now()))
    except NotNow as off:
        return off.sentence.en if spoken() == "en" else off.sentence.zh
    return say("其他地区：有。") if known else say("其他地区：没有。")


def _page(found: Archive | None, told: str, *, status: int = 200) -> Response:
    page = render_template(
        "archive.html",
        lines=_lines(found) if found else [],
        days=found.allowance_days if found else {},
        looked=found is not None,
        told=told,
        may_match=comparison_import.may(actor(), "MatchAcross"),
    )
    return make_response(page, status)


def _lines(found: Archive) -> list[dict[str, object]]:
    book = LIBRARY.in_force(db.session(), found.jurisdiction)[0]
    opening, verifying = book.form("opening_fill"), book.form("certificate_verify")
    return [_line(one, _choices(opening) | _choices(verifying)) for one in found.lines]


def _choices(form: Form) -> dict[str, str]:
    """What the words a form chooses between mean to a reader."""
    fields = [column for one in form.fields for column in (one, *one.columns)]
    return {choice.id: either(choice.label) for one in fields for choice in one.choices}


def _line(one: ArchiveLine, words: Mapping[str, str]) -> dict[str, object]:
    end = ENDS.get(one.finished or "")
    kind = words.get(one.cert_type or "", one.cert_type or "")
    certificate = f"{kind} · …{one.cert_no[-4:]}" if one.cert_no else "—"
    return {
        "number": one.number,
        "name": one.class_name,
        "what": f"{one.specialty_name} {words.get(one.level, one.level)}",
        "dates": f"{one.starts_on} — {one.ends_on}",
        "hours": one.total_hours,
        "minutes": one.minutes,
        "registered": one.registered,
        "passed": {None: "—", True: say("合格"), False: say("不合格")}[one.passed],
        "certificate": certificate,
        "paid": yuan(one.claimed_fen) if one.claimed_fen is not None else "—",
        "standing": either({"zh": end.zh, "en": end.en}) if end else say("在办"),
    }
