"""Coming in: passwords, tries, the demo's one click, and doors that stay shut."""

import pytest

from tests.web.reading import read

GOOD = "a long enough password"


def sign_in(browser, account, password, **more):
    return browser.post("/sign-in", data={"account": account, "password": password, **more})


def test_whoever_is_not_signed_in_is_led_to_the_door_and_back(office, clerk):
    browser = office.browser()
    led = browser.get("/cases?after=3")
    assert led.status_code == 303
    assert led.location == "/sign-in?next=/cases?after%3D3"
    entered = sign_in(browser, clerk.login, GOOD, next="/cases?after=3")
    assert entered.location == "/cases?after=3"


def test_a_wrong_password_and_an_unknown_account_sound_the_same(office, clerk):
    wrong = sign_in(office.browser(), clerk.login, "not the password")
    unknown = sign_in(office.browser(), "nobody", GOOD)
    assert wrong.status_code == unknown.status_code == 401
    assert read(wrong).words.replace("zhang", "") == read(unknown).words.replace("nobody", "")


def test_after_five_failures_even_the_right_password_waits(office, clerk):
    browser = office.browser()
    for _ in range(5):
        sign_in(browser, clerk.login, "not the password")
    assert sign_in(browser, clerk.login, GOOD).status_code == 429


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_way_back_stays_in_the_house(office, clerk, elsewhere):
    assert sign_in(office.browser(), clerk.login, GOOD, next=elsewhere).location == "/"


def test_one_click_brings_an_invented_person_in(office):
    browser = office.browser()
    page = browser.get("/sign-in")
    assert "区县人社受理初审" in page.text
    with office.records() as session:
        from service.web.stage import people

        with office.app.test_request_context():
            first = people(session)[0]
    assert browser.post("/demo/sign-in", data={"person": first.id}).status_code == 303
    assert first.name in browser.get("/").text


def test_one_click_works_for_invented_people_only(office, clerk):
    with office.records() as session:
        from service.records.person import by_login

        found = by_login(session, clerk.login)
    assert found is not None
    assert office.browser().post("/demo/sign-in", data={"person": found.id}).status_code == 404


def test_signing_out_shuts_the_door(office):
    browser = office.browser("auditor")
    assert browser.get("/search").status_code == 200
    browser.post("/sign-out")
    assert browser.get("/search").status_code == 303


def test_a_form_not_drawn_for_this_session_is_refused(office):
    office.app.config["WTF_CSRF_ENABLED"] = True
    answer = office.browser("institution").post("/cases/new", data={"opening": "x"})
    assert answer.status_code == 400
    assert "没有提交" in answer.text


def test_pages_carry_the_guards_a_browser_honours(office):
    headers = office.browser("auditor").get("/").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
