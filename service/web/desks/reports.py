"""Dispatch reports: which are due, the table as the notice prints it, and what a hand changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from service.commands.dispatch import dispatch_desk
from service.commands.dispatch.dispatch_desk import READERS, Board, Standing
from service.commands.dispatch.dispatch_figures import FIGURES
from service.commands.dispatch.reports import covers, numbers_of
from service.commands.sheets.writing_grid import grid_workbook
from service.commands.sheets.writing_sheet import XLSX
from service.domain.dispatch_layout import Layout, Unit
from service.domain.dispatch_sheet import Line, in_rows, lines_of, sheet
from service.domain.orders import ConfirmReport, PrepareReport
from service.domain.refusals import AnswersWrong, Forbidden, NotVisible
from service.records import dispatch as records
from service.records.database import db
from service.records.dispatch import CONFIRMED, Asked, DispatchReport
from service.web.file_names import disposition_of
from service.web.front import actor, blueprint, minute, now
from service.web.history import names_of
from service.web.language import either, say, spoken
from service.web.posting import give

PATH = "/reports/<place>/<report>/<unit>/<due_on>"
DIGITS = 9


@dataclass(frozen=True, slots=True)
class Row:
    """One column of the table as it is filled in: counted, stated, why, and by what definition."""

    id: str
    name: str
    counted: int
    stated: str
    reason: str
    definition: str
    clause: str
    names: str | None


@blueprint.get("/reports")
def reports() -> str:
    """Every report I see: offices by days."""
    if not any(grant.role in READERS for grant in actor().grants):
        raise Forbidden("调度表供人社部门和审计使用。", "Dispatch reports are for the offices.")
    boards = dispatch_desk.boards(db.session(), actor(), now())
    return render_template("desks/reports.html", boards=boards, address=_address, mark=_mark)


@blueprint.route(PATH, methods=["GET", "POST"])
def report(place: str, report: str, unit: str, due_on: str) -> AnyResponse:
    """One report: looked at, filled in, confirmed, amended."""
    session, asked = db.session(), _asked(place, report, unit, due_on)
    problems: dict[str, str] = {}
    if request.method == "POST":
        dispatch_desk.readable(session, actor(), asked)
        try:
            _ordered(asked)
            return redirect(request.path, 303)
        except AnswersWrong as wrong:
            problems = {one.field: either({"zh": one.zh, "en": one.en}) for one in wrong.problems}
    page = _page(session, asked, problems)
    return make_response(page, 422 if problems else 200)


@blueprint.get(f"{PATH}/excel")
def report_excel(place: str, report: str, unit: str, due_on: str) -> Response:
    """The report as a spreadsheet, laid out as the notice prints it."""
    session, asked = db.session(), _asked(place, report, unit, due_on)
    _, layout, office, states = dispatch_desk.readable(session, actor(), asked)
    shown = _shown(states)
    if shown is None:
        raise NotVisible
    title = layout.title["zh"]
    cells = sheet(layout, office, asked.due_on, _lines(layout, office, shown), tongue="zh")
    annex = list(_annex(layout, shown))
    response = make_response(grid_workbook(title, cells, "附页", annex))
    response.headers["Content-Type"] = XLSX
    name = f"{title}-{office.zh}-{asked.due_on}-第{shown.version}版.xlsx"
    plain = f"{asked.report}-{asked.unit}-{asked.due_on}-{shown.version}.xlsx"
    response.headers["Content-Disposition"] = disposition_of("attachment", name, plain)
    return response


@blueprint.app_context_processor
def ask_for_reports() -> dict[str, object]:
    """What one's own office owes soon or owes already, asked for by the work list alone."""

    def owed() -> list[tuple[Board, Standing, str]]:
        found = dispatch_desk.waiting(db.session(), actor(), now())
        return [(board, one, _address(board, one)) for board, one in found]

    return {"reports_owed": owed}


def _asked(place: str, report: str, unit: str, due_on: str) -> Asked:
    try:
        return Asked(place, report, unit, date.fromisoformat(due_on))
    except ValueError:
        raise NotVisible from None


def _ordered(asked: Asked) -> None:
    """What the button asked for."""
    seq, reason = _number("seq") or 0, request.form.get("reason", "")
    if request.form.get("do") == "confirm":
        give(ConfirmReport(**asked._asdict(), seq=seq, reason=reason))
        flash(say("已确认。"), "green")
        return
    columns = request.form.getlist("column")
    keeps = request.form.get("do") == "save"
    order = PrepareReport(
        **asked._asdict(),
        seq=seq,
        stated={one: _stated(one) for one in columns} if keeps else {},
        reasons={one: request.form.get(f"why-{one}", "") for one in columns} if keeps else {},
        annex={
            one: request.form[f"names-{one}"].splitlines()
            for one in columns
            if keeps and f"names-{one}" in request.form
        },
        recount=request.form.get("do") == "recount",
        reason=reason,
    )
    give(order)
    flash(say("已保存。") if keeps else say("已从系统取数。"), "green")


def _number(name: str) -> int | None:
    text = request.form.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def _stated(column: str) -> int:
    """What was typed; what is no number is refused as one that cannot be."""
    found = _number(f"stated-{column}")
    return -1 if found is None else found


def _page(session: Session, asked: Asked, problems: dict[str, str]) -> str:
    calendar, layout, office, states = dispatch_desk.readable(session, actor(), asked)
    newest, shown = (states[-1] if states else None), _shown(states)
    rows = in_rows(
        sheet(layout, office, asked.due_on, _lines(layout, office, shown), tongue=spoken())
    )
    standing = dispatch_desk.standing(session, asked, office, now())
    return render_template(
        "desks/report.html",
        asked=asked,
        office=either(office.names),
        layout=layout,
        title=either(layout.title),
        rows=rows,
        shown=shown,
        newest=newest,
        old=shown is not newest,
        standing=standing,
        mark=_mark(standing),
        fields=list(_fields(layout, newest, problems)),
        problems=problems,
        may_prepare=bool(covers(actor(), "PrepareReport", asked.jurisdiction, office)),
        may_confirm=bool(covers(actor(), "ConfirmReport", asked.jurisdiction, office)),
        below=bool(layout.below(office)),
        missing=_names(layout, shown.missing if shown else ()),
        stale=say("、").join(_names(layout, _amended(session, asked, newest))),
        states=states[::-1],
        people=names_of(session, [one.person_id for one in states]),
        calls=[(one.kind, minute(one.at)) for one in records.calls_of(session, asked)],
        reminded_on=dispatch_desk.called_on(layout, asked.due_on, calendar),
        excel=url_for("web.report_excel", **_parts(asked), state=request.args.get("state")),
        address=lambda state: url_for("web.report", **_parts(asked), state=state),
    )


def _parts(asked: Asked) -> dict[str, Any]:
    return {
        "place": asked.jurisdiction,
        "report": asked.report,
        "unit": asked.unit,
        "due_on": asked.due_on.isoformat(),
    }


def _address(board: Board, standing: Standing) -> str:
    asked = Asked(board.jurisdiction, board.report, standing.unit.code, standing.due_on)
    return url_for("web.report", **_parts(asked))


def _mark(standing: Standing) -> tuple[str, str]:
    """How it stands in a word, and in which colour."""
    newest, late = standing.newest, standing.days_late
    if newest is not None and newest.state == CONFIRMED:
        word = say("已确认") if newest.version == 1 else say("第 {n} 版", n=newest.version)
        return (say("{word}，迟 {n} 天", word=word, n=late), "amber") if late else (word, "green")
    if standing.confirmed_at is not None:
        return say("更正中"), "blue"
    if late:
        return say("逾期 {n} 天", n=late), "red"
    return (say("草稿"), "blue") if newest is not None else (say("未报"), "")


def _shown(states: Sequence[DispatchReport]) -> DispatchReport | None:
    """The state the address names, or the newest."""
    wanted = request.args.get("state", "")
    if wanted:
        return next((one for one in states if str(one.seq) == wanted), None)
    return states[-1] if states else None


def _lines(layout: Layout, office: Unit, shown: DispatchReport | None) -> list[Line]:
    if shown is None:
        return lines_of(layout, office, {}, [])
    below = dispatch_desk.lines_below(layout, shown)
    return lines_of(layout, office, numbers_of(shown), below)


def _fields(
    layout: Layout, newest: DispatchReport | None, problems: dict[str, str]
) -> Iterator[Row]:
    if newest is None:
        return
    typed = request.form if problems else {}
    for column in layout.counted:
        figure, definition = newest.figures[column.id], FIGURES[column.figure]
        names = "\n".join(newest.annex.get(column.id, ())) if column.annex else None
        yield Row(
            id=column.id,
            name=either(column.names),
            counted=figure["counted"],
            stated=typed.get(f"stated-{column.id}", str(figure["stated"])),
            reason=typed.get(f"why-{column.id}", figure["reason"]),
            definition=either({"zh": definition.zh, "en": definition.en}),
            clause=column.clause,
            names=names if names is None else typed.get(f"names-{column.id}", names),
        )


def _names(layout: Layout, codes: Sequence[str]) -> list[str]:
    return [either(unit.names) for code in codes if (unit := layout.unit(code)) is not None]


def _amended(session: Session, asked: Asked, newest: DispatchReport | None) -> list[str]:
    return dispatch_desk.amended_since(session, asked, newest) if newest is not None else []


def _annex(layout: Layout, shown: DispatchReport) -> Iterator[tuple[str, str]]:
    """The annexed page: the names behind the figures, and which offices have not reported."""
    for column in layout.counted:
        for name in shown.annex.get(column.id, ()):
            yield column.names["zh"], name
    for code in shown.missing:
        unit = layout.unit(code)
        yield "尚未报送的单位", unit.zh if unit is not None else code
