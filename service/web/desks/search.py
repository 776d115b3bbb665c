"""Search, for everyone, within what each may see; and the list an auditor takes away."""

from collections.abc import Iterator

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.commands import finding
from service.commands.finding import Sheet
from service.commands.sheets.writing_sheet import XLSX, Cell, workbook
from service.domain.refusals import Forbidden
from service.domain.search import Sought
from service.records.database import db
from service.records.payment import paid_of_cases
from service.records.search import Found
from service.web.desks import listing, narrowing
from service.web.desks.narrowing import Limits
from service.web.front import actor, blueprint, now
from service.web.language import say

PAGE, TAKEN_AT_ONCE, MOST_TAKEN = 50, 500, 5_000
TAKES_LISTS = frozenset({"auditor"})


@blueprint.get("/search")
def search() -> AnyResponse | str:
    """What answers to a number, an institution, a class or a credit code."""
    session, limits = db.session(), narrowing.asked()
    before = request.args.get("after", type=int)
    typed = request.args.get("q", "")
    looked = bool(typed.strip()) or limits.any
    sheet = Sheet(Sought(), [])
    if looked:
        sheet = finding.find(
            session, actor(), typed, limits.narrowed, now=now(), before=before, limit=PAGE
        )
    numbers = [one.case.number for one in sheet.found]
    if before is None and numbers == [sheet.sought.number]:
        return redirect(url_for("web.case", number=numbers[0]), 303)
    return render_template(
        "desks/search.html",
        sought=sheet.sought,
        looked=looked,
        rows=listing.lines(session, sheet.found, sheet.sought),
        limits=limits,
        **narrowing.offered(session),
        next=narrowing.address("web.search", after=sheet.found[-1].case.id)
        if len(sheet.found) == PAGE
        else None,
        first=narrowing.address("web.search") if before else None,
        take=narrowing.address("web.take_list") if may_take() and looked else None,
    )


@blueprint.get("/search.xlsx")
def take_list() -> Response:
    """The list as a spreadsheet, for whoever examines the house; so many rows and no more."""
    if not may_take():
        raise Forbidden("只有审计纪检人员可以导出清单。", "Only auditors take lists away.")
    limits = narrowing.asked()
    headings = [
        *(say("办件编号"), say("班级"), say("开班备案号"), say("申请单位"), say("区县")),
        *(say("状态"), say("建立时间"), say("已拨付（元）")),
    ]
    book = workbook(say("办件清单"), headings, list(_taken(limits)))
    name = f"cases-{now():%Y%m%d-%H%M}.xlsx"
    return Response(
        book,
        mimetype=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def may_take() -> bool:
    """Whether the visitor may take lists out of the house."""
    return any(grant.role in TAKES_LISTS for grant in actor().grants)


def _taken(limits: Limits) -> Iterator[list[Cell]]:
    session, before, left = db.session(), None, MOST_TAKEN
    while left > 0:
        sheet = finding.find(
            session,
            actor(),
            request.args.get("q"),
            limits.narrowed,
            now=now(),
            before=before,
            limit=min(TAKEN_AT_ONCE, left),
        )
        paid = paid_of_cases(session, [one.case.id for one in sheet.found])
        for one, line in zip(
            sheet.found, listing.lines(session, sheet.found, sheet.sought), strict=True
        ):
            yield _row(one, line, paid.get(one.case.id, 0))
        if len(sheet.found) < TAKEN_AT_ONCE:
            return
        before, left = sheet.found[-1].case.id, left - len(sheet.found)


def _row(one: Found, line: listing.Line, paid_fen: int) -> list[Cell]:
    return [
        line.number,
        one.class_name or "",
        line.register_no,
        one.institution,
        line.region,
        line.ended or line.standing,
        one.case.opened_at,
        paid_fen / 100,
    ]
