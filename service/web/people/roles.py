"""The security administrator's desk for one account: roles, locks, factors, tokens, identities."""

from collections.abc import Callable, Mapping

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.commands import people_access, people_roles
from service.domain.calendar import beijing_date
from service.domain.permissions import Grant
from service.records.base import LARGEST_ID
from service.records.database import db
from service.records.institution import by_uscc
from service.web.front import actor, blueprint, now
from service.web.language import say
from service.web.people.accounts import the_account
from service.web.people.wording import done

Mended = Callable[[int], object]

MENDS: Mapping[str, tuple[Mended, str]] = {
    "unlock": (
        lambda number: people_access.unlock(db.session(), actor(), number),
        "已解除锁定。",
    ),
    "reset-factor": (
        lambda number: people_access.reset_factor(db.session(), actor(), number),
        "第二验证已重置，本人下次登录时重新设置。",
    ),
    "sign-out": (
        lambda number: people_access.sign_out(db.session(), actor(), number),
        "已在所有地方退出登录。",
    ),
    "unlink": (
        lambda number: people_access.unlink(db.session(), actor(), number),
        "已解除统一身份关联。",
    ),
}


@blueprint.post("/accounts/<int:number>/roles")
def grant_role(number: int) -> Response:
    """Give the account a role somewhere."""
    the_account(number)
    given, session = request.form, db.session()
    place, _, region = given.get("place", "").partition("/")
    body = by_uscc(session, given.get("uscc", "").strip()) if given.get("uscc") else None
    wanted = Grant(given.get("role", ""), place or None, region or None, body.id if body else None)
    session.rollback()
    today = beijing_date(now())
    done(
        lambda: people_roles.grant(db.session(), actor(), number, wanted, today=today),
        say("角色已授予，对方下一次点击即生效。"),
    )
    return _back(number)


@blueprint.post("/accounts/<int:number>/roles/<int:grant>/withdraw")
def withdraw_role(number: int, grant: int) -> Response:
    """Take a role away."""
    the_account(number)
    if grant > LARGEST_ID:
        abort(404)
    done(
        lambda: people_roles.withdraw(db.session(), actor(), grant),
        say("角色已收回，对方下一次点击即失效。"),
    )
    return _back(number)


@blueprint.post("/accounts/<int:number>/mend/<how>")
def mend_access(number: int, how: str) -> Response:
    """Unlock, reset, sign out or unlink."""
    the_account(number)
    if how not in MENDS:
        abort(404)
    act, said = MENDS[how]
    done(lambda: act(number), say(said))
    return _back(number)


@blueprint.post("/accounts/<int:number>/password")
def give_password(number: int) -> Response:
    """Give a new first password, shown once."""
    login, given = the_account(number).login, []

    def act() -> None:
        given.append(people_access.set_password(db.session(), actor(), number))

    if not done(act, say("已设新的初始密码。")):
        return _back(number)
    page = render_template(
        "people/password_once.html", login=login, password=given[0], number=number
    )
    return make_response(page)


@blueprint.post("/accounts/<int:number>/tokens/<int:token>/revoke")
def revoke_token(number: int, token: int) -> Response:
    """Revoke a token."""
    the_account(number)
    if token > LARGEST_ID:
        abort(404)
    done(
        lambda: people_access.revoke_token(db.session(), actor(), number, token),
        say("令牌已吊销。"),
    )
    return _back(number)


@blueprint.post("/accounts/<int:number>/identity")
def link_identity(number: int) -> Response:
    """Link the account to an identity of another house."""
    the_account(number)
    issuer, subject = (request.form.get(name, "").strip() for name in ("issuer", "subject"))
    done(
        lambda: people_access.link(db.session(), actor(), number, issuer=issuer, subject=subject),
        say("已关联统一身份。"),
    )
    return _back(number)


def _back(number: int) -> Response:
    return redirect(url_for("web.account", number=number), 303)
