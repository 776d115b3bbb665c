"""Signing in and out: one failure sentence for every reason, and a pause after too many tries."""

from flask import abort, current_app, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from service.commands.door import entering, sitting
from service.commands.door.password import WrongPassword
from service.commands.door.tries import TooMany
from service.records.database import db
from service.web import stage
from service.web.door import known, seat
from service.web.door.address import address
from service.web.front import actor, back_to, blueprint
from service.web.language import LANGUAGES, say

LONGEST_LOGIN = 100


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response | str | tuple[str, int]:
    """The door."""
    next_page = back_to(request.values.get("next"), url_for("web.work_list"))
    if request.method == "GET":
        return _door(next_page)
    account = request.form.get("account", "").strip()[:LONGEST_LOGIN]
    given = request.form.get("password", "")
    try:
        person_id = entering.by_password(
            db.session(), account, given, address=address(), known=known.is_known(account)
        )
    except TooMany:
        return _door(next_page, account=account, failed=say("尝试次数过多，请五分钟后再试。")), 429
    except WrongPassword:
        return _door(next_page, account=account, failed=say("账号或密码不正确。")), 401
    return known.remember(_enter(person_id, next_page, how="password"), account)


@blueprint.post("/demo/sign-in")
def demo_sign_in() -> Response:
    """One click for one of the demo's invented people."""
    if not current_app.config["KAIBAN_DEMO"]:
        abort(404)
    person_id = request.form.get("person", type=int)
    if person_id is None or person_id not in {p.id for p in stage.people(db.session())}:
        abort(404)
    next_page = back_to(request.form.get("next"), url_for("web.work_list"))
    return _enter(person_id, next_page, how="demo")


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """Leave."""
    sitting.end(db.session(), g.seat.sitting.id, actor=actor())
    seat.empty()
    return redirect(url_for("web.sign_in"), 303)


@blueprint.get("/language/<code>")
def choose_language(code: str) -> Response:
    """Speak the other language from now on."""
    if code not in LANGUAGES:
        abort(404)
    session["language"] = code
    return redirect(back_to(request.args.get("next"), url_for("web.work_list")), 303)


def _door(next_page: str, *, account: str = "", failed: str = "") -> str:
    demo = current_app.config["KAIBAN_DEMO"]
    return render_template(
        "sign_in.html",
        next_page=next_page,
        account=account,
        failed=failed,
        elsewhere=current_app.config["KAIBAN_OIDC_LABEL"],
        people=stage.people(db.session()) if demo else [],
    )


def _enter(person_id: int, next_page: str, *, how: str) -> Response:
    seat.take(person_id, how=how)
    return redirect(next_page, 303)
