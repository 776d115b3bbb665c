"""My account: where I am signed in, my password, my second factor."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.commands.door import password, sitting
from service.commands.door.tries import TooMany
from service.domain.password import FAULTS, REMEMBERED, SHORTEST
from service.records import factor
from service.records import sitting as records
from service.records.database import db
from service.web.door import seat
from service.web.front import actor, back_to, blueprint, sitting_id
from service.web.language import say, spoken

HOW = {"password": "密码", "oidc": "统一身份", "demo": "演示一键进入"}


@blueprint.get("/account")
def my_account() -> str:
    """What concerns one's own account."""
    return render_template(
        "account.html",
        seat=g.seat,
        this_one=sitting_id(),
        sittings=records.open_sittings(db.session(), g.person.id),
        how=lambda one: say(HOW.get(one.how, one.how)),
        codes_left=factor.codes_left(db.session(), g.person.id),
    )


@blueprint.post("/account/sittings/<int:number>/end")
def end_sitting(number: int) -> Response:
    """Sign out at another browser, or here."""
    if number == sitting_id():
        return redirect(url_for("web.sign_out"), 307)
    if not sitting.end(db.session(), number, actor=actor()):
        abort(404)
    flash(say("已退出该处登录。"), "green")
    return redirect(url_for("web.my_account"), 303)


@blueprint.post("/account/sittings/end")
def end_everywhere() -> Response:
    """Sign out everywhere, here too."""
    sitting.end_all(db.session(), actor())
    seat.empty()
    flash(say("已在所有地方退出登录。"), "green")
    return redirect(url_for("web.sign_in"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
def change_password() -> Response | str | tuple[str, int]:
    """Change one's own password."""
    onward = back_to(request.values.get("next"), url_for("web.my_account"))
    if request.method == "GET":
        return _form(onward)
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _form(onward, say("两次输入的新密码不一致。")), 422
    try:
        password.change_own(db.session(), actor(), old=old, new=new, here=sitting_id())
    except TooMany:
        return _form(onward, say("尝试次数过多，请五分钟后再试。")), 429
    except password.WrongPassword:
        return _form(onward, say("现用密码不正确。")), 422
    except password.Unfit as unfit:
        return _form(onward, FAULTS[unfit.why][spoken() == "en"]), 422
    flash(say("密码已修改，其他地方的登录已全部退出。"), "green")
    return redirect(onward, 303)


def _form(onward: str, failed: str = "") -> str:
    return render_template(
        "change_password.html",
        next_page=onward,
        failed=failed,
        forced=g.seat.person.must_change_password,
        without=not g.seat.person.password_hash,
        shortest=SHORTEST,
        remembered=REMEMBERED,
    )
