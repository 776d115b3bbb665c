"""The door and one's own account: signing in, passwords, second factors, sittings, the guide."""

from playwright.sync_api import Page

from tests.browser.acting import begin_visit, fill, press, submit, then
from tests.browser.furnishing import PASSWORD, SECRET, come_in, newcomer, telephone
from tests.browser.staging import Act, Stage, View

OFTEN = 6


def arrive(role: str, **more: bool) -> Act:
    """Come in as somebody new of that role."""

    def act(page: Page, stage: Stage) -> None:
        come_in(page, newcomer(stage, role, **more))

    return act


def wrong_code(page: Page, stage: Stage) -> None:
    """The telephone showed something else."""
    arrive("auditor", factor=True)(page, stage)
    fill({"code": "000000"}, button='form[action$="/code"] button')(page, stage)


def confirm_telephone(page: Page, stage: Stage) -> None:
    """Set the second factor up, as whoever pays must."""
    arrive("finance_payer")(page, stage)
    secret = page.locator("code.number").inner_text().replace(" ", "")
    fill({"code": telephone(secret)}, button='form[action$="/factor"] button')(page, stage)


def look_at_factor(page: Page, stage: Stage) -> None:
    """Somebody with a telephone looks at the page to change it."""
    arrive("auditor", factor=True)(page, stage)
    fill({"code": telephone(SECRET)}, button='form[action$="/code"] button')(page, stage)
    page.goto(f"{stage.address}/account/factor")


def refuse_password(page: Page, stage: Stage) -> None:
    """The first password is to be changed, and the new one is too short."""
    arrive("county_reviewer", must_change=True)(page, stage)
    new = {"old": PASSWORD, "new": "short", "again": "short"}
    fill(new, button='form[action$="/password"] button')(page, stage)


def try_too_often(page: Page, stage: Stage) -> None:
    """Guess until nobody is asked any more."""
    login = newcomer(stage, "county_reviewer")
    for _ in range(OFTEN):
        come_in(page, login, "not this one")


def sit_elsewhere_too(page: Page, stage: Stage) -> None:
    """The same person at another browser."""
    other = page.context.browser
    assert other
    second = other.new_context(user_agent="Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/130.0")
    window = second.new_page()
    window.goto(f"{stage.address}/sign-in")
    window.locator(f'button[name="person"][value="{stage.person("reviewer")}"]').click()
    window.wait_for_load_state()
    second.close()
    page.reload()


DOOR = (
    View(
        "sign-in", "", "/sign-in", "登录；演示中一键坐到任一岗位", "Sign in; in the demo, any desk"
    ),
    View(
        "sign-in-wrong",
        "",
        "/sign-in",
        "账号或密码不对，不说是哪一个",
        "Wrong account or password",
        fill({"account": "nobody", "password": "not this one"}, 'form[action$="/sign-in"] button'),
    ),
    View(
        "sign-in-too-often",
        "",
        "/sign-in",
        "错得太多，停五分钟",
        "Too many tries: five minutes' pause",
        try_too_often,
    ),
    View(
        "show-code",
        "",
        "/sign-in",
        "第二验证：手机上的验证码",
        "The second factor is asked for",
        arrive("auditor", factor=True),
    ),
    View(
        "show-code-wrong",
        "",
        "/sign-in",
        "验证码不对",
        "A wrong code",
        wrong_code,
    ),
    View(
        "set-factor",
        "",
        "/sign-in",
        "管钱的人先设第二验证",
        "Whoever pays sets a second factor first",
        arrive("finance_payer"),
    ),
    View(
        "recovery-codes",
        "",
        "/sign-in",
        "十个恢复码，只显示这一次",
        "Ten recovery codes, shown once",
        confirm_telephone,
    ),
    View(
        "change-factor",
        "",
        "/sign-in",
        "换一部手机，重新生成恢复码",
        "Another telephone, new codes",
        look_at_factor,
    ),
    View(
        "first-password",
        "",
        "/sign-in",
        "初始密码须先换掉",
        "The first password is changed first",
        arrive("county_reviewer", must_change=True),
    ),
    View(
        "first-password-refused",
        "",
        "/sign-in",
        "新密码太短",
        "The new password is too short",
        refuse_password,
    ),
    View(
        "my-account",
        "reviewer",
        "/account",
        "我的账号：在哪里登录着",
        "My account and where I am signed in",
        sit_elsewhere_too,
    ),
    View(
        "change-password",
        "reviewer",
        "/account/password",
        "演示人员没有密码",
        "The demo's people have none",
    ),
    View(
        "factor-of-demo",
        "payer",
        "/account/factor",
        "演示人员设第二验证",
        "A demo person's second factor",
    ),
    View("phrases", "reviewer", "/phrases", "常用语", "Stock phrases"),
    View("visit", "", "/demo/visit", "导览：从这里开始", "The guided visit begins here"),
    View(
        "visit-first-form",
        "",
        "/demo/visit",
        "导览第一步：表单已替您填好",
        "The guide's first form, filled in",
        begin_visit,
        moves_time=True,
    ),
    View(
        "visit-under-way",
        "",
        "/demo/visit",
        "导览走到哪里了",
        "How far the guided visit has come",
        then(begin_visit, submit, press(".guidebar a")),
        moves_time=True,
    ),
)
