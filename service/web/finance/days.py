"""Closing days: which are open, what one comes to on its three sides, and the closing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands.reconciling import closing, reading
from service.commands.sheets.writing_sheet import Cell, Sheet, workbook_of
from service.domain.bank_difference import OUTCOMES
from service.domain.orders import CloseDay
from service.domain.permissions import Scope as Place
from service.domain.permissions import may
from service.domain.reconciling import (
    OFFSET,
    PAID,
    RETURNED,
    SENT,
    SIDES,
    Day,
    Difference,
    Total,
)
from service.domain.refusals import AnswersWrong, NotVisible
from service.records import awaited, day_close
from service.records import statement as records
from service.records.case import numbers_of
from service.records.database import db
from service.records.day_close import DayClose, OfDay
from service.records.step import Scope
from service.web.desks.timing import in_force
from service.web.finance.books import (
    excel,
    in_yuan,
    offered,
    region_names,
    tabs,
    wanted,
)
from service.web.front import actor, blueprint, minute
from service.web.history import names_of
from service.web.language import either, say
from service.web.naming import stage_name
from service.web.posting import give
from service.web.words import FUNDS, Words, word

PATH = "/books/days/<place>/<region>/<day>"
PAGE, SHOWN = 31, 200
WHAT: Words = {
    SENT: ("拨付指令", "Sent"),
    PAID: ("已支付", "Paid"),
    RETURNED: ("退票", "Returned"),
    OFFSET: ("抵扣", "Set off"),
}
KINDS: Words = {
    "not_in_ledger": ("账上没有", "Not in the ledger"),
    "not_in_papers": ("拨付单上没有", "Not among the payments"),
    "amounts_differ": ("金额不一致", "The amounts differ"),
    "by_hand": ("手工登记，无银行文件", "Entered by hand, no bank file"),
    "sums_differ": ("日汇总与分录不符", "The day's sum is not what its entries come to"),
    **OUTCOMES,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One day of one office in the list."""

    href: str
    day: str
    region: str
    count: int
    closed: DayClose | None
    who: str


@dataclass(frozen=True, slots=True)
class Side:
    """One movement of one fund: what each side has of it."""

    fund: str
    what: str
    sides: Sequence[Total]
    fits: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One difference as the page tells it."""

    kind: str
    must: bool
    what: str
    fund: str
    number: str
    line: str
    fen: Sequence[int | None]


@blueprint.get("/books/days")
def closed_days() -> str:
    """The days on which money moved, the latest first, and how each was closed."""
    session, asked = db.session(), wanted()
    before = reading.read_day(request.args.get("before", ""))
    found = records.days_moved(session, asked.scopes, before=before, limit=PAGE)
    closed = day_close.last_closings(session, [OfDay(*one[:3]) for one in found])
    people = names_of(session, [one.person_id for one in closed.values()])
    regions = region_names(session)
    # A day with several offices is not torn apart: the next page begins with the last one again.
    last = found[-1][2] if len(found) == PAGE else None
    return render_template(
        "finance/days.html",
        asked=asked,
        tabs=tabs(asked),
        lines=[_line(one, closed.get(OfDay(*one[:3])), people, regions) for one in found],
        on_its_way=_on_its_way(session, asked.scopes),
        waiting=_waiting(session, asked.scopes),
        next=asked.address("web.closed_days", before=last) if last else None,
        first=asked.address("web.closed_days") if before else None,
        **offered(session),
    )


@blueprint.route(PATH, methods=["GET", "POST"])
def closed_day(place: str, region: str, day: str) -> Response:
    """One day: looked at, and closed by whoever keeps the books."""
    session, of = db.session(), _of(place, region, day)
    problem = ""
    if request.method == "POST":
        try:
            _close(of)
            return redirect(request.path, 303)
        except AnswersWrong as wrong:
            problem = either({"zh": wrong.problems[0].zh, "en": wrong.problems[0].en})
    return make_response(_page(session, of, problem), 422 if problem else 200)


@blueprint.get(f"{PATH}/excel")
def closed_day_excel(place: str, region: str, day: str) -> Response:
    """The day as a spreadsheet: its totals, and every difference."""
    session, of = db.session(), _of(place, region, day)
    found = closing.looked_at(session, of)
    sides = [say("账上（元）"), say("拨付单（元）"), say("银行（元）")]
    totals: list[list[Cell]] = [
        [one.fund, one.what, *in_yuan(side.fen for side in one.sides)] for one in _sides(found)
    ]
    told: list[list[Cell]] = [
        [one.kind, one.what, one.fund, one.number, one.line, *in_yuan(one.fen)]
        for one in _told(session, of, found.differences)
    ]
    title = say("日终对账")
    headings = [say("差异"), say("事项"), say("资金来源"), say("办件编号"), say("款项")]
    book = workbook_of(
        [
            Sheet(title, [say("资金来源"), say("事项"), *sides], totals),
            Sheet(say("差异"), [*headings, *sides], told),
        ]
    )
    return excel(book, f"{title}-{of.day}.xlsx", f"day-{of.region}-{of.day}.xlsx")


def _of(place: str, region: str, day: str) -> OfDay:
    found, scopes = reading.read_day(day), reading.scopes_of(actor())
    if found is None or not reading.narrowed(scopes, place, region):
        raise NotVisible
    if not reading.is_region(db.session(), place, region):
        raise NotVisible
    return OfDay(place, region, found)


def _close(of: OfDay) -> None:
    seq = request.form.get("seq", "")
    order = CloseDay(
        **of._asdict(),
        digest=request.form.get("digest", ""),
        seq=int(seq) if seq.isascii() and seq.isdigit() and len(seq) <= 9 else 0,  # noqa: PLR2004 - digits
        reason=request.form.get("reason", ""),
    )
    give(order)
    flash(say("已结账。"), "green")


def _page(session: Session, of: OfDay, problem: str) -> str:
    found, closings = closing.looked_at(session, of), day_close.closings_of(session, of)
    last = closings[-1] if closings else None
    told = _told(session, of, found.differences[:SHOWN])
    return render_template(
        "finance/day.html",
        of=of,
        region=region_names(session)[of.region],
        sides=_sides(found),
        told=told,
        more=len(found.differences) - len(told),
        digest=found.digest(),
        must=found.needs_reason,
        differences=len(found.differences),
        closings=closings[::-1],
        people=names_of(session, [one.person_id for one in closings]),
        changed=last is not None and last.digest != found.digest(),
        last=last,
        may_close=may(actor(), CloseDay.name, Place(of.jurisdiction, of.region)),
        problem=problem,
        excel=url_for("web.closed_day_excel", place=of.jurisdiction, region=of.region, day=of.day),
        entries=url_for(
            "web.ledger_entries", jurisdiction=of.jurisdiction, region=of.region, day=of.day
        ),
    )


def _line(
    one: tuple[str, str, date, int],
    closed: DayClose | None,
    people: Mapping[int, str],
    regions: Mapping[str, str],
) -> Line:
    place, region, day, count = one
    return Line(
        url_for("web.closed_day", place=place, region=region, day=day),
        day.isoformat(),
        regions.get(region, region),
        count,
        closed,
        people.get(closed.person_id, "") if closed else "",
    )


def _sides(found: Day) -> list[Side]:
    rows = []
    for fund in found.funds:
        for what in WHAT:
            sides = [found.total(fund, what, side) for side in SIDES]
            if any(one.count for one in sides):
                wrong = any((one.fund, one.what) == (fund, what) for one in found.differences)
                rows.append(Side(word(FUNDS, fund), word(WHAT, what), sides, not wrong))
    return rows


def _told(session: Session, of: OfDay, differences: Sequence[Difference]) -> list[Told]:
    policy = in_force(session, of.jurisdiction)[0].policy
    ids = [one.key[0] for one in differences if one.key is not None]
    numbers = numbers_of(session, ids)
    return [
        Told(
            word(KINDS, one.kind),
            one.needs_reason,
            word(WHAT, one.what),
            word(FUNDS, one.fund),
            numbers.get(one.key[0], "") if one.key else "",
            f"{stage_name(policy, one.key[1])}{_person(one.key[3])}" if one.key else one.ref,
            (one.ledger_fen, one.papers_fen, one.bank_fen),
        )
        for one in differences
    ]


def _person(line: int) -> str:
    return say("（第 {line} 人）", line=line) if line else ""


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """What of one fund the bank has not answered for, in the books and on paper."""

    fund: str
    ledger_fen: int
    count: int
    paper_fen: int


def _on_its_way(session: Session, scopes: Sequence[Scope]) -> list[OnItsWay]:
    books, paper = awaited.in_the_books(session, scopes), awaited.on_paper(session, scopes)
    return [
        OnItsWay(word(FUNDS, fund), books.get(fund, 0), *paper.get(fund, (0, 0)))
        for fund in sorted(books.keys() | paper.keys())
    ]


def _waiting(session: Session, scopes: Sequence[Scope]) -> list[tuple[awaited.Awaited, str]]:
    return [
        (one, stage_name(in_force(session, one.jurisdiction)[0].policy, one.stage))
        for one in awaited.longest(session, scopes)
    ]


def closed_at(one: DayClose) -> str:
    """When a day was closed."""
    return minute(one.at)


blueprint.add_app_template_filter(closed_at)
