"""A second factor set up from the secret on the screen, shown at the door, and codes on paper."""

from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from service.commands.people.newcomers import Newcomer, add_person
from service.domain.permissions import Grant
from service.records.database import database_now
from service.records.factor import SecondFactor
from tests.front_office import HOME, REGION

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOGIN, PASSWORD = "payer-with-a-phone", "a long enough password"


@pytest.fixture
def payer(office):
    newcomer = Newcomer(
        login=LOGIN,
        name="钱付",
        natural_person="payer",
        password=PASSWORD,
        grants=(Grant("finance_payer", HOME, REGION),),
    )
    with office.records() as session:
        return add_person(session, newcomer)


def knock(clerk):
    """At the door, with account and password."""
    clerk.go("/sign-in")
    give(clerk)


def give(clerk):
    clerk.page.locator("#account").fill(LOGIN)
    clerk.page.locator("#password").fill(PASSWORD)
    clerk.page.locator('form[action="/sign-in"] button').click()


def shown_by(office, secret, half_minutes=0):
    """What the telephone shows by the house's time."""
    with office.records() as session:
        moment = database_now(session) + timedelta(seconds=30 * half_minutes)
    return pyotp.TOTP(secret).at(int(moment.timestamp()))


def show(clerk, code):
    clerk.page.locator('[name="code"]').fill(code)
    clerk.page.get_by_role("button", name="继续").click()


@pytest.fixture
def set_up(office, payer, desks):
    """The payer reads the secret from the page, and keeps ten codes on paper."""
    clerk = desks.window()
    knock(clerk)
    expect(clerk.page.locator(".alert.amber")).to_contain_text("须先设置第二验证")
    secret = clerk.page.locator(".steps-list code").inner_text().replace(" ", "")
    clerk.page.locator('[name="code"]').fill(shown_by(office, secret))
    clerk.page.get_by_role("button", name="启用").click()
    expect(clerk.page.locator("h1")).to_contain_text("恢复码")
    clerk.page.wait_for_load_state()
    codes = clerk.page.locator(".codes code").all_inner_texts()
    clerk.page.get_by_role("link", name="我已收好，继续").click()
    expect(clerk.page.locator("header .me")).to_contain_text("钱付")
    # The half-minute of the code that was used for it passes.
    with office.records() as session:
        session.execute(update(SecondFactor).values(last_step=0))
        session.commit()
    return secret, codes


def test_the_code_of_the_telephone_opens_once(office, desks, set_up):
    secret, codes = set_up
    assert len(set(codes)) == 10
    code = shown_by(office, secret)
    first, second = desks.window(), desks.window()
    knock(first)
    expect(first.page.locator("h1")).to_have_text("第二验证")
    show(first, code)
    expect(first.page.locator("header .me")).to_contain_text("钱付")
    knock(second)
    show(second, code)
    expect(second.page.locator(".alert.red")).to_contain_text("验证码不正确或已经用过")
    second.go("/finance")
    expect(second.page.locator("h1")).to_have_text("第二验证")


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without script"])
def test_a_recovery_code_opens_once(desks, set_up, scripts):
    _, codes = set_up
    desks.scripts = scripts
    first, second = desks.window(), desks.window()
    knock(first)
    show(first, codes[0])
    expect(first.page.locator("header .me")).to_contain_text("钱付")
    first.go("/account")
    expect(first.page.locator("main")).to_contain_text("还有 9 个恢复码可用")
    knock(second)
    show(second, codes[0])
    expect(second.page.locator(".alert.red")).to_contain_text("不正确或已经用过")


def test_the_way_one_was_going_is_gone_on_after_both_questions(office, desks, set_up):
    secret, _ = set_up
    clerk = desks.window()
    clerk.go("/finance/release")
    give(clerk)
    show(clerk, shown_by(office, secret))
    expect(clerk.page).to_have_url(f"{clerk.address}/finance/release")
