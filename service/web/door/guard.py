"""The guard at the door: nobody passes unless signed in, and whoever stayed away signs in anew."""

from collections.abc import Mapping

from flask import abort, current_app, flash, g, make_response, redirect, request, session, url_for
from werkzeug.wrappers import Response

from service.commands import desk
from service.commands.door import sitting
from service.domain.calendar import beijing_date
from service.domain.door import LONGEST, lacks
from service.domain.permissions import Actor
from service.records.database import db
from service.records.person import Person
from service.records.sitting import Seat
from service.web.front import KEEPERS, SITTING, blueprint, here, now, office, seen
from service.web.language import say

OPEN_TO_ALL = {
    *("web.static", "web.sign_in", "web.demo_sign_in", "web.choose_language"),
    *("web.sign_in_elsewhere", "web.back_from_elsewhere"),
    *("web.guided_visit", "web.go_on", "web.leave_visit"),  # the demo's; elsewhere there are none
}
# Where whoever has come half-way is led, and what else is open to them.
LEADS_TO: Mapping[str, str] = {
    "code": "web.show_code",
    "password": "web.change_password",
    "factor": "web.set_factor",
}
HALF_WAY = OPEN_TO_ALL | {"web.sign_out"}
KEPT = "您离开较久，已自动退出。刚才提交的内容没有办理，已存为草稿，请登录后继续。"
KEPT_QUIETLY = "已存为草稿。您离开较久，已自动退出：请登录后继续。"


@blueprint.before_request
def require_sign_in() -> Response | None:
    """Every page but the door itself is for people who have signed in."""
    seat = None if request.endpoint == "web.static" else _seat()
    if seat is None or sitting.is_over(seat, current_app.config["KAIBAN_IDLE"]):
        return _turn_away(seat)
    g.seat, g.database_time = seat, seat.now
    g.actor = _actor(seat)
    missing = _missing(seat, g.actor)
    if missing is not None:
        return _lead_on(missing)
    if request.method == "GET":
        seen()
    g.person, g.person_id = seat.person, seat.person.id
    g.office = office(g.actor)
    g.name = seat.person.display_name
    return None


def _seat() -> Seat | None:
    token = session.get(SITTING)
    found = sitting.find(db.session(), token) if token is not None else None
    if found is not None and found.sitting.how == "demo" and not current_app.config["KAIBAN_DEMO"]:
        return None
    return found


def _turn_away(over: Seat | None) -> Response | None:
    if request.endpoint in OPEN_TO_ALL:
        return None
    g.over = over
    session.pop(SITTING, None)
    return _kept(over) or abort(401)


def _kept(over: Seat | None) -> Response | None:
    if over is None or request.method != "POST" or not _was_at_work(over):
        return None
    for keep in KEEPERS:
        if (onward := keep(over.person)) is not None:
            if "HX-Request" in request.headers:
                # The page saved by itself: it is told in its own line, not replaced by the door.
                return make_response(say(KEPT_QUIETLY))
            flash(say(KEPT), "amber")
            return redirect(url_for("web.sign_in", next=onward), 303)
    return None


def whoever_sits_here() -> Person | None:
    """Who has come all the way in at this browser, where the guard itself was not asked."""
    here = _seat()
    if here is None or sitting.is_over(here, current_app.config["KAIBAN_IDLE"]):
        return None
    return here.person if _missing(here, _actor(here)) is None else None


def _was_at_work(over: Seat) -> bool:
    """Whether this browser had come all the way in, and not long ago."""
    return _missing(over, _actor(over)) is None and over.now - over.sitting.last_seen_at < LONGEST


def _actor(seat: Seat) -> Actor:
    return desk.actor_of(seat.person, seat.grants, today=lambda: beijing_date(now()))


def _missing(seat: Seat, actor: Actor) -> str | None:
    """What still bars the way to a desk; the demo's one click is one click."""
    if seat.sitting.how == "demo":
        return None
    return lacks(
        [grant.role for grant in actor.grants],
        must_change_password=seat.person.must_change_password and seat.sitting.how != "oidc",
        has_factor=seat.has_factor,
        proved=seat.sitting.proved_at is not None,
    )


def _lead_on(missing: str) -> Response | None:
    page = LEADS_TO[missing]
    if request.endpoint in HALF_WAY | {page}:
        return None
    onward = here() if request.method == "GET" else "/"
    return redirect(url_for(page, next=onward), 303)
