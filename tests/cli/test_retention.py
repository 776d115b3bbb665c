"""Retention at the terminal: said, proposed with a password, confirmed by somebody else."""

import pytest

from service.commands.people import Newcomer, add_person
from service.domain.permissions import Grant
from tests.front_office import Story, open_office

SECRET = "correct-horse-battery"


@pytest.fixture
def told(database):
    office = open_office(database)
    story = Story.of(office).tell(until="opening_accept")
    with office.records() as session:
        for role in ("security_admin", "audit_admin"):
            add_person(
                session,
                Newcomer(
                    login=role,
                    name=role,
                    natural_person=role,
                    password=SECRET,
                    grants=(Grant(role),),
                ),
            )
    id_no = str(story.example.request["roster"][0]["id_no"])
    office.close()
    return story.number, id_no


@pytest.mark.usefixtures("told")
def test_a_house_where_nothing_ended_has_nothing_due(kaiban, installed):
    said = kaiban("retention", at=installed)
    assert (said.code, said.out) == (0, "到期 · due: 0\n")
    refused = kaiban(
        "retention",
        "propose",
        "--as",
        "security_admin",
        at=installed,
        KAIBAN_PASSWORD=SECRET,
    )
    assert (refused.code, refused.out) == (1, "")
    assert "Nothing is due" in refused.err


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("login", ["security_admin", "nobody"])
def test_a_wrong_password_proposes_nothing(kaiban, installed, login):
    assert (
        kaiban("retention", "propose", "--as", login, at=installed, KAIBAN_PASSWORD="wrong").code
        == 1
    )


@pytest.mark.usefixtures("told")
def test_what_was_never_proposed_is_not_confirmed(kaiban, installed):
    said = kaiban(
        "retention", "confirm", "7", "--as", "audit_admin", at=installed, KAIBAN_PASSWORD=SECRET
    )
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
