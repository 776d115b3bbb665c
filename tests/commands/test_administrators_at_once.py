"""Administrators who act in the same moment: one always remains, nobody gets both halves."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from service.commands.people import people_accounts, people_roles
from service.commands.people.newcomers import Newcomer, add_person
from service.commands.people.people_administrators import NotDone
from service.commands.people.security import broken_log
from service.domain.permissions import Actor, Grant
from service.records.person import Person, grants_of
from tests.commands.test_administrators import HERE, TODAY

Act = Callable[..., object]


def enter(database, login: str, natural: str, *grants: Grant) -> Actor:
    with database.session() as session:
        newcomer = Newcomer(login=login, name=login, natural_person=natural, grants=grants)
        person = session.get_one(Person, add_person(session, newcomer))
        return Actor(person.id, person.natural_person, grants)


def at_once(database, *acts: Act) -> int:
    """How many of these, begun in the same moment, were done."""
    start = Barrier(len(acts))

    def one(act: Act) -> bool:
        with database.session() as session:
            start.wait()
            try:
                act(session)
            except NotDone:
                return False
            return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(one, acts))


def row(database, who: Actor) -> int:
    with database.session() as session:
        return grants_of(session, who.person_id or 0)[0].id


def test_two_who_withdraw_each_others_role_leave_one(database):
    first, second = (
        enter(database, login, login, Grant("security_admin")) for login in ("one", "two")
    )
    held = {who: row(database, who) for who in (first, second)}
    acts = [
        lambda session, by=by, of=of: people_roles.withdraw(session, by, of.person_id, held[of])
        for by, of in ((first, second), (second, first))
    ]
    assert at_once(database, *acts) == 1


def test_two_who_close_each_other_leave_one(database):
    first, second = (
        enter(database, login, login, Grant("system_admin")) for login in ("one", "two")
    )
    acts = [
        lambda session, by=by, of=of: people_accounts.close(session, by, of.person_id)
        for by, of in ((first, second), (second, first))
    ]
    assert at_once(database, *acts) == 1


def test_one_person_is_not_given_both_halves_under_two_accounts(database, session):
    guard = enter(database, "guard", "G", Grant("security_admin"))
    accounts = [enter(database, login, "L") for login in ("first", "second")]
    roles = ("finance_reviewer", "finance_payer")
    acts = [
        lambda session, who=who, role=role: people_roles.grant(
            session, guard, who.person_id, Grant(role, *HERE), today=TODAY
        )
        for who, role in zip(accounts, roles, strict=True)
    ]
    assert at_once(database, *acts) == 1
    assert sum(len(grants_of(session, who.person_id or 0)) for who in accounts) == 1
    session.rollback()
    assert list(broken_log(session)) == []
