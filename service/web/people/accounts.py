"""The administrators' accounts: found, made without a role, opened and closed."""

import re
from datetime import date

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms import Refused, resident_id
from service.commands import people_accounts
from service.commands.people_administrators import NotDone, require
from service.domain import permissions
from service.domain.calendar import beijing_date
from service.domain.permissions import ROLES
from service.records import person as records
from service.records.base import LARGEST_ID
from service.records.database import db
from service.records.outside_identity import identities_of
from service.records.person import Person
from service.web.front import actor, blueprint, now, role_name
from service.web.language import say, spoken
from service.web.people.wording import done, institution_names, places, role_and_reach

PAGE = 50
LOGIN = re.compile(r"[A-Za-z0-9._@-]+")
LONGEST = {"login": 40, "name": 40}


@blueprint.get("/accounts")
def accounts() -> str:
    """Every account, found by login or name."""
    require(actor(), "ReadAccounts")
    session, search = db.session(), request.args.get("q", "").strip()[:60]
    after = request.args.get("after", "")
    rows = records.accounts(session, search=search, after=after, limit=PAGE)
    held = records.grants_of_all(session, [one.id for one in rows])
    return render_template(
        "people/accounts.html",
        rows=rows,
        roles={one: [role_name(row.role) for row in held[one]] for one in held},
        twice=records.shared_natural_persons(session, [one.natural_person for one in rows]),
        q=search,
        makes=permissions.administers(actor(), "MakeAccount"),
        next=url_for("web.accounts", q=search, after=rows[-1].login) if len(rows) == PAGE else None,
        first=url_for("web.accounts", q=search) if after else None,
    )


@blueprint.route("/accounts/new", methods=["GET", "POST"])
def make_account() -> Response:
    """Make an account that may do nothing yet; its first password is shown once."""
    require(actor(), "MakeAccount")
    if request.method == "GET":
        return make_response(render_template("people/make_account.html", typed={}, failed=""))
    typed = {name: request.form.get(name, "").strip()[:most] for name, most in LONGEST.items()}
    try:
        id_no = _id_no(request.form.get("id_no", ""), beijing_date(now()))
        _require_names(**typed)
        number, password = people_accounts.make(db.session(), actor(), id_no=id_no, **typed)
    except NotDone as refused:
        failed = refused.sentence.en if spoken() == "en" else refused.sentence.zh
        page = render_template("people/make_account.html", typed=typed, failed=failed)
        return make_response(page, 422)
    return make_response(
        render_template(
            "people/password_once.html", login=typed["login"], password=password, number=number
        )
    )


def _require_names(login: str, name: str) -> None:
    if not login or not name:
        raise NotDone("请填写登录名和姓名。", "Give a login and a name.")
    if not LOGIN.fullmatch(login):
        raise NotDone(
            "登录名只用英文字母、数字和 . _ - @。", "A login is of letters, digits and . _ - @."
        )


def _id_no(given: str, today: date) -> str:
    try:
        return resident_id(given, today)
    except Refused as wrong:
        raise NotDone(
            "身份证号码不对，请逐位核对。", "This is no valid ID number: check it digit by digit."
        ) from wrong


@blueprint.get("/accounts/<int:number>")
def account(number: int) -> str:
    """One account: who, what it may do, and what the visitor may change about it."""
    require(actor(), "ReadAccounts")
    session, found = db.session(), the_account(number)
    same = records.accounts_of(session, found.natural_person)
    held = records.grants_of_all(session, [one.id for one in same])
    bodies = {one.institution_id for rows in held.values() for one in rows if one.institution_id}
    names = institution_names(session, bodies)
    return render_template(
        "people/account.html",
        found=found,
        grants=[(one, role_and_reach(session, as_told(one), names)) for one in held[found.id]],
        others=[
            (one, [role_and_reach(session, as_told(row), names) for row in held[one.id]])
            for one in same
            if one.id != found.id
        ],
        closes=permissions.administers(actor(), "CloseAccount"),
        grants_roles=permissions.administers(actor(), "GrantRole"),
        oneself=found.natural_person == actor().natural_person,
        tokens=records.tokens_of(session, found.id),
        identities=identities_of(session, found.id),
        roles=[(role, role_name(role)) for role in ROLES],
        places=places(session),
        typed=request.args,
    )


def as_told(row: records.Grant) -> dict[str, object]:
    """A grant as the log tells of it."""
    return {
        "role": row.role,
        "jurisdiction": row.jurisdiction,
        "region": row.region,
        "institution": row.institution_id,
    }


def the_account(number: int) -> Person:
    """The account in the address."""
    found = db.session().get(Person, number) if number <= LARGEST_ID else None
    return found or abort(404)


@blueprint.post("/accounts/<int:number>/close")
def close_account(number: int) -> Response:
    """Close an account."""
    the_account(number)
    done(lambda: people_accounts.close(db.session(), actor(), number), say("账号已停用。"))
    return redirect(url_for("web.account", number=number), 303)


@blueprint.post("/accounts/<int:number>/reopen")
def reopen_account(number: int) -> Response:
    """Open a closed account again."""
    the_account(number)
    done(lambda: people_accounts.reopen(db.session(), actor(), number), say("账号已恢复。"))
    return redirect(url_for("web.account", number=number), 303)
