"""Retention at the terminal: proposed by one, confirmed by another, each proving it twice."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import delete, update

from service.commands.people.newcomers import Newcomer, add_person
from service.domain.permissions import Grant
from service.records.database import database_now
from service.records.demo import DemoShift
from service.records.factor import SecondFactor
from service.records.person import Person
from tests.commands.test_retention import due
from tests.front_office import Story, open_office

SECRET = "correct-horse-battery"
TELEPHONE = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def add_administrators(office):
    with office.records() as session:
        for role in ("security_admin", "audit_admin"):
            grants = (Grant(role),)
            newcomer = Newcomer(
                login=role, name=role, natural_person=role, password=SECRET, grants=grants
            )
            person_id = add_person(session, newcomer)
            now = database_now(session)
            session.add(
                SecondFactor(person_id=person_id, secret=TELEPHONE, made_at=now, confirmed_at=now)
            )
            session.commit()


@pytest.fixture
def story(database):
    office = open_office(database)
    yield Story.of(office)
    office.close()


@pytest.fixture
def told(story):
    story.tell(until="opening_accept")
    add_administrators(story.office)
    return story.number, story.answers(0)["roster"][0]["id_no"]


@pytest.fixture
def ended(story, installed):
    """A class that ended thirty years ago by the time of the whole house."""
    story.tell()
    add_administrators(story.office)
    installed.settings["KAIBAN_MODE"] = "demo"
    story.office.clock.at += timedelta(days=31 * 366)
    with story.office.records() as session:
        ahead = story.office.clock.at - database_now(session)
        session.execute(update(DemoShift).values(seconds=int(ahead.total_seconds())))
        session.commit()
    return story


@pytest.fixture
def retention(kaiban, installed):
    """The command, given by somebody who knows the password and has the telephone."""

    def give(*words, login, **more):
        known = {"KAIBAN_PASSWORD": SECRET, "KAIBAN_CODE": pyotp.TOTP(TELEPHONE).now()}
        return kaiban("retention", *words, "--as", login, at=installed, **{**known, **more})

    return give


def test_one_proposes_another_confirms_and_it_is_erased(ended, retention):
    proposed = retention("propose", login="security_admin")
    (number,) = re.findall(r"^erasure (\d+):", proposed.out)
    assert retention("confirm", number, login="security_admin").code == 1
    confirmed = retention("confirm", number, login="audit_admin")
    assert (confirmed.code, confirmed.err) == (0, "")
    assert due(ended) == set()


@pytest.mark.parametrize(
    "wrong", [{"KAIBAN_CODE": "000000"}, {"KAIBAN_CODE": ""}, {"KAIBAN_PASSWORD": "wrong"}]
)
def test_who_does_not_prove_twice_who_he_is_proposes_nothing(ended, retention, wrong):
    said = retention("propose", login="security_admin", **wrong)
    assert (said.code, said.out) == (1, "")
    assert due(ended) != set()


@pytest.mark.parametrize("lacks", ["factor", "password of his own"])
def test_who_has_never_been_at_the_pages_is_sent_there(ended, retention, lacks):
    with ended.office.records() as session:
        if lacks == "factor":
            session.execute(delete(SecondFactor))
        else:
            session.execute(update(Person).values(must_change_password=True))
        session.commit()
    said = retention("propose", login="security_admin")
    assert (said.code, "First sign in" in said.err) == (1, True)


@pytest.mark.usefixtures("told")
def test_a_house_where_nothing_ended_has_nothing_due(kaiban, installed, retention):
    said = kaiban("retention", at=installed)
    assert (said.code, said.out) == (0, "到期 · due: 0\n")
    refused = retention("propose", login="security_admin")
    assert (refused.code, refused.out) == (1, "")
    assert "Nothing is due" in refused.err


@pytest.mark.usefixtures("told")
def test_nobody_unknown_proposes(retention):
    assert retention("propose", login="nobody").code == 1


@pytest.mark.usefixtures("told")
def test_what_was_never_proposed_is_not_confirmed(retention):
    said = retention("confirm", "7", login="audit_admin")
    assert said.code == 1
    assert "no such proposal" in said.err


def test_a_person_is_found_by_number_without_being_said_again(kaiban, installed, told):
    number, id_no = told
    said = kaiban("retention", "person", at=installed, KAIBAN_ID_NO=id_no)
    assert said.code == 0
    assert f"{number}\t办理中" in said.out
    assert id_no not in said.out + said.err


@pytest.mark.usefixtures("told")
def test_a_number_with_a_wrong_digit_is_not_looked_for(kaiban, installed):
    said = kaiban("retention", "person", at=installed, KAIBAN_ID_NO="500103199001010000")
    assert said.code == 1
    assert "500103199001010000" not in said.err
