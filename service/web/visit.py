"""The guided first visit of the demo: which hand comes next, its form filled in, one button on."""

from dataclasses import dataclass

from flask import (
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from service.commands import desk
from service.commands.staging import visit
from service.records.database import db
from service.records.step import step_of
from service.web import history
from service.web.door import seat
from service.web.filing.parts import CHECK
from service.web.front import blueprint, clock, minute, role_name
from service.web.language import say
from service.web.words import ORDERS, word

GUIDED = "visit"


@dataclass(frozen=True, slots=True)
class Line:
    """One stop of the visit as the page draws it."""

    who: str
    what: str
    at: str
    behind: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the visit has come."""

    number: str
    place: int
    of: int
    who: str
    what: str
    here: bool = False


@blueprint.get("/demo/visit")
def guided_visit() -> str:
    """The whole way on one page, with the place one has come to."""
    _demo_only()
    under_way = _under_way()
    return render_template(
        "visit.html",
        visit=under_way,
        lines=_lines(under_way) if under_way else [],
        standing=_standing(under_way) if under_way else None,
    )


@blueprint.post("/demo/visit")
def go_on() -> Response:
    """The next hand: time moves on, the next person sits down, the form lies ready."""
    _demo_only()
    books = db.session()
    under_way = _under_way() or visit.under_way(books, visit.begin(books, clock()))
    if under_way is None or under_way.next_stop is None:
        return redirect(url_for("web.guided_visit"), 303)
    number, first = under_way.case.number, under_way.behind == 0
    door = visit.go_on(books, clock(), under_way)
    if door is None:
        return redirect(url_for("web.guided_visit"), 303)
    seat.take(door.person_id, how="demo")
    session[GUIDED] = number
    if door.order:
        return redirect(url_for("web.order", number=number, name=door.order), 303)
    if door.step_key is None:
        session.pop(GUIDED)
        flash(say("这个班已偏离导览的路线，请自行办理，或重新开始导览。"), "amber")
        return redirect(url_for("web.case", number=number), 303)
    part = CHECK if first else None
    return redirect(url_for("web.step", number=number, key=door.step_key, part=part), 303)


@blueprint.post("/demo/visit/leave")
def leave_visit() -> Response:
    """Look around alone; a new visit begins with a new class."""
    _demo_only()
    session.pop(GUIDED, None)
    return redirect(url_for("web.work_list"), 303)


@blueprint.app_context_processor
def stand_by() -> dict[str, object]:
    """Every page of a guided visitor shows where the visit stands."""
    return {"guided": _guided}


def _guided() -> Standing | None:
    if GUIDED not in session or g.get("trouble") or not current_app.config["KAIBAN_DEMO"]:
        return None
    under_way = _under_way()
    return _standing(under_way) if under_way else None


def _demo_only() -> None:
    if not current_app.config["KAIBAN_DEMO"]:
        abort(404)


def _under_way() -> visit.Visit | None:
    number = session.get(GUIDED)
    return visit.under_way(db.session(), number) if number else None


def _standing(under_way: visit.Visit) -> Standing:
    stop, of = under_way.next_stop, len(under_way.stops)
    if stop is None:
        return Standing(under_way.case.number, of, of, "", "")
    place, who = under_way.behind + 1, role_name(stop.who)
    here = _on_its_form(under_way, stop)
    return Standing(under_way.case.number, place, of, who, _title(under_way, stop), here)


def _on_its_form(under_way: visit.Visit, stop: visit.Stop) -> bool:
    """Whether the form of this very stop is on the screen, so that no button leads to it."""
    here = request.view_args or {}
    if here.get("number") != under_way.case.number:
        return False
    if request.endpoint == "web.order":
        return here.get("name") == visit.order_path(stop.order)
    if request.endpoint != "web.step" or stop.order:
        return False
    step = step_of(db.session(), under_way.case.id, str(here.get("key")))
    return step is not None and step.element == stop.name


def _lines(under_way: visit.Visit) -> list[Line]:
    return [
        Line(
            role_name(stop.who),
            _title(under_way, stop),
            minute(stop.at),
            behind=n < under_way.behind,
            here=n == under_way.behind,
        )
        for n, stop in enumerate(under_way.stops)
    ]


def _title(under_way: visit.Visit, stop: visit.Stop) -> str:
    if stop.order:
        return word(ORDERS, stop.order)
    book = desk.rule_book(db.session(), under_way.case)
    return history.form_title(book, stop.name, stop.name)
