"""The second factor's pages: setting it up, showing its code at the door, codes for the paper."""

import segno
from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.commands.door import factor
from service.commands.door.tries import TooMany
from service.domain.permissions import NEEDS_SECOND_FACTOR
from service.records.database import db
from service.web.door import seat
from service.web.front import actor, back_to, blueprint, sitting_id
from service.web.language import say

PATIENCE = "尝试次数过多，请五分钟后再试。"
WRONG = "验证码不正确或已经用过。请等手机上出现下一个验证码再试。"
ISSUER = "开班通 Kaiban"


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
def show_code() -> Response | str | tuple[str, int]:
    """The second question at the door."""
    onward = back_to(request.values.get("next"), url_for("web.work_list"))
    if g.seat.sitting.proved_at is not None or not g.seat.has_factor:
        return redirect(onward, 303)
    if request.method == "GET":
        return render_template("show_code.html", next_page=onward, failed="")
    try:
        token = factor.show(db.session(), actor(), request.form.get("code", ""), here=sitting_id())
    except TooMany:
        return render_template("show_code.html", next_page=onward, failed=say(PATIENCE)), 429
    except factor.WrongCode:
        return render_template("show_code.html", next_page=onward, failed=say(WRONG)), 401
    seat.go_on_under(token)
    return redirect(onward, 303)


@blueprint.route("/account/factor", methods=["GET", "POST"])
def set_factor() -> Response | str | tuple[str, int]:
    """Set a second factor up, or one on another telephone."""
    onward = back_to(request.values.get("next"), url_for("web.my_account"))
    if request.method == "GET":
        return _set_up(onward)
    try:
        codes, token = factor.confirm(
            db.session(),
            actor(),
            request.form.get("code", ""),
            current=request.form.get("current", ""),
            here=sitting_id(),
        )
    except TooMany:
        return _set_up(onward, say(PATIENCE)), 429
    except factor.WrongCode:
        return _set_up(onward, say(WRONG)), 422
    seat.go_on_under(token)
    return render_template("recovery_codes.html", codes=codes, next_page=onward)


@blueprint.post("/account/codes")
def new_codes() -> Response | str | tuple[str, int]:
    """Ten new codes for the paper; the old ones open nothing any more."""
    onward = url_for("web.my_account")
    try:
        codes = factor.make_codes_anew(db.session(), actor(), request.form.get("code", ""))
    except TooMany:
        return _set_up(onward, say(PATIENCE)), 429
    except factor.WrongCode:
        return _set_up(onward, say(WRONG)), 422
    return render_template("recovery_codes.html", codes=codes, next_page=onward)


def _set_up(onward: str, failed: str = "") -> str:
    person = g.seat.person
    login = person.login
    secret = factor.propose(db.session(), person.id)
    address = factor.address(secret, login=login, issuer=ISSUER)
    roles = {grant.role for grant in actor().grants}
    return render_template(
        "set_factor.html",
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        next_page=onward,
        failed=failed,
        has_factor=g.seat.has_factor,
        required=bool(roles & NEEDS_SECOND_FACTOR),
        demo_person=g.seat.sitting.how == "demo",
    )
