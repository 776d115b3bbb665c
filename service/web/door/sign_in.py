"""Signing in and out: one failure sentence for every reason, and a pause after too many tries."""

import time
from collections import defaultdict
from functools import cache
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import abort, current_app, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from service.commands.door import sitting
from service.records import person as people
from service.records.database import db
from service.web import stage
from service.web.door import seat
from service.web.front import back_to, blueprint
from service.web.language import LANGUAGES, say

MOST_FAILURES = 5
PAUSE_SECONDS = 300
LONGEST_LOGIN = 100


class Failures:
    """Failed tries per account in this process; enough of them close the door for a while."""

    def __init__(self) -> None:
        self._times: dict[str, list[float]] = defaultdict(list)
        self._lock = Lock()

    def too_many(self, account: str) -> bool:
        """Whether the account has to wait."""
        with self._lock:
            since = time.monotonic() - PAUSE_SECONDS
            recent = [at for at in self._times.pop(account, []) if at > since]
            if recent:
                self._times[account] = recent
            return len(recent) >= MOST_FAILURES

    def note(self, account: str) -> None:
        """One more failure."""
        with self._lock:
            self._times[account].append(time.monotonic())

    def forget(self, account: str) -> None:
        """Signed in: start afresh."""
        with self._lock:
            self._times.pop(account, None)


def _failures() -> Failures:
    kept: Failures = current_app.extensions.setdefault("kaiban_failures", Failures())
    return kept


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response | str | tuple[str, int]:
    """The door."""
    next_page = back_to(request.values.get("next"), url_for("web.work_list"))
    if request.method == "GET":
        return _door(next_page)
    account = request.form.get("account", "").strip()[:LONGEST_LOGIN]
    if _failures().too_many(account):
        return _door(next_page, account=account, failed=say("尝试次数过多，请五分钟后再试。")), 429
    found = people.by_login(db.session(), account)
    # An unknown account costs the same time as a wrong password, so that neither can be told.
    if not _fits(found.password_hash if found else _nobody(), request.form.get("password", "")):
        _failures().note(account)
        return _door(next_page, account=account, failed=say("账号或密码不正确。")), 401
    if found is None:
        abort(401)
    _failures().forget(account)
    return _enter(found.id, next_page, how="password")


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
    if "seat" in g:
        sitting.end(db.session(), g.seat.sitting.id, person_id=g.seat.person.id)
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
        people=stage.people(db.session()) if demo else [],
    )


def _enter(person_id: int, next_page: str, *, how: str) -> Response:
    seat.take(person_id, how=how)
    return redirect(next_page, 303)


def _fits(digest: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(digest, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return PasswordHasher().hash("nobody has this password")
