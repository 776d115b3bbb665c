"""名单比对: taking in other offices' lists, and which running classes they point at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands.sheets.writing_sheet import XLSX
from service.commands.supervision import comparison_import
from service.commands.supervision.comparison_import import LONGEST_SOURCE, Handed
from service.domain.calendar import beijing_date
from service.domain.comparison import LISTS
from service.domain.permissions import Grant
from service.domain.refusals import Forbidden
from service.records.comparison import ListImport, hit_cases, imports_before, in_force
from service.records.database import db
from service.web.filing.reading_people import People, read_people, template
from service.web.filing.reading_table import Fault
from service.web.front import actor, blueprint, minute, now
from service.web.language import say, spoken
from service.web.people.wording import asked_number, done, places, typed
from service.web.words import word

PAGE, MOST_FAULTS_SHOWN, MOST_HITS = 50, 200, 20
READ, UNREADABLE = 200, 422


@dataclass(frozen=True, slots=True)
class Line:
    """One list as the page shows it."""

    id: int
    kind: str
    region: str
    as_of: date
    source: str
    people: int
    at: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Hits:
    """The running classes one list points at."""

    kind: str
    as_of: date
    cases: Sequence[tuple[str, int, int]]
    more: bool


def desk() -> Grant:
    """Under which grant the visitor compares; whoever may not has no such page."""
    for act in ("ImportList", "ReadArchive"):
        if comparison_import.may(actor(), act):
            return comparison_import.office_of(actor(), act)
    raise Forbidden("名单比对由人社部门办理。", "Comparing lists is for the office.")


@blueprint.get("/comparison")
def comparison() -> Response:
    """The lists in force and before, and whom they hit."""
    return _page(desk())


@blueprint.post("/comparison")
def import_list() -> Response:
    """Read a list and keep it, or say every mistake in it."""
    grant = desk()
    comparison_import.office_of(actor(), "ImportList")
    came = request.files.get("list")
    read = read_people(came.read() if came else b"", beijing_date(now()))
    if read.faults:
        return _page(grant, read=read)
    as_of = _day(typed("as_of"))
    if as_of is None:
        flash(say("请写明名单的截止日期。"), "red")
        return _page(grant, status=UNREADABLE)
    handed = Handed(
        kind=typed("kind"),
        as_of=as_of,
        source=typed("source", LONGEST_SOURCE),
        numbers=read.numbers,
        digest=read.digest,
    )
    session, who, at = db.session(), actor(), now()
    said = say("已导入 {n} 人，只保留比对用的盲索引，不保留姓名和号码。", n=len(read.numbers))
    if done(lambda: comparison_import.take_in(session, who, handed, now=at), said):
        return redirect(url_for("web.comparison"), 303)
    return _page(grant, status=UNREADABLE)


@blueprint.get("/comparison/template.xlsx")
def comparison_template() -> Response:
    """The spreadsheet to fill in."""
    desk()
    response = make_response(template())
    response.mimetype = XLSX
    response.headers["Content-Disposition"] = 'attachment; filename="comparison-list.xlsx"'
    return response


def _page(grant: Grant, *, read: People | None = None, status: int = READ) -> Response:
    session, before = db.session(), asked_number("after")
    place = str(grant.jurisdiction)
    rows = imports_before(session, place, before=before, limit=PAGE)
    page = render_template(
        "comparison.html",
        kinds={kind: word(LISTS, kind) for kind in LISTS},
        lines=[_line(row) for row in rows],
        hits=[] if before else _hits(session, place, grant.region),
        may_import=comparison_import.may(actor(), "ImportList"),
        typed=request.form,
        today=beijing_date(now()),
        faults=[_in_words(one) for one in read.faults[:MOST_FAULTS_SHOWN]] if read else [],
        more_faults=max(len(read.faults) - MOST_FAULTS_SHOWN, 0) if read else 0,
        next=url_for("web.comparison", after=rows[-1].id) if len(rows) == PAGE else None,
        first=url_for("web.comparison") if before else None,
    )
    return make_response(page, UNREADABLE if read and read.faults else status)


def _hits(session: Session, place: str, region: str | None) -> list[Hits]:
    found = []
    for row in in_force(session, place):
        cases = hit_cases(session, row.id, region=region, limit=MOST_HITS + 1)
        if cases:
            shown, more = cases[:MOST_HITS], len(cases) > MOST_HITS
            found.append(Hits(word(LISTS, row.kind), row.as_of, shown, more))
    return found


def _line(row: ListImport) -> Line:
    name, regions = places(db.session()).get(row.jurisdiction, (row.jurisdiction, {}))
    return Line(
        id=row.id,
        kind=word(LISTS, row.kind),
        region=regions.get(row.region, row.region) or name,
        as_of=row.as_of,
        source=row.source,
        people=row.people,
        at=minute(row.imported_at),
        in_force=row.in_force,
    )


def _in_words(fault: Fault) -> tuple[str, str, str]:
    return str(fault.row or "—"), fault.column or "—", fault.en if spoken() == "en" else fault.zh


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
