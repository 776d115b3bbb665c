"""The three administrators and stand-ins; and the pages that say why something was not done."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from service.domain.invented import id_number
from service.domain.refusals import TryAgain
from tests.browser import acting
from tests.browser.furnishing import NUMBERS
from tests.browser.staging import RETURNED, TO_ACCEPT, TO_START, Act, Path_, Stage, View


def account(login: str) -> Path_:
    """The page of that person's account."""
    return lambda on: f"/accounts/{on.person(login)}"


def make_account(page: Page, stage: Stage) -> None:
    """Somebody new, whose first password is shown once."""
    number = next(NUMBERS)
    id_no = id_number(f"50010319900101{number:03d}")
    acting.fill({"login": f"zhou.min.{number}", "name": "周敏", "id_no": id_no})(page, stage)


def fail_with(error: Exception) -> Act:
    """The house breaks just where one goes next."""

    def act(page: Page, stage: Stage) -> None:
        with broken(stage, error):
            page.goto(f"{stage.address}/help")

    return act


@contextmanager
def broken(stage: Stage, error: Exception) -> Iterator[None]:
    """The page of the guide raises, as long as this lasts."""
    views = stage.app.view_functions
    whole = views["web.help_home"]

    def fail() -> str:
        raise error

    views["web.help_home"] = fail
    yield
    views["web.help_home"] = whole


def send_too_much(page: Page, stage: Stage) -> None:
    """A form larger than the house takes in."""
    page.evaluate(
        "const one = document.querySelector('main form [name=q-too-much]') || "
        "document.querySelector('main form textarea'); one.value = '字'.repeat(4000000)"
    )
    acting.submit(page, stage)


ADMINISTRATORS = (
    View("accounts", "system-admin", "/accounts", "账号与角色", "Accounts and roles"),
    View(
        "accounts-found", "security-admin", "/accounts?q=reviewer", "查到的账号", "Accounts found"
    ),
    View(
        "account-system",
        "system-admin",
        account("reviewer"),
        "系统管理员看一个账号",
        "An account, to the system administrator",
    ),
    View(
        "account-security",
        "security-admin",
        account("platform"),
        "安全管理员：角色、登录、令牌",
        "An account, to the security administrator",
    ),
    View(
        "account-own",
        "security-admin",
        account("security-admin"),
        "自己的账号由另一位办理",
        "One's own account is another's to change",
    ),
    View("make-account", "system-admin", "/accounts/new", "建立账号", "Making an account"),
    View(
        "make-account-refused",
        "system-admin",
        "/accounts/new",
        "身份证号码不对",
        "No valid ID number",
        acting.fill({"login": "zhou.min", "name": "周敏", "id_no": "123"}),
    ),
    View(
        "password-once",
        "system-admin",
        "/accounts/new",
        "初始密码只显示一次",
        "The first password, shown once",
        make_account,
    ),
    View("institutions", "system-admin", "/institutions", "机构", "Institutions"),
    View("institution-new", "system-admin", "/institutions/new", "登记机构", "A new institution"),
    View(
        "institutions-refused",
        "system-admin",
        "/institutions/new",
        "信用代码不对",
        "No valid credit code",
        acting.fill(
            {"name": "重庆新桥职业培训学校", "uscc": "123", "kind": "school", "region": "500103"}
        ),
    ),
    View(
        "incidents",
        "system-admin",
        "/incidents",
        "待处理故障",
        "What the house could not do by itself",
    ),
    View("security-log", "audit-admin", "/security-log", "安全日志", "The security log"),
    View(
        "security-log-narrowed",
        "audit-admin",
        "/security-log?act=stand_in_named",
        "安全日志：只看一事",
        "The log, one kind of act",
    ),
    View("stand-in", "reviewer", "/stand-in", "我的代办", "My stand-in"),
    View("stand-in-head", "head", "/stand-in", "负责人指定代办人", "A head names a stand-in"),
    View(
        "stand-in-refused",
        "reviewer",
        "/stand-in",
        "代办人不存在",
        "No such account",
        acting.fill({"deputy": "nobody", "until": "2020-07-22"}),
    ),
    View(
        "admin-desk",
        "system-admin",
        "/",
        "系统管理员的首页",
        "The system administrator's first page",
    ),
)

TROUBLE = (
    View(
        "forged",
        "clerk-2",
        lambda on: on.step(TO_START, "class_confirm_start"),
        "400：不是本次登录的表单",
        "400: somebody else's form",
        acting.forge,
    ),
    View(
        "signed-out",
        "clerk-2",
        lambda on: on.step(TO_START, "class_confirm_start"),
        "401：登录失效，已填的仍在",
        "401: signed out, nothing typed is lost",
        acting.be_signed_out,
    ),
    View(
        "expired",
        "clerk-2",
        lambda on: on.step(TO_START, "class_confirm_start"),
        "离开较久：已存为草稿",
        "Away too long: kept as a draft",
        acting.stay_away,
    ),
    View(
        "forbidden",
        "clerk-1",
        lambda on: on.case(RETURNED, "/orders/record-bank-result"),
        "403：无权办理",
        "403: not yours",
    ),
    View("not-found", "auditor", "/cases/CQ-2020-999999", "404：没有这个办件", "404: no such case"),
    View(
        "wrong-way", "auditor", "/sign-out", "405：不能这样打开", "405: not to be opened like this"
    ),
    View(
        "stale",
        "reviewer",
        lambda on: on.step(TO_ACCEPT, "opening_accept"),
        "409：本步骤已有变化",
        "409: the step has changed",
        acting.lag_behind,
    ),
    View("too-much", "counter", "/counter", "413：太大，没有收下", "413: too large", send_too_much),
    View(
        "broken",
        "auditor",
        "/cases",
        "500：系统出错，没有写入",
        "500: our mistake",
        fail_with(RuntimeError()),
    ),
    View(
        "busy", "auditor", "/cases", "503：系统正忙", "503: busy, try again", fail_with(TryAgain())
    ),
)
