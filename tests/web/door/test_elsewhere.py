"""Signing in through another house, before a real issuer with its own key."""

import time

import pytest
from joserfc.jwk import OctKey, RSAKey

from service.commands.door import identity
from service.web.door.provider import Provider
from tests.web.door.conftest import change
from tests.web.door.issuer import CLIENT, SECRET, opened

BACK = "http://localhost/sign-in/elsewhere/back"


@pytest.fixture
def issuer(office):
    with opened() as issuer:
        office.app.config["KAIBAN_OIDC"] = Provider(issuer.address, CLIENT, SECRET, BACK)
        office.app.config["KAIBAN_OIDC_LABEL"] = "市民云"
        office.app.config["KAIBAN_OIDC_MEANS"] = frozenset({"otp"})
        yield issuer


@pytest.fixture
def linked(office, issuer, clerk):
    with office.records() as session:
        identity.link(session, "zhang", issuer=issuer.address, subject="u-1001", actor=None)
    return clerk


def come_back(office, issuer, browser=None, **query):
    browser = browser or office.browser()
    asked = browser.get("/sign-in/elsewhere", query_string=query)
    assert asked.status_code == 303
    return browser, browser.get(issuer.answer(asked.location))


def test_a_linked_identity_signs_in_and_is_led_on(office, issuer, linked):
    assert "市民云" in office.browser().get("/sign-in").text
    browser, answer = come_back(office, issuer, next="/cases")
    assert (answer.status_code, answer.location) == (303, "/cases")
    assert "统一身份" in browser.get("/account").text


def test_an_unknown_identity_gets_a_clear_page_and_no_account(office, issuer, clerk):
    browser, answer = come_back(office, issuer)
    assert answer.status_code == 403
    assert "u-1001" in answer.text
    assert browser.get("/account").status_code == 303


def test_the_identity_of_a_closed_account_opens_nothing(office, issuer, linked):
    change(office, linked, active=False)
    assert come_back(office, issuer)[1].status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"iss": "https://evil.example"},
        {"aud": "another client"},
        {"aud": "another client", "azp": CLIENT},
        {"exp": int(time.time()) - 3600},
        {"iat": None},
        {"nonce": None},
        {"sub": None},
    ],
)
def test_a_word_that_is_not_meant_for_us_now_is_refused(office, issuer, linked, wrong):
    issuer.claims = wrong
    browser, answer = come_back(office, issuer)
    assert answer.status_code == 400
    assert browser.get("/account").status_code == 303


def test_a_word_signed_by_somebody_else_is_refused(office, issuer, linked):
    issuer.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert come_back(office, issuer)[1].status_code == 400


def test_a_word_signed_with_a_shared_secret_is_refused(office, issuer, linked):
    issuer.algorithm, issuer.signs_with = "HS256", OctKey.import_key(SECRET.encode() * 2)
    assert come_back(office, issuer)[1].status_code == 400


def test_a_code_is_traded_once(office, issuer, linked):
    browser = office.browser()
    back = issuer.answer(browser.get("/sign-in/elsewhere").location)
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 400


def test_a_code_that_somebody_else_asked_for_is_refused(office, issuer, linked):
    stolen = issuer.answer(office.browser().get("/sign-in/elsewhere").location)
    victim = office.browser()
    assert victim.get(stolen).status_code == 400
    victim.get("/sign-in/elsewhere")
    assert victim.get(stolen).status_code == 400


@pytest.mark.parametrize(("means", "where"), [(["pwd"], "/account/factor"), (["pwd", "otp"], None)])
def test_the_issuers_second_factor_counts_where_it_is_agreed(office, issuer, payer, means, where):
    with office.records() as session:
        identity.link(session, "qian", issuer=issuer.address, subject="u-1001", actor=None)
    issuer.claims = {"amr": means}
    browser, _ = come_back(office, issuer)
    led = browser.get("/").location
    assert led is None if where is None else led.startswith(where)


def test_whoever_has_a_factor_here_shows_it_whatever_the_issuer_says(office, issuer, payer):
    payer.set_factor()
    with office.records() as session:
        identity.link(session, "qian", issuer=issuer.address, subject="u-1001", actor=None)
    issuer.claims = {"amr": ["pwd", "otp"]}
    browser, _ = come_back(office, issuer)
    assert browser.get("/").location.startswith("/sign-in/code")


def test_an_issuer_that_does_not_answer_is_said_so(office):
    office.app.config["KAIBAN_OIDC"] = Provider("http://127.0.0.1:9", CLIENT, SECRET, BACK)
    answer = office.browser().get("/sign-in/elsewhere")
    assert answer.status_code == 503
    assert "没有应答" in answer.text


def test_an_issuer_reached_without_tls_is_not_believed(office):
    office.app.config["KAIBAN_OIDC"] = Provider("http://issuer.example", CLIENT, SECRET, BACK)
    assert office.browser().get("/sign-in/elsewhere").status_code == 503


def test_where_no_issuer_is_set_there_is_no_such_door(office):
    assert office.browser().get("/sign-in/elsewhere").status_code == 404
    assert "/sign-in/elsewhere" not in office.browser().get("/sign-in").text


def test_an_identity_belongs_to_one_account(office, issuer, linked, make):
    make("li")
    with office.records() as session, pytest.raises(identity.NotLinked):
        identity.link(session, "li", issuer=issuer.address, subject="u-1001", actor=None)


def test_an_unlinked_identity_signs_in_no_more(office, issuer, linked):
    browser, _ = come_back(office, issuer)
    with office.records() as session:
        identity.unlink(session, "zhang", actor=None)
    assert browser.get("/account").status_code == 303
    assert come_back(office, issuer)[1].status_code == 403
