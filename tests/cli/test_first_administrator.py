"""The first administrator is made at the terminal, and no account has a password by default."""

import pytest
from sqlalchemy import select

from service.records.outside_identity import OutsideIdentity
from service.records.person import Person

SECRETS = {
    "KAIBAN_NEW_PASSWORD": "mist over nine bridges",
    "KAIBAN_NEW_ID_NO": "11010519491231002X",
}
ISSUER = {
    "KAIBAN_OIDC_ISSUER": "https://id.example",
    "KAIBAN_OIDC_CLIENT_ID": "kaiban",
    "KAIBAN_OIDC_CLIENT_SECRET": "a secret",
}


def add(kaiban, installed, role="system_admin", **more):
    words = ("user", "add", "root", "--name", "管理员", "--role", role)
    return kaiban(*words, at=installed, **{**SECRETS, **more})


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_is_made_and_chooses_a_password_at_once(kaiban, installed, database, role):
    assert add(kaiban, installed, role).code == 0
    with database.session() as session:
        assert session.scalars(select(Person)).one().must_change_password


@pytest.mark.parametrize("easy", ["administrator1", "123456789012", "rootrootroot", "short"])
def test_an_easy_password_makes_no_administrator(kaiban, installed, easy):
    assert add(kaiban, installed, KAIBAN_NEW_PASSWORD=easy).code == 1
    assert kaiban("user", "list", at=installed).out == ""


def test_without_a_password_no_administrator_is_made(kaiban, installed):
    said = add(kaiban, installed, KAIBAN_NEW_PASSWORD="")
    assert (said.code, said.err) == (
        1,
        "There is nobody to ask here: set KAIBAN_NEW_PASSWORD.\n",
    )


def test_an_account_is_linked_to_an_identity_of_the_other_house(kaiban, installed, database):
    add(kaiban, installed)
    assert kaiban("user", "link", "root", "u-1", at=installed, **ISSUER).out == "root: linked.\n"
    again = kaiban("user", "link", "root", "u-1", at=installed, **ISSUER)
    assert again.err == "This identity is linked to an account already.\n"
    with database.session() as session:
        assert session.scalars(select(OutsideIdentity.issuer)).all() == ["https://id.example"]


def test_linking_asks_for_an_account_and_another_house(kaiban, installed):
    assert kaiban("user", "link", "root", "u-1", at=installed).err.startswith("There is no other")
    unknown = kaiban("user", "link", "root", "u-1", at=installed, **ISSUER)
    assert unknown.err == "There is no account 'root'.\n"
