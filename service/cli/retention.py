"""What has been kept long enough: said, proposed by one administrator, confirmed by another."""

import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from getpass import getpass

from sqlalchemy.orm import Session

from forms import Refused, resident_id
from service.cli.surroundings import Commands, Do, Ground, complain, ground, say
from service.commands import desk
from service.commands.door import factor
from service.commands.door.entering import by_password
from service.commands.door.password import WrongPassword
from service.commands.door.tries import TooMany
from service.commands.people import retention
from service.domain.calendar import beijing_date
from service.domain.permissions import Actor
from service.records.factor import has_factor

REFUSED = 1
PASSWORD, CODE, ID_NO = "KAIBAN_PASSWORD", "KAIBAN_CODE", "KAIBAN_ID_NO"

Act = Callable[[Namespace, Ground, Session], int]


class NotAsked(Exception):
    """There is nobody here who could be asked."""


def offer(commands: Commands) -> None:
    """Offer the commands of this room."""
    room = commands.add_parser("retention", help="what is due to be erased, and erasing it")
    room.set_defaults(do=tell)
    parts = room.add_subparsers(metavar="propose | confirm | person")
    propose = parts.add_parser("propose", help="put down what is due, for another to confirm")
    propose.add_argument("--as", dest="login", required=True, help="a security administrator")
    propose.set_defaults(do=_asked(propose_erasure))
    confirm = parts.add_parser("confirm", help="erase what was proposed; goes on where it stopped")
    confirm.add_argument("number", type=int)
    confirm.add_argument("--as", dest="login", required=True, help="an audit administrator")
    confirm.set_defaults(do=_asked(confirm_erasure))
    person = parts.add_parser("person", help="where a person appears; the ID number is asked for")
    person.set_defaults(do=_asked(tell_person))


def tell(_asked_for: Namespace) -> int:
    """What is due, kind by kind, with its clause; no case says anything about anybody."""
    found: Counter[str] = Counter()
    with ground() as standing, standing.session() as session:
        for one in retention.due(session, standing.clock.now(session)):
            found[one.rule.kind] += 1
            source = one.rule.clause or one.rule.source
            length = f"{one.rule.length} {one.rule.unit}"
            say(
                f"{one.number}\t{one.rule.kind}\t{one.ended_on} + {length} → {one.due_on}\t{source}"
            )
    totals = ", ".join(f"{kind} {count}" for kind, count in sorted(found.items()))
    say(f"到期 · due: {totals or 0}")
    return 0


def propose_erasure(asked: Namespace, standing: Ground, session: Session) -> int:
    """Put down a proposal and say its number and digest."""
    actor = _actor(session, asked.login)
    row = retention.propose(session, actor=actor, now=standing.clock.now(session))
    say(f"erasure {row.id}: {len(row.lines)} lines, digest {row.digest}")
    say(f"由另一自然人确认 · another confirms it: kaiban retention confirm {row.id} --as LOGIN")
    return 0


def confirm_erasure(asked: Namespace, standing: Ground, session: Session) -> int:
    """Confirm and erase."""
    actor = _actor(session, asked.login)
    cases = retention.confirm(session, asked.number, actor=actor, clock=standing.clock)
    say(f"erasure {asked.number}: 已按规定删除 · done for {cases} cases")
    return 0


def tell_person(_asked_for: Namespace, standing: Ground, session: Session) -> int:
    """Case numbers, what blocks erasure there, and how many accounts."""
    now = standing.clock.now(session)
    try:
        id_no = resident_id(_ask(ID_NO, "ID number (not kept): "), beijing_date(now))
    except Refused:
        complain("证件号码有误，请逐位核对 · no valid ID number: check it digit by digit.")
        return REFUSED
    found, accounts = retention.appearances(session, id_no, now)
    for one in found:
        say(f"{one.number}\t{one.blocked or '可列入删除 · may be erased'}")
    say(f"办件 {len(found)} · cases; 账号 {accounts} · accounts")
    return 0


def _asked(do: Act) -> Do:
    def act(asked: Namespace) -> int:
        try:
            with ground() as standing, standing.session() as session:
                return do(asked, standing, session)
        except (NotAsked, WrongPassword, factor.WrongCode, TooMany) as refused:
            complain((str(refused) or type(refused).__doc__ or "").strip())
            return REFUSED

    return act


def _actor(session: Session, login: str) -> Actor:
    """Four eyes mean nothing where anybody at the terminal may lend them."""
    person_id = by_password(session, login, _ask(PASSWORD, "Password: "), address="terminal")
    found = desk.person_and_actor(session, person_id)
    if found is None:
        raise WrongPassword
    person, actor = found
    if person.must_change_password or not has_factor(session, person_id):
        raise NotAsked("First sign in to the pages: password and second factor are set there.")
    session.rollback()
    factor.prove(session, actor, _ask(CODE, "Code of the second factor: "))
    return actor


def _ask(name: str, question: str) -> str:
    given = os.environ.get(name)
    if given:
        return given
    if not sys.stdin.isatty():
        raise NotAsked(f"There is nobody to ask here: set {name}.")
    return getpass(question)
