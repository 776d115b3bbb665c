"""Sittings: who is signed in where, until when, and what is felt at the next request."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, event, select, update

from service.records.database import db
from service.records.person import Grant
from service.records.sitting import Sitting
from service.web.door import guard
from tests.web.door.conftest import change

FAR = timedelta(hours=12)


def token_of(browser):
    with browser.session_transaction() as cookie:
        return cookie.get("sitting")


def lay(browser, token):
    with browser.session_transaction() as cookie:
        cookie["sitting"] = token


def age(office, **by):
    """As if it had been so long ago."""
    with office.records() as session:
        moved = {name: getattr(Sitting, name) for name in by}
        for row in session.scalars(select(Sitting)):
            session.execute(
                update(Sitting)
                .where(Sitting.id == row.id)
                .values(**{name: getattr(row, name) - by[name] for name in moved})
            )
        session.commit()


def is_in(browser):
    return browser.get("/account").status_code == 200


def test_the_database_keeps_a_digest_and_the_browser_the_token(office, clerk):
    token = token_of(clerk.sign_in())
    with office.records() as session:
        kept = session.execute(select(Sitting)).scalar_one()
    assert len(token) >= 43
    assert token not in str(vars(kept))


def test_signing_in_renews_the_token_that_somebody_may_have_laid_out(office, clerk):
    browser = clerk.sign_in()
    before = token_of(browser)
    browser.post("/sign-in", data={"account": "zhang", "password": clerk.password})
    assert token_of(browser) != before


@pytest.mark.parametrize("token", ["", "made-up", "ü" * 43, "x" * 5000, 7, None, ["x"]])
def test_a_made_up_token_opens_nothing(office, token):
    browser = office.browser()
    lay(browser, token)
    assert browser.get("/account").location.startswith("/sign-in")


def test_a_tampered_cookie_opens_nothing(office, clerk):
    browser = clerk.sign_in()
    kept = browser.get_cookie("kaiban")
    assert kept is not None
    browser.set_cookie("kaiban", kept.value[:-3] + "xyz")
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("passed", "inside"),
    [
        ({"last_seen_at": timedelta(minutes=29)}, True),
        ({"last_seen_at": timedelta(minutes=30)}, False),
        ({"begun_at": FAR}, False),
        ({"begun_at": FAR - timedelta(minutes=1)}, True),
    ],
)
def test_whoever_stays_away_or_sits_too_long_signs_in_anew(office, clerk, passed, inside):
    browser = clerk.sign_in()
    age(office, **passed)
    assert is_in(browser) is inside


def test_the_demos_moved_clock_ends_no_sitting(office, clerk):
    browser = clerk.sign_in()
    office.clock.at += timedelta(days=300)
    assert is_in(browser)


def test_being_seen_is_written_once_a_minute_and_by_looking_only(office, clerk):
    browser = clerk.sign_in()
    age(office, last_seen_at=timedelta(minutes=20))
    browser.post("/account/password", data={})
    browser.get("/account")
    age(office, last_seen_at=timedelta(minutes=20))
    assert is_in(browser)


def test_looking_twice_within_a_minute_writes_nothing(office, clerk):
    browser = clerk.sign_in()
    commits = []

    def note(connection):
        commits.append(connection)

    with office.app.app_context():
        engine = db.engine
    event.listen(engine, "commit", note)
    assert is_in(browser)
    event.remove(engine, "commit", note)
    assert commits == []


def test_a_role_taken_away_is_felt_at_the_next_request(office):
    browser = office.browser("policy_admin")
    assert "政策参数管理员" in browser.get("/account").text
    with office.records() as session:
        session.execute(delete(Grant).where(Grant.role == "policy_admin"))
        session.commit()
    assert "政策参数管理员" not in browser.get("/account").text


def test_a_closed_account_is_out_at_the_next_request(office, clerk):
    browser = clerk.sign_in()
    change(office, clerk, active=False)
    assert not is_in(browser)


def test_signing_out_ends_the_sitting_not_only_the_cookie(office, clerk):
    browser = clerk.sign_in()
    token = token_of(browser)
    browser.post("/sign-out")
    lay(browser, token)
    assert not is_in(browser)


def test_one_signs_out_at_another_browser_or_everywhere(office, clerk):
    here, there, third = clerk.sign_in(), clerk.sign_in(), clerk.sign_in()
    with office.records() as session:
        numbers = session.scalars(select(Sitting.id).order_by(Sitting.id)).all()
    assert here.post(f"/account/sittings/{numbers[1]}/end").status_code == 303
    assert [is_in(one) for one in (here, there, third)] == [True, False, True]
    assert here.post(f"/account/sittings/{numbers[1]}/end").status_code == 404
    here.post("/account/sittings/end")
    assert [is_in(one) for one in (here, there, third)] == [False, False, False]


def test_nobody_signs_somebody_else_out(office, clerk, make):
    clerk.sign_in()
    with office.records() as session:
        number = session.scalars(select(Sitting.id)).one()
    assert make("li").sign_in().post(f"/account/sittings/{number}/end").status_code == 404


def test_a_sitting_of_the_demos_click_is_none_in_production(office):
    browser = office.browser("auditor")
    office.app.config["KAIBAN_DEMO"] = False
    assert not is_in(browser)


@pytest.fixture
def keeper(monkeypatch):
    """Somebody who keeps drafts."""
    kept: list[str] = []

    def keep(person):
        kept.append(person.login)
        return "/cases/1/steps/2"

    monkeypatch.setattr(guard, "KEEPERS", [keep])
    return kept


def test_what_was_posted_too_late_is_offered_to_whoever_keeps_drafts(office, clerk, keeper):
    browser = clerk.sign_in()
    age(office, last_seen_at=timedelta(hours=1))
    led = browser.post("/cases/1/steps/2", data={"class_name": "x"})
    assert led.location == "/sign-in?next=/cases/1/steps/2"
    assert keeper == ["zhang"]


def test_nothing_is_kept_for_whoever_only_knew_the_password(office, payer, keeper):
    payer.set_factor()
    browser = payer.sign_in()
    age(office, begun_at=timedelta(minutes=11), last_seen_at=timedelta(minutes=11))
    assert browser.post("/cases/1/steps/2", data={}).status_code == 303
    assert keeper == []


def test_nothing_is_kept_from_a_browser_left_open_since_yesterday(office, clerk, keeper):
    browser = clerk.sign_in()
    age(office, begun_at=FAR, last_seen_at=FAR)
    browser.post("/cases/1/steps/2", data={})
    assert keeper == []
