"""The security administrator's desk for one account: roles, locks, factors, tokens, identities."""

from collections.abc import Callable, Mapping

from flask import abort, flash, make_response, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forms import Refused, uscc
from service.commands.people import people_access, people_roles
from service.commands.people.people_administrators import NotDone
from service.domain.calendar import beijing_date
from service.domain.permissions import OFFICE_LANES, Grant
from service.records.base import LARGEST_ID
from service.records.database import db
from service.records.institution import by_name, by_uscc
from service.records.person import holders
from service.web.front import actor, blueprint, now, role_name
from service.web.language import say
from service.web.people.accounts import account_page, password_page, the_account
from service.web.people.wording import done, places, typed

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
    the_account(number, "GrantRole")
    today = beijing_date(now())

    def act() -> None:
        people_roles.grant(db.session(), actor(), number, _wanted(db.session()), today=today)

    if done(act, say("角色已授予，对方下一次点击即生效。")):
        return _back(number)
    return _again(number)


def _wanted(session: Session) -> Grant:
    place, _, region = typed("place").partition("/")
    known = places(session)
    if (place and place not in known) or (region and region not in known[place][1]):
        raise NotDone("没有这个地区。", "There is no such place.")
    body = _institution(session, typed("institution"))
    return Grant(typed("role"), place or None, region or None, body)


def _institution(session: Session, given: str) -> int | None:
    """The institution by its credit code, however written, or by its full name."""
    if not given:
        return None
    try:
        found = by_uscc(session, uscc(given))
    except Refused:
        found = by_name(session, given)
    if found is None:
        raise NotDone(
            "没有登记这个机构，或有几家同名：请写完整名称或统一社会信用代码。",
            "No institution of that name or code, or several: give its whole name or code.",
        )
    return found.id


@blueprint.post("/accounts/<int:number>/roles/<int:grant>/withdraw")
def withdraw_role(number: int, grant: int) -> Response:
    """Take a role away."""
    the_account(number, "GrantRole")
    if grant > LARGEST_ID:
        abort(404)
    gone: list[Grant] = []
    done(
        lambda: gone.append(people_roles.withdraw(db.session(), actor(), number, grant)),
        say("角色已收回，对方下一次点击即失效。"),
    )
    for one in gone:
        _warn_of_empty_office(one)
    return _back(number)


def _warn_of_empty_office(gone: Grant) -> None:
    """What waits for an office that nobody holds any more waits for ever."""
    if gone.role not in OFFICE_LANES or gone.jurisdiction is None or gone.region is None:
        return
    left = holders(db.session(), gone.role, jurisdiction=gone.jurisdiction, region=gone.region)
    if not left:
        told = say("此地已无人持有“{role}”，请尽快另授予一人。", role=role_name(gone.role))
        flash(told, "amber")


@blueprint.post("/accounts/<int:number>/mend/<how>")
def mend_access(number: int, how: str) -> Response:
    """Unlock, reset, sign out or unlink."""
    the_account(number, "MendAccess")
    if how not in MENDS:
        abort(404)
    act, said = MENDS[how]
    done(lambda: act(number), say(said))
    return _back(number)


@blueprint.post("/accounts/<int:number>/password")
def give_password(number: int) -> Response:
    """Give a new first password, shown once."""
    login, given = the_account(number, "MendAccess").login, []

    def act() -> None:
        given.append(people_access.set_password(db.session(), actor(), number))

    if not done(act, say("已设新的初始密码。")):
        return _back(number)
    return password_page(login, given[0], number)


@blueprint.post("/accounts/<int:number>/tokens/<int:token>/revoke")
def revoke_token(number: int, token: int) -> Response:
    """Revoke a token."""
    the_account(number, "MendAccess")
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
    the_account(number, "MendAccess")
    issuer, subject = typed("issuer"), typed("subject")
    if done(
        lambda: people_access.link(db.session(), actor(), number, issuer=issuer, subject=subject),
        say("已关联统一身份。"),
    ):
        return _back(number)
    return _again(number)


def _again(number: int) -> Response:
    """The account once more, with what was typed: it was not done."""
    return make_response(account_page(the_account(number, "ReadAccounts")), 422)


def _back(number: int) -> Response:
    return redirect(url_for("web.account", number=number), 303)
