"""The administrators' accounts: found, made without a role, opened and closed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forms import Refused, resident_id
from service.commands.people import people_accounts
from service.commands.people.people_administrators import NotDone, require
from service.domain import permissions
from service.domain.calendar import beijing_date
from service.domain.permissions import ROLES
from service.records import person as records
from service.records.base import LARGEST_ID
from service.records.database import db
from service.records.outside_identity import identities_of
from service.records.person import NO_ROLE, Grant, Person, Sought
from service.records.stand_in import current_of
from service.web.front import actor, blueprint, now, role_name
from service.web.language import say
from service.web.people.stand_in import stand_in_lines
from service.web.people.wording import (
    asked,
    done,
    in_words,
    institution_names,
    places,
    role_and_reach,
    typed,
)

PAGE = 50
LOGIN = re.compile(r"[A-Za-z0-9._@-]+")
LONGEST = {"login": 40, "name": 40, "id_no": 40}
STATES: Mapping[str, bool] = {"open": True, "closed": False}
Held = Mapping[int, Sequence[str]]


@blueprint.get("/accounts")
def accounts() -> str:
    """Every account, found by login or name, by role, and by whether it stands."""
    require(actor(), "ReadAccounts")
    session, after = db.session(), asked("after")
    kept = {name: asked(name) for name in ("q", "role", "state")}
    sought = Sought(
        kept["q"],
        kept["role"] if kept["role"] in {*ROLES, NO_ROLE} else "",
        STATES.get(kept["state"]),
    )
    rows = records.accounts(session, sought, after=after, limit=PAGE)
    onward = {name: value for name, value in kept.items() if value}
    address: Mapping[str, str] = onward | {"after": rows[-1].login if rows else ""}
    return render_template(
        "people/accounts.html",
        rows=rows,
        held=_roles_of(session, rows),
        twice=records.shared_natural_persons(session, [one.natural_person for one in rows]),
        sought=kept,
        narrowed=bool(onward),
        roles=[(role, role_name(role)) for role in ROLES],
        makes=permissions.administers(actor(), "MakeAccount"),
        next=_here(address) if len(rows) == PAGE else None,
        first=_here(onward) if after else None,
    )


def _here(given: Mapping[str, str]) -> str:
    return url_for("web.accounts", **given)  # type: ignore[arg-type]


def _roles_of(session: Session, people: Sequence[Person]) -> Held:
    """What each of these accounts may do and where, in words."""
    held = records.grants_of_all(session, [one.id for one in people])
    bodies = {one.institution_id for rows in held.values() for one in rows if one.institution_id}
    names = institution_names(session, bodies)
    return {
        number: [role_and_reach(session, as_told(row), names) for row in rows]
        for number, rows in held.items()
    }


@blueprint.route("/accounts/new", methods=["GET", "POST"])
def make_account() -> Response:
    """Make an account that may do nothing yet; its first password is shown once."""
    require(actor(), "MakeAccount")
    given = {name: typed(name, most) for name, most in LONGEST.items()}
    if request.method == "GET":
        return make_response(render_template("people/make_account.html", typed=given))
    try:
        _require_names(given["login"], given["name"])
        id_no = _id_no(given["id_no"], beijing_date(now()))
        number, password = people_accounts.make(
            db.session(), actor(), login=given["login"], name=given["name"], id_no=id_no
        )
    except NotDone as refused:
        flash(in_words(refused), "red")
        # Whoever typed the number has to see it to find the wrong digit; the page is not stored.
        return make_response(render_template("people/make_account.html", typed=given), 422)
    return password_page(given["login"], password, number)


def password_page(login: str, password: str, number: int) -> Response:
    """A first password, said once."""
    return make_response(
        render_template("people/password_once.html", login=login, password=password, number=number)
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
    return account_page(the_account(number, "ReadAccounts"))


def account_page(found: Person) -> str:
    """The page of an account, with what was typed into it if that was refused."""
    session, who = db.session(), actor()
    same = records.accounts_of(session, found.natural_person)
    told, today = _roles_of(session, same), beijing_date(now())
    lent = current_of(session, [one.id for one in same], on=today)
    return render_template(
        "people/account.html",
        found=found,
        grants=list(zip(records.grants_of(session, found.id), told[found.id], strict=True)),
        others=[(one, told[one.id]) for one in same if one.id != found.id],
        lent=stand_in_lines(session, lent, today),
        closes=permissions.administers(who, "CloseAccount"),
        grants_roles=permissions.administers(who, "GrantRole"),
        oneself=found.natural_person == who.natural_person,
        tokens=records.tokens_of(session, found.id),
        identities=identities_of(session, found.id),
        roles=[(role, role_name(role)) for role in ROLES],
        all_places=places(session),
        typed=request.form,
    )


def as_told(row: Grant) -> dict[str, object]:
    """A grant as the log tells of it."""
    return {
        "role": row.role,
        "jurisdiction": row.jurisdiction,
        "region": row.region,
        "institution": row.institution_id,
    }


def the_account(number: int, order: str) -> Person:
    """The account in the address, for whom it concerns; to others none exists nor is missing."""
    require(actor(), order)
    found = db.session().get(Person, number) if number <= LARGEST_ID else None
    return found or abort(404)


@blueprint.post("/accounts/<int:number>/close")
def close_account(number: int) -> Response:
    """Close an account."""
    the_account(number, "CloseAccount")
    done(lambda: people_accounts.close(db.session(), actor(), number), say("账号已停用。"))
    return redirect(url_for("web.account", number=number), 303)


@blueprint.post("/accounts/<int:number>/reopen")
def reopen_account(number: int) -> Response:
    """Open a closed account again."""
    the_account(number, "CloseAccount")
    done(lambda: people_accounts.reopen(db.session(), actor(), number), say("账号已恢复。"))
    return redirect(url_for("web.account", number=number), 303)
