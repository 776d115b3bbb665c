"""The guard at the door: nobody passes unless signed in, and whoever stayed away signs in anew."""

from flask import abort, current_app, flash, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from service.commands import desk
from service.commands.door import sitting
from service.records.database import db
from service.records.sitting import Seat
from service.web.front import KEEPERS, SITTING, blueprint, office, seen
from service.web.language import say

OPEN_TO_ALL = {"web.static", "web.sign_in", "web.demo_sign_in", "web.choose_language"}
KEPT = "您离开较久，已自动退出。刚才提交的内容没有办理，已存为草稿，请登录后继续。"


@blueprint.before_request
def require_sign_in() -> Response | None:
    """Every page but the door itself is for people who have signed in."""
    seat = None if request.endpoint == "web.static" else _seat()
    if seat is None or sitting.is_over(seat, current_app.config["KAIBAN_IDLE"]):
        return _turn_away(seat)
    g.seat, g.database_time = seat, seat.now
    if request.method == "GET":
        seen()
    _admit(seat)
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
    if over is None or request.method != "POST":
        return None
    for keep in KEEPERS:
        if (onward := keep(over.person)) is not None:
            flash(say(KEPT), "amber")
            return redirect(url_for("web.sign_in", next=onward), 303)
    return None


def _admit(seat: Seat) -> None:
    g.person, g.actor = seat.person, desk.actor_of(seat.person, seat.grants)
    g.person_id = seat.person.id
    g.office = office(g.actor)
    g.name = seat.person.display_name
