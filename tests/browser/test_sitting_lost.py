"""The sitting is gone, forged or ended in the middle of a long form; nothing typed is lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from service.commands.drafts import Kept, Place, drop, read, save
from service.records.institution import Institution
from service.records.person import by_login
from service.records.sitting import Sitting
from tests.front_office import HOME, LOGINS, MORNING, REGION

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIGNED_OUT = "您没有登录或登录已失效，没有提交。已填写的内容仍在本页"
LEARNERS = 40
SITE = "渝中区人和街1号附2号"


@pytest.fixture
def typing(story, desks):
    """A clerk who has typed the whole form and not handed it in: the page alone holds it."""
    clerk, step = desks.of("institution"), story.step("opening_fill")
    with story.office.records() as session:
        person = by_login(session, LOGINS["institution"])
        assert person is not None
        place = Place(story.case().id, step.key, person.id)
        session.rollback()
        save(session, place, Kept(dict(story.answers(0)), {}, step.version), now=MORNING)
        clerk.go(f"/cases/{story.number}/steps/{step.key}?part=whole")
        drop(session, place)
    return clerk


def kept(story):
    """What the draft of the clerk holds."""
    with story.office.records() as session:
        clerk = by_login(session, LOGINS["institution"])
        assert clerk is not None
        place = Place(story.case().id, story.step("opening_fill").key, clerk.id)
        found = read(session, place)
    return found.answers if found else {}


def remove_cookie(clerk, _desks):
    clerk.page.context.clear_cookies()


def tamper_with_cookie(clerk, _desks):
    cookie = clerk.page.context.cookies()[0]
    forged = cookie["value"][:-6] + "AAAAAA"
    clerk.page.context.add_cookies([{**cookie, "value": forged}])


def sign_out_everywhere(_clerk, desks):
    other = desks.window()
    other.sign_in(desks.name("institution"))
    other.go("/account")
    other.page.get_by_role("button", name="全部退出").click()
    expect(other.page.locator(".alert.green")).to_contain_text("已在所有地方退出登录")


@pytest.mark.parametrize("lose", [remove_cookie, tamper_with_cookie, sign_out_everywhere])
def test_whoever_lost_the_sitting_signs_in_elsewhere_and_goes_on(story, desks, typing, lose):
    lose(typing, desks)
    typing.submit()
    expect(typing.page.locator("main")).to_contain_text(SIGNED_OUT)
    with typing.page.expect_popup() as popup:
        typing.page.get_by_role("link", name="在新窗口登录").click()
    door = type(typing)(popup.value, typing.address)
    door.sit_down(desks.name("institution"))
    typing.page.get_by_role("button", name="回到表单，存为草稿").click()
    expect(typing.page.locator(".alert.green")).to_contain_text("已存为草稿，尚未提交")
    assert len(kept(story)["roster"]) == LEARNERS
    typing.done()


def stay_away(story, minutes):
    """The database's own time passes for everybody who is signed in."""
    with story.office.records() as session:
        for sitting in session.query(Sitting):
            sitting.last_seen_at -= timedelta(minutes=minutes)
        session.commit()


def test_whoever_was_away_for_long_finds_the_draft_behind_the_door(story, desks, typing):
    stay_away(story, 45)
    typing.submit()
    expect(typing.page.locator(".alert.amber")).to_contain_text("已存为草稿，请登录后继续")
    typing.sit_down(desks.name("institution"))
    expect(typing.page.locator("h1")).to_have_text("填报开班申请")
    expect(typing.page.locator(".alert").first).to_contain_text("继续上次填写的内容")
    assert len(kept(story)["roster"]) == LEARNERS
    typing.go("/")
    expect(typing.page.locator("main")).to_contain_text("继续填写")


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (lambda story, clerk: stay_away(story, 45), "已存为草稿。您离开较久"),
        (lambda story, clerk: clerk.page.context.clear_cookies(), "没有保存：登录已失效"),
    ],
    ids=["was away", "has no cookie"],
)
def test_saving_by_itself_says_when_nobody_is_signed_in_any_more(story, typing, happens, told):
    happens(story, typing)
    typing.page.fill('[name="site"]', SITE)
    typing.page.locator('[name="site"]').blur()
    expect(typing.page.locator(".saved")).to_contain_text(told)
    expect(typing.page.locator("h1")).to_have_text("填报开班申请")
    expect(typing.page.locator('[name="site"]')).to_have_value(SITE)


def give_back(keeper, story):
    """The administrator had the wrong person; the role is granted anew."""
    with story.office.records() as session:
        uscc = session.get_one(Institution, story.case().institution_id).uscc
    keeper.page.locator("#role").select_option("institution")
    keeper.page.locator("#place").select_option(f"{HOME}/{REGION}")
    keeper.page.locator("#institution").fill(uscc)
    keeper.page.get_by_role("button", name="授予").click()
    expect(keeper.page.locator(".alert.green")).to_contain_text("角色已授予")


def test_a_role_taken_away_mid_form_is_told_and_what_was_typed_stays(story, desks, typing):
    keeper = desks.window()
    keeper.sign_in(desks.name("demo-security-admin"))
    keeper.go("/accounts")
    keeper.page.get_by_role("link", name=LOGINS["institution"], exact=True).click()
    keeper.page.get_by_role("button", name="收回").first.click()
    expect(keeper.page.locator(".alert.green")).to_contain_text("角色已收回")
    typing.submit()
    expect(typing.page.locator("main")).to_contain_text("您的角色已有变动")
    give_back(keeper, story)
    typing.page.get_by_role("button", name="回到表单，存为草稿").click()
    expect(typing.page.locator("h1")).to_have_text("填报开班申请")
    assert len(kept(story)["roster"]) == LEARNERS
