"""The second factor: set up, shown at the door, never twice, and led to where it is required."""

import pytest

from service.commands.door import factor
from service.records.factor import RecoveryCode, SecondFactor
from tests.web.door.conftest import change
from tests.web.reading import read


@pytest.fixture
def guarded(payer):
    payer.codes = payer.set_factor()
    return payer


def is_in(browser):
    return browser.get("/account").status_code == 200


def test_whoever_moves_money_reaches_nothing_before_a_factor_is_set(payer):
    browser = payer.sign_in()
    for path in ("/", "/cases", "/inbox", "/account"):
        assert browser.get(path).location.startswith("/account/factor?next=")
    assert browser.post("/cases/new", data={}).location.startswith("/account/factor")


def test_setting_it_up_gives_ten_codes_once_and_opens_the_house(office, payer):
    browser = payer.sign_in()
    page = browser.get("/account/factor")
    assert 'src="data:image/svg+xml' in page.text
    with office.records() as session:
        payer.secret = factor.propose(session, payer.id)
    assert payer.secret in page.text.replace(" ", "")
    done = browser.post("/account/factor", data={"code": payer.code()})
    assert done.text.count('<li><code class="number">') == 10
    assert is_in(browser)


def test_a_secret_that_no_telephone_has_shown_yet_is_not_asked_for(office, clerk):
    browser = clerk.sign_in()
    browser.get("/account/factor")
    assert is_in(clerk.sign_in())


def test_a_wrong_code_sets_nothing_up(payer):
    browser = payer.sign_in()
    browser.get("/account/factor")
    assert browser.post("/account/factor", data={"code": "000000"}).status_code == 422
    assert not is_in(browser)


def test_the_password_alone_opens_only_the_second_question(guarded):
    browser = guarded.sign_in()
    assert browser.get("/cases").location == "/sign-in/code?next=/cases"
    assert browser.get("/account/factor").location.startswith("/sign-in/code")
    assert browser.get("/account/password").location.startswith("/sign-in/code")
    assert "张三" not in browser.get("/sign-in/code").text


def test_the_code_opens_and_the_token_is_a_new_one(guarded):
    browser = guarded.sign_in()
    with browser.session_transaction() as cookie:
        before = cookie["sitting"]
    assert guarded.show(browser, guarded.code(), next="/cases").location == "/cases"
    with browser.session_transaction() as cookie:
        assert cookie["sitting"] != before
    assert is_in(browser)


@pytest.mark.parametrize(("later", "status"), [(-2, 401), (-1, 303), (0, 303), (1, 303), (3, 401)])
def test_a_telephones_clock_may_be_half_a_minute_off(guarded, later, status):
    assert guarded.show(guarded.sign_in(), guarded.code(later)).status_code == status


def test_no_code_is_taken_twice(guarded):
    code = guarded.code()
    assert guarded.show(guarded.sign_in(), code).status_code == 303
    assert guarded.show(guarded.sign_in(), code).status_code == 401


def test_a_code_typed_in_full_width_with_spaces_is_the_same_code(guarded):
    wide = guarded.code().translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert guarded.show(guarded.sign_in(), f" {wide[:3]} {wide[3:]}").status_code == 303


def test_a_recovery_code_opens_once_however_it_is_typed(guarded):
    code = guarded.codes[3].upper().replace("-", " ")
    assert guarded.show(guarded.sign_in(), code).status_code == 303
    assert guarded.show(guarded.sign_in(), code).status_code == 401


def test_another_persons_recovery_code_opens_nothing(guarded, clerk):
    clerk.set_factor()
    assert clerk.show(clerk.sign_in(), guarded.codes[0]).status_code == 401


def test_after_five_wrong_codes_even_the_right_one_waits(guarded):
    browser = guarded.sign_in()
    assert [guarded.show(browser, f"00000{n}").status_code for n in range(5)] == [401] * 5
    assert guarded.show(browser, guarded.code()).status_code == 429
    assert guarded.show(guarded.sign_in(), guarded.code()).status_code == 429


def test_codes_and_secret_are_not_readable_in_the_tables(office, guarded):
    with office.records() as session:
        held = session.get_one(SecondFactor, guarded.id)
        raw = session.connection().exec_driver_sql("SELECT secret FROM second_factor").scalar_one()
        assert held.secret is not None
        assert held.secret.encode() not in bytes(raw)
        digests = {row.digest for row in session.query(RecoveryCode)}
    assert not digests & {code.replace("-", "") for code in guarded.codes}


def test_moving_to_another_telephone_takes_a_code_of_the_old_one(office, guarded):
    browser = guarded.sign_in()
    guarded.show(browser, guarded.code(-1))
    browser.get("/account/factor")
    with office.records() as session:
        proposed = factor.propose(session, guarded.id)
    old, guarded.secret = guarded.code(), proposed
    sent = {"code": guarded.code(), "current": "123456"}
    assert browser.post("/account/factor", data=sent).status_code == 422
    assert browser.post("/account/factor", data={**sent, "current": old}).status_code == 200


def test_new_codes_for_the_paper_end_the_old_ones(guarded):
    browser = guarded.sign_in()
    guarded.show(browser, guarded.code(-1))
    assert browser.post("/account/codes", data={"code": "000000"}).status_code == 422
    assert browser.post("/account/codes", data={"code": guarded.code()}).status_code == 200
    assert guarded.show(guarded.sign_in(), guarded.codes[0]).status_code == 401


def test_a_lost_telephone_is_reset_and_its_owner_sets_up_another(office, guarded):
    browser = guarded.sign_in()
    guarded.show(browser, guarded.code())
    with office.records() as session:
        factor.reset_within(session, guarded.id)
        session.commit()
    assert browser.get("/").location.startswith("/sign-in")
    assert guarded.sign_in().get("/").location.startswith("/account/factor")


def test_the_second_factor_is_asked_before_a_password_may_be_chosen(office, guarded):
    change(office, guarded, must_change_password=True)
    browser = guarded.sign_in()
    assert browser.get("/").location.startswith("/sign-in/code")
    guarded.show(browser, guarded.code())
    assert browser.get("/").location.startswith("/account/password")


def test_the_demos_people_come_in_with_one_click(office):
    browser = office.browser("finance_payer")
    assert browser.get("/").status_code == 200
    assert "一键进入" in read(browser.get("/account")).words
