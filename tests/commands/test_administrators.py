"""The three administrators: each does his own part, nobody two of them, nobody to himself."""

from datetime import date

import pytest

from service.commands.people import people_access, people_accounts, people_roles
from service.commands.people.newcomers import Newcomer, NotAdded, add_person
from service.commands.people.people_administrators import NotDone
from service.commands.people.security import broken_log
from service.domain.permissions import Actor, Grant
from service.domain.refusals import Forbidden
from service.records.institution import Institution
from service.records.person import Person, by_login, grants_of
from service.records.security import entries_after

TODAY = date(2020, 5, 20)
HERE = ("chongqing", "500103")
REVIEWER = Grant("county_reviewer", *HERE)


class House:
    """One of each administrator, and whoever else is entered."""

    def __init__(self, session):
        self.session = session
        self.system = self.enter("system", "S", Grant("system_admin"))
        self.security = self.enter("security", "G", Grant("security_admin"))
        self.audit = self.enter("audit", "A", Grant("audit_admin"))

    def enter(self, login: str, natural: str, *grants: Grant) -> Actor:
        newcomer = Newcomer(login=login, name=login, natural_person=natural, grants=grants)
        person_id = add_person(self.session, newcomer)
        natural_person = self.session.get_one(Person, person_id).natural_person
        self.session.rollback()
        return Actor(person_id, natural_person, grants)

    def grant(self, who: Actor, grant: Grant, by: Actor | None = None) -> None:
        people_roles.grant(
            self.session, by or self.security, who.person_id or 0, grant, today=TODAY
        )

    def roles(self, who: Actor) -> list[str]:
        return [one.role for one in grants_of(self.session, who.person_id or 0)]

    def acts(self) -> list[str]:
        self.session.rollback()
        assert list(broken_log(self.session)) == []
        return [entry.act for entry in entries_after(self.session, 0)]


@pytest.fixture
def house(session):
    return House(session)


def test_an_account_is_made_without_a_role_and_its_password_has_to_be_changed(house):
    who, password = people_accounts.make(
        house.session, house.system, login="li", name="李", id_no="X"
    )
    person = house.session.get_one(Person, who)
    assert (person.must_change_password, grants_of(house.session, who)) == (True, [])
    assert len(password) >= 16
    assert house.acts()[-1] == "account_made"


def test_a_login_is_never_given_twice_also_after_its_account_was_closed(house):
    who = house.enter("li", "L")
    people_accounts.close(house.session, house.system, who.person_id)
    with pytest.raises(NotDone):
        people_accounts.make(house.session, house.system, login="li", name="李", id_no="X")


def test_a_closed_account_stands_no_more_until_it_is_opened_again(house):
    who = house.enter("li", "L")
    people_accounts.close(house.session, house.system, who.person_id)
    people_accounts.close(house.session, house.system, who.person_id)
    assert by_login(house.session, "li") is None
    people_accounts.reopen(house.session, house.system, who.person_id)
    assert by_login(house.session, "li") is not None
    assert house.acts()[-2:] == ["account_closed", "account_reopened"]


def test_a_role_is_given_once_and_taken_away(house):
    who = house.enter("li", "L")
    house.grant(who, REVIEWER)
    house.grant(who, REVIEWER)
    (row,) = grants_of(house.session, who.person_id)
    with pytest.raises(NotDone):
        people_roles.withdraw(house.session, house.security, house.audit.person_id, row.id)
    people_roles.withdraw(house.session, house.security, who.person_id, row.id)
    assert house.roles(who) == []
    assert house.acts()[-2:] == ["role_granted", "role_withdrawn"]
    with pytest.raises(NotDone):
        people_roles.withdraw(house.session, house.security, who.person_id, row.id)


@pytest.mark.parametrize("who", ["system", "audit"])
def test_only_the_security_administrator_gives_roles(house, who):
    with pytest.raises(Forbidden):
        house.grant(house.enter("li", "L"), REVIEWER, by=getattr(house, who))


def test_no_administrator_gives_himself_a_role_under_whichever_account(house):
    again = house.enter("again", "G")
    for account in (house.security, again):
        with pytest.raises(NotDone, match="another administrator"):
            house.grant(account, REVIEWER)
    assert house.acts()[-2:] == ["grant_refused", "grant_refused"]


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Grant("finance_reviewer", *HERE), Grant("finance_payer", *HERE)),
        (REVIEWER, Grant("finance_payer", *HERE)),
        (Grant("auditor"), Grant("audit_admin")),
        (Grant("security_admin"), Grant("system_admin")),
        (Grant("counter_clerk", *HERE), REVIEWER),
    ],
)
def test_one_natural_person_gets_no_incompatible_role_under_two_accounts(house, held, wanted):
    house.enter("first", "L", held)
    second = house.enter("second", "L")
    with pytest.raises(NotDone, match="incompatible"):
        house.grant(second, wanted)
    assert house.roles(second) == []


def test_a_small_countys_official_may_review_here_and_approve_there(house):
    who = house.enter("li", "L", REVIEWER)
    house.grant(who, Grant("county_approver", *HERE))
    assert house.roles(who) == ["county_reviewer", "county_approver"]


def test_whoever_made_the_account_gives_it_no_role_in_a_later_office(house):
    who, _ = people_accounts.make(house.session, house.system, login="li", name="李", id_no="X")
    moved = Actor(house.system.person_id, house.system.natural_person, (Grant("security_admin"),))
    with pytest.raises(NotDone, match="You made this account"):
        people_roles.grant(house.session, moved, who, REVIEWER, today=TODAY)


@pytest.mark.parametrize(
    "wanted",
    [
        Grant("county_reviewer", "chongqing"),
        Grant("platform"),
        Grant("institution", "chongqing"),
        Grant("institution", "chongqing", None, 999),
        Grant("no_such_role", *HERE),
    ],
)
def test_a_role_without_its_place_is_refused(house, wanted):
    with pytest.raises(NotDone):
        house.grant(house.enter("li", "L"), wanted)


def test_an_institutions_clerk_is_placed_at_the_institution(house):
    body = Institution(uscc="U1", name="技校", kind="school", region="500103")
    people_accounts.enter_institution(house.session, house.system, body)
    house.session.rollback()
    who = house.enter("li", "L")
    house.grant(who, Grant("institution", "chongqing", "500103", 1))
    (row,) = grants_of(house.session, who.person_id)
    assert (row.institution_id, row.region) == (1, None)


@pytest.mark.parametrize("who", ["system", "security", "audit"])
def test_the_last_administrator_of_a_kind_keeps_the_role(house, who):
    person_id = getattr(house, who).person_id
    (row,) = grants_of(house.session, person_id)
    with pytest.raises(NotDone, match="last administrator"):
        people_roles.withdraw(house.session, house.security, person_id, row.id)


def test_an_administrator_is_relieved_by_another_of_the_kind_not_by_himself(house):
    house.enter("security-2", "H", Grant("security_admin"))
    (row,) = grants_of(house.session, house.security.person_id)
    with pytest.raises(NotDone, match="another administrator"):
        people_roles.withdraw(house.session, house.security, house.security.person_id, row.id)


def test_a_closed_account_gets_no_role(house):
    who = house.enter("li", "L")
    people_accounts.close(house.session, house.system, who.person_id)
    with pytest.raises(NotDone, match="closed"):
        house.grant(who, REVIEWER)


def test_nobody_is_entered_with_a_role_against_what_he_is_already(house):
    house.enter("first", "L", REVIEWER)
    with pytest.raises(NotAdded, match="incompatible"):
        house.enter("second", "L", Grant("finance_payer", *HERE))
    assert by_login(house.session, "second") is None


def test_the_last_administrator_of_a_kind_is_not_closed(house):
    with pytest.raises(NotDone, match="last administrator"):
        people_accounts.close(house.session, house.system, house.audit.person_id)


MENDED = {
    "unlocked": people_access.unlock,
    "factor_reset": people_access.reset_factor,
    "password_set": people_access.set_password,
    "signed_out_everywhere": people_access.sign_out,
    "identity_unlinked": people_access.unlink,
}


@pytest.mark.parametrize("act", MENDED)
def test_access_is_mended_for_others_by_the_security_administrator_alone(house, act):
    who = house.enter("li", "L")
    MENDED[act](house.session, house.security, who.person_id)
    assert house.acts()[-1] == act
    with pytest.raises(NotDone, match="another administrator"):
        MENDED[act](house.session, house.security, house.security.person_id)
    with pytest.raises(Forbidden):
        MENDED[act](house.session, house.system, who.person_id)


def test_nothing_is_done_to_an_account_that_is_not_there(house):
    with pytest.raises(NotDone, match="no such account"):
        people_access.unlock(house.session, house.security, 999)
    with pytest.raises(NotDone, match="no such account"):
        house.grant(Actor(999, "N"), REVIEWER)


def test_an_institution_is_entered_once(house):
    for expected in (None, NotDone):
        body = Institution(uscc="U1", name="技校", kind="school", region="500103")
        if expected is None:
            people_accounts.enter_institution(house.session, house.system, body)
        else:
            with pytest.raises(expected):
                people_accounts.enter_institution(house.session, house.system, body)
