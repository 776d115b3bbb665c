"""Strangers lock an account for strangers only: its owner comes in where he came in before."""

import pytest

from service.commands.door import tries

WRONG = "not the password"
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def own(clerk):
    """A browser its owner has used, and left."""
    browser = clerk.sign_in()
    browser.post("/sign-out")
    return browser


def come_in(browser, login, password):
    return browser.post("/sign-in", data={"account": login, "password": password}).status_code


def lock(office, login):
    return [come_in(office.browser(), login, WRONG) for _ in range(6)]


def test_who_locks_an_account_locks_it_for_strangers_only(office, clerk, own):
    assert lock(office, clerk.login) == [401] * 5 + [429]
    assert come_in(office.browser(), clerk.login, clerk.password) == 429
    assert come_in(own, clerk.login, clerk.password) == 303


def test_a_neighbour_who_tries_on_and_on_shuts_no_owner_out(office, clerk, own):
    for n in range(50):
        with office.records() as session:
            tries.begin(session, account=f"n{n}", address="127.0.0.1")
    assert come_in(office.browser(), clerk.login, clerk.password) == 429
    assert come_in(own, clerk.login, clerk.password) == 303


def test_at_a_known_browser_too_nobody_guesses_on(clerk, own):
    tried = [come_in(own, clerk.login, WRONG) for _ in range(5)]
    assert [*tried, come_in(own, clerk.login, clerk.password)] == [401] * 5 + [429]


def test_a_browser_is_known_for_who_came_in_there_and_nobody_else(office, make, own):
    other = make("wang")
    lock(office, other.login)
    assert come_in(own, other.login, other.password) == 429


def test_whoever_is_entitled_opens_both_locks(office, clerk, own):
    for browser in (own, office.browser()):
        for _ in range(5):
            come_in(browser, clerk.login, WRONG)
    with office.records() as session:
        tries.unlock_within(session, login=clerk.login, person_id=clerk.id)
        session.commit()
    assert come_in(own, clerk.login, clerk.password) == 303


@pytest.mark.parametrize("forged", ["x", "WyJ4Il0.x.x", "x" * 3_000])
def test_a_mark_nobody_gave_is_none(office, clerk, forged):
    browser = office.browser()
    browser.set_cookie("kaiban_known", forged, path="/sign-in")
    assert come_in(browser, clerk.login, WRONG) == 401


def test_the_mark_names_nobody_and_no_page_reads_it(office, clerk):
    office.app.config["SESSION_COOKIE_SECURE"] = True
    clerk.sign_in()
    (mark,) = (one for one in clerk.answer.headers.getlist("Set-Cookie") if "known" in one)
    assert "zhang" not in mark
    assert {"Secure", "HttpOnly", "Path=/sign-in", "SameSite=Strict"} <= set(mark.split("; "))
