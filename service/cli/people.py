"""Accounts and tokens; a password is asked for, never given as a word of the command."""

import os
from argparse import Namespace
from getpass import getpass

from sqlalchemy import select

from service.cli.surroundings import Commands, ground, say
from service.commands.people import SCOPES, Newcomer, NotAdded, add_person, issue_token
from service.domain.permissions import Grant
from service.records.institution import by_uscc
from service.records.person import Grant as GrantRow
from service.records.person import Person

DAYS = 90
PASSWORD = "KAIBAN_NEW_PASSWORD"  # noqa: S105 - the name of a variable
ID_NO = "KAIBAN_NEW_ID_NO"


def offer(commands: Commands) -> None:
    """Offer the commands of this room."""
    user = commands.add_parser("user", help="accounts").add_subparsers(
        required=True, metavar="add | list"
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
    token = commands.add_parser("token", help="a bearer token for another system, said once")
    token.add_argument("login")
    token.add_argument("--scope", action="append", choices=SCOPES)
    token.add_argument("--days", type=int, default=DAYS)
    token.add_argument("--label", default="")
    token.set_defaults(do=make_token)


def add_user(asked: Namespace) -> int:
    """Make an account with one role."""
    password = os.environ.get(PASSWORD) or getpass("Password: ")
    id_no = os.environ.get(ID_NO) or getpass("ID number (kept only as a blind index): ")
    with ground() as standing, standing.session() as session:
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
                email=asked.email,
                grants=(grant,),
            ),
        )
    say(f"{asked.login}: added.")
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


def make_token(asked: Namespace) -> int:
    """Make a token and say it once."""
    with ground() as standing, standing.session() as session:
        scopes = asked.scope or list(SCOPES)
        token = issue_token(session, asked.login, scopes=scopes, days=asked.days, label=asked.label)
    say(token)
    return 0
