"""Signing in through another house: only identities somebody has linked to an account here."""

import hmac

from flask import abort, current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from service.commands.door import tries
from service.records.database import database_now, db
from service.records.factor import has_factor
from service.records.outside_identity import linked_person
from service.web import problem
from service.web.door import seat
from service.web.door.address import address
from service.web.door.provider import NoAnswer, NotVouchedFor, Provider, Vouched
from service.web.front import back_to, blueprint
from service.web.language import say

ASKED = "oidc"


@blueprint.get("/sign-in/elsewhere")
def sign_in_elsewhere() -> Response:
    """Off to the issuer, remembering what was asked."""
    try:
        asked = _provider().ask()
    except NoAnswer:
        return _silent()
    session[ASKED] = {
        "state": asked.state,
        "nonce": asked.nonce,
        "verifier": asked.verifier,
        "next": back_to(request.args.get("next"), url_for("web.work_list")),
    }
    return redirect(asked.url, 303)


@blueprint.get("/sign-in/elsewhere/back")
def back_from_elsewhere() -> Response:
    """Back with the issuer's word; each question is answered once."""
    provider, asked = _provider(), session.pop(ASKED, None)
    try:
        attempt = tries.begin(db.session(), address=address())
        vouched = _heard(provider, asked)
    except tries.TooMany:
        return problem.page(say("请稍后再试"), say("尝试次数过多，请五分钟后再试。"), status=429)
    except NoAnswer:
        return _silent()
    except NotVouchedFor:
        return problem.page(
            say("统一身份登录没有成功"),
            say("统一身份返回的内容不能采信，或已经用过、过期。请回到登录页重新开始。"),
            status=400,
        )
    person = linked_person(db.session(), provider.issuer, vouched.subject)
    if person is None:
        return _unknown(vouched)
    person_id = person.id
    tries.succeeded(db.session(), attempt)
    # Whoever has set a factor here shows it here, whatever another house says of him.
    proves_twice = bool(vouched.means & current_app.config["KAIBAN_OIDC_MEANS"])
    proves_twice = proves_twice and not has_factor(db.session(), person_id)
    seat.take(person_id, how="oidc", proved=proves_twice)
    return redirect(str(asked["next"]), 303)


def _heard(provider: Provider, asked: dict[str, str] | None) -> Vouched:
    given, code = request.args.get("state", ""), request.args.get("code", "")
    if not asked or not code or not hmac.compare_digest(asked["state"].encode(), given.encode()):
        raise NotVouchedFor
    now = int(database_now(db.session()).timestamp())
    return provider.hear(code, nonce=asked["nonce"], verifier=asked["verifier"], now=now)


def _provider() -> Provider:
    found: Provider | None = current_app.config["KAIBAN_OIDC"]
    return found or abort(404)


def _silent() -> Response:
    return problem.page(
        say("统一身份暂时不能用"),
        say("统一身份系统没有应答。请稍后再试，或用本系统的账号和密码登录。"),
        status=503,
    )


def _unknown(vouched: Vouched) -> Response:
    return problem.page(
        say("这个统一身份还没有关联账号"),
        say("请把下面的编号交给安全管理员，关联到您的账号后再登录。系统不会自动建立账号。"),
        status=403,
        details=[vouched.subject],
    )
