"""Institutions, accounts and tokens; a password is asked for, never a word of the command."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from getpass import getpass

from sqlalchemy import select

from forms import Refused, resident_id, uscc
from service.cli.surroundings import Commands, ground, say
from service.commands.door.identity import NotLinked, link
from service.commands.people.newcomers import (
    KINDS,
    SCOPES,
    Newcomer,
    NotAdded,
    add_institution,
    add_person,
    issue_token,
)
from service.domain.calendar import beijing_date
from service.domain.permissions import ROLES, Grant, place_of
from service.domain.policy import Policy
from service.records.institution import Institution, by_uscc
from service.records.person import Grant as GrantRow
from service.records.person import Person
from workflows import jurisdictions, read_folder

DAYS = 90
PASSWORD = "KAIBAN_NEW_PASSWORD"  # noqa: S105 - the name of a variable
ID_NO = "KAIBAN_NEW_ID_NO"


def offer(commands: Commands) -> None:
    """Offer the commands of this room."""
    user = commands.add_parser("user", help="accounts").add_subparsers(
        required=True, metavar="add | list | link"
    )
    add = user.add_parser("add", help="make an account; password and ID number are asked for")
    add.add_argument("login")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True)
    add.add_argument("--jurisdiction")
    add.add_argument("--region")
    add.add_argument("--uscc", help="the institution this person files for")
    add.add_argument("--email")
    add.set_defaults(do=add_user)
    user.add_parser("list", help="every account").set_defaults(do=list_users)
    linked = user.add_parser("link", help="let an identity of another house sign in here")
    linked.add_argument("login")
    linked.add_argument("subject", help="the number the other house knows the person by")
    linked.set_defaults(do=link_user)
    body = commands.add_parser("institution", help="institutions that may file")
    enter = body.add_subparsers(required=True, metavar="add").add_parser("add", help="enter one")
    enter.add_argument("uscc", help="its unified social credit code")
    enter.add_argument("--name", required=True)
    enter.add_argument("--kind", required=True, choices=KINDS)
    enter.add_argument("--region", required=True, help="as in 500103")
    enter.set_defaults(do=enter_institution)
    token = commands.add_parser("token", help="a bearer token for another system, said once")
    token.add_argument("login")
    token.add_argument("--scope", action="append", choices=SCOPES)
    token.add_argument("--days", type=int, default=DAYS)
    token.add_argument("--label", default="")
    token.set_defaults(do=make_token)


def add_user(asked: Namespace) -> int:
    """Make an account with one role."""
    _require_place(asked)
    with ground() as standing, standing.session() as session:
        password = _asked_for(PASSWORD, "Password: ")
        id_no = _asked_for(ID_NO, "ID number (kept only as a blind index): ")
        id_no = _checked(id_no, beijing_date(standing.clock.now(session)))
        institution = by_uscc(session, asked.uscc) if asked.uscc else None
        if asked.uscc and institution is None:
            raise NotAdded(f"There is no institution {asked.uscc}.")
        institution_id = institution.id if institution else None
        grant = Grant(asked.role, asked.jurisdiction, asked.region, institution_id)
        session.rollback()
        add_person(
            session,
            Newcomer(
                login=asked.login,
                name=asked.name,
                natural_person=id_no,
                password=password,
                must_change_password=True,
                email=asked.email,
                grants=(grant,),
            ),
        )
    say(f"{asked.login}: added.")
    return 0


def _require_place(asked: Namespace) -> None:
    """A role reaches as far as the place it names; the county's officials have one county."""
    places = jurisdictions()
    near = place_of(asked.role) if asked.role in ROLES else "anywhere"
    if near == "house" and (asked.jurisdiction or asked.region):
        raise NotAdded(f"{ROLES[asked.role][1]} is for the whole house: name no place.")
    if asked.jurisdiction is None and near not in ("house", "anywhere"):
        raise NotAdded(f"Name the place: --jurisdiction, one of {', '.join(places)}.")
    if asked.jurisdiction is not None and asked.jurisdiction not in places:
        known = ", ".join(places)
        raise NotAdded(f"There is no jurisdiction {asked.jurisdiction!r}; there are: {known}.")
    if asked.region is None and near == "region":
        raise NotAdded("Name the county of the county's official: --region, as in 500103.")
    if asked.region is not None:
        _require_region(asked.region, [asked.jurisdiction] if asked.jurisdiction else places)


def _require_region(region: str, within: Iterable[str]) -> None:
    books = [Policy(read_folder(jurisdictions()[name]).policy) for name in within]
    if region not in {one.code for book in books for one in book.jurisdiction.regions}:
        raise NotAdded(f"There is no region {region} in the rules; it reads as in 500103.")


def _asked_for(name: str, question: str) -> str:
    given = os.environ.get(name)
    if given:
        return given
    if not sys.stdin.isatty():
        raise NotAdded(f"There is nobody to ask here: set {name}.")
    return getpass(question)


def _checked(id_no: str, today: date) -> str:
    # Written in two ways it would be two people, and the same person could judge himself.
    try:
        return resident_id(id_no, today)
    except Refused as wrong:
        raise NotAdded("This is no valid ID number: check it digit by digit.") from wrong


def enter_institution(asked: Namespace) -> int:
    """Enter an institution that may file."""
    try:
        code = uscc(asked.uscc)
    except Refused as wrong:
        raise NotAdded(f"{asked.uscc} is no valid credit code: check it digit by digit.") from wrong
    _require_region(asked.region, jurisdictions())
    body = Institution(uscc=code, name=asked.name, kind=asked.kind, region=asked.region)
    with ground() as standing, standing.session() as session:
        add_institution(session, body)
    say(f"{code}: entered.")
    return 0


def list_users(_asked: Namespace) -> int:
    """Every account with its roles."""
    with ground() as standing, standing.session() as session:
        rows = session.execute(
            select(Person, GrantRow.role)
            .outerjoin(GrantRow, GrantRow.person_id == Person.id)
            .order_by(Person.id, GrantRow.id)
        )
        for person, role in rows:
            state = "" if person.active else " (inactive)"
            say(f"{person.login}\t{person.display_name}\t{role or ''}{state}")
    return 0


def link_user(asked: Namespace) -> int:
    """Link an account to an identity of the issuer this house believes."""
    with ground() as standing, standing.session() as session:
        elsewhere = standing.settings.oidc
        if elsewhere is None:
            raise NotAdded("There is no other house: set KAIBAN_OIDC_ISSUER and its companions.")
        try:
            link(session, asked.login, issuer=elsewhere.issuer, subject=asked.subject, actor=None)
        except NotLinked as refused:
            raise NotAdded(str(refused)) from refused
    say(f"{asked.login}: linked.")
    return 0


def make_token(asked: Namespace) -> int:
    """Make a token and say it once."""
    with ground() as standing, standing.session() as session:
        scopes = asked.scope or list(SCOPES)
        token = issue_token(session, asked.login, scopes=scopes, days=asked.days, label=asked.label)
    say(token)
    return 0
