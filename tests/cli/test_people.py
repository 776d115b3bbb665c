"""Accounts and tokens from the terminal: secrets kept off the command line, every no a sentence."""

import pytest
from sqlalchemy import select

from service.domain.invented import Invented
from service.records.person import Person, Token
from tests.front_office import LOGINS, open_office
from workflows import jurisdictions

SECRETS = {"KAIBAN_NEW_PASSWORD": "a long enough one", "KAIBAN_NEW_ID_NO": "11010519491231002X"}
HEAD = ("user", "add", "head", "--name", "张主任", "--role", "county_head")
USCC = Invented(1, region="500103").institution().uscc
THERE_ARE = ", ".join(jurisdictions())
PLACE = ("--jurisdiction", "chongqing", "--region", "500103")


def test_an_account_is_made_listed_and_its_person_known_only_blindly(kaiban, installed, database):
    said = kaiban(*HEAD, *PLACE, at=installed, **SECRETS)
    assert (said.code, said.out, said.err) == (0, "head: added.\n", "")
    assert kaiban("user", "list", at=installed).out == "head\t张主任\tcounty_head\n"
    with database.session() as session:
        person = session.execute(select(Person)).scalar_one()
    kept = f"{person.natural_person} {person.password_hash}"
    assert not any(secret in kept for secret in SECRETS.values())


def test_one_login_is_one_account(kaiban, installed):
    kaiban(*HEAD, *PLACE, at=installed, **SECRETS)
    again = kaiban(*HEAD, *PLACE, at=installed, **SECRETS)
    assert (again.code, again.out) == (1, "")
    assert again.err == "There is already an account 'head'.\n"


@pytest.mark.parametrize(
    ("words", "secrets", "sentence"),
    [
        (("--role", "emperor"), {}, "There is no role 'emperor'; there are "),
        (
            ("--jurisdiction", "atlantis"),
            {},
            f"There is no jurisdiction 'atlantis'; there are: {THERE_ARE}.",
        ),
        (("--region", "999999"), {}, "There is no region 999999 in the rules;"),
        (("--uscc", "91500000000000000X"), {}, "There is no institution 91500000000000000X."),
        (
            ("--role", "institution"),
            {},
            "Whoever files for an institution needs the institution: --uscc.",
        ),
        ((), {"KAIBAN_NEW_PASSWORD": "short"}, "A password has at least 12 characters."),
        ((), {"KAIBAN_NEW_ID_NO": "110105194912310021"}, "This is no valid ID number"),
    ],
)
def test_an_account_that_could_not_work_is_not_made(kaiban, installed, words, secrets, sentence):
    said = kaiban(*HEAD, *PLACE, *words, at=installed, **{**SECRETS, **secrets})
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(sentence)
    assert kaiban("user", "list", at=installed).out == ""


def test_the_same_number_written_otherwise_is_the_same_person(kaiban, installed, database):
    kaiban(*HEAD, *PLACE, at=installed, **SECRETS)
    other = {**SECRETS, "KAIBAN_NEW_ID_NO": " 110105 19491231 002x"}
    words = ("user", "add", "payer", "--name", "张主任", "--role", "county_approver", *PLACE)
    assert kaiban(*words, at=installed, **other).code == 0
    with database.session() as session:
        assert len(set(session.scalars(select(Person.natural_person)))) == 1


def test_one_person_is_not_made_two_offices_that_exclude_each_other(kaiban, installed):
    kaiban(*HEAD, *PLACE, at=installed, **SECRETS)
    words = ("user", "add", "payer", "--name", "张主任", "--role", "finance_payer", *PLACE)
    said = kaiban(*words, at=installed, **SECRETS)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("This natural person is 'County head' already, under another")


def test_without_a_terminal_nobody_is_asked_and_the_variable_is_named(kaiban, installed):
    said = kaiban(*HEAD, *PLACE, at=installed)
    assert (said.code, said.out) == (1, "")
    assert said.err == "There is nobody to ask here: set KAIBAN_NEW_PASSWORD.\n"


def test_an_institution_is_entered_once_and_its_clerk_files_for_it(kaiban, installed):
    add = ("institution", "add", USCC, "--name", "渝中技校", "--kind", "school")
    entered = kaiban(*add, "--region", "500103", at=installed)
    assert (entered.code, entered.out, entered.err) == (0, f"{USCC}: entered.\n", "")
    again = kaiban(*add, "--region", "500103", at=installed)
    assert (again.code, again.err) == (1, f"There is already an institution {USCC}.\n")
    clerk = ("user", "add", "clerk", "--name", "李", "--role", "institution", "--uscc", USCC)
    assert kaiban(*clerk, *PLACE, at=installed, **SECRETS).code == 0


def test_a_wrong_credit_code_is_refused(kaiban, installed):
    wrong = USCC[:-1] + ("A" if USCC[-1] != "A" else "B")
    words = ("institution", "add", wrong, "--name", "x", "--kind", "school", "--region", "500103")
    said = kaiban(*words, at=installed)
    assert (said.code, said.out) == (1, "")
    assert said.err == f"{wrong} is no valid credit code: check it digit by digit.\n"


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ((), f"Name the place: --jurisdiction, one of {THERE_ARE}."),
        (PLACE[:2], "Name the county of the county's official: --region, as in 500103."),
    ],
)
def test_nobody_gets_a_county_role_over_everything_by_leaving_out_where(
    kaiban, installed, place, sentence
):
    said = kaiban(*HEAD, *place, at=installed, **SECRETS)
    assert (said.code, said.err) == (1, f"{sentence}\n")


def test_an_institution_stands_in_a_region_of_the_rules(kaiban, installed):
    words = ("institution", "add", USCC, "--name", "x", "--kind", "school", "--region", "999999")
    said = kaiban(*words, at=installed)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("There is no region 999999 in the rules;")


def test_a_token_is_said_once_and_opens_the_api(kaiban, installed, database):
    office = open_office(database)
    said = kaiban(
        "token", LOGINS["auditor"], "--scope", "read", "--label", "市级平台", at=installed
    )
    assert (said.code, said.err) == (0, "")
    token = said.out.strip()
    headers = {"Authorization": f"Bearer {token}"}
    assert office.app.test_client().get("/api/cases", headers=headers).status_code == 200
    with office.records() as session:
        kept = session.execute(select(Token)).scalar_one()
    assert token not in kept.digest
    assert (kept.scopes, kept.label) == (["read"], "市级平台")
    office.close()


def test_a_token_is_for_an_account_and_for_some_days(kaiban, installed):
    nobody = kaiban("token", "nobody", at=installed)
    assert (nobody.code, nobody.err) == (1, "There is no account 'nobody'.\n")
    kaiban(*HEAD, *PLACE, at=installed, **SECRETS)
    for days in ("0", "-3"):
        expired = kaiban("token", "head", "--days", days, at=installed)
        assert (expired.code, expired.err) == (1, "A token holds for at least one day.\n")


def test_a_scope_nobody_knows_is_refused_with_those_there_are(kaiban, installed):
    said = kaiban("token", "head", "--scope", "everything", at=installed)
    assert said.code == 2
    assert "'read', 'write'" in said.err or "read, write" in said.err
