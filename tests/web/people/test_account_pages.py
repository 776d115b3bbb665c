"""The system administrator's accounts: found, made, closed and opened again, over the pages."""

import re

import pytest

from service.domain.permissions import Grant
from tests.web.people.conftest import AUDIT, ON_ONE, SECURITY, SYSTEM

REVIEWER = Grant("county_reviewer", "chongqing", "500103")


def test_an_account_is_made_and_its_password_shown_once(desks, newcomer):
    page = desks.post(SYSTEM, "/accounts/new", newcomer)
    number = desks.number(newcomer["login"])
    password = re.search(r'<code class="number">([\w-]{16,})</code>', page.text)
    assert page.status_code == 200
    assert password is not None
    assert password[1] not in desks.get(SYSTEM, f"/accounts/{number}").text
    assert (desks.roles(number), desks.person(number).must_change_password) == ([], True)
    assert newcomer["id_no"] not in page.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"login": "demo-reviewer"}, "已有这个登录名"),
        ({"id_no": "110105194912310021"}, "身份证号码不对"),
        ({"id_no": ""}, "身份证号码不对"),
        ({"login": ""}, "请填写登录名和姓名"),
        ({"name": "   "}, "请填写登录名和姓名"),
        ({"login": "li wei"}, "登录名只用英文字母"),
        ({"login": "李"}, "登录名只用英文字母"),
    ],
)
@ON_ONE
def test_what_cannot_be_an_account_is_said_and_nothing_typed_is_lost(desks, newcomer, wrong, said):
    typed = {**newcomer, **wrong}
    before = desks.acts()
    page = desks.post(SYSTEM, "/accounts/new", typed)
    assert (page.status_code, said in page.text) == (422, True)
    assert all(f'value="{one.strip()}"' in page.text for one in typed.values())
    assert desks.acts() == [*before, "signed_in"]


def test_an_account_of_many_pages_is_found_by_login_name_role_and_state(desks):
    for one in range(60):
        grants = (REVIEWER,) if one < 2 else ()
        desks.enter(f"staff-{one:02}", f"N{one}", *grants)
    first = desks.get(SYSTEM, "/accounts").text
    onward = re.search(r'href="(/accounts\?[^"]*after=[^"]+)"', first)
    assert onward is not None
    assert "staff-59" in desks.get(SYSTEM, onward[1].replace("&amp;", "&")).text
    assert "staff-59" not in first
    page = desks.get(SYSTEM, "/accounts?q=STAFF-0&role=county_reviewer&state=open").text
    assert re.findall(r">(staff-\d\d)</a>", page) == ["staff-00", "staff-01"]
    assert "staff-02" in desks.get(SYSTEM, "/accounts?role=-&q=staff-02").text


@pytest.mark.parametrize(
    "given", ["after=zzzz", "role=emperor", "state=%C2%A0", "q=%25", "q='--", "after=%F0%9F%98%80"]
)
def test_an_address_of_nonsense_is_a_list_all_the_same(desks, given):
    assert desks.get(SYSTEM, f"/accounts?{given}").status_code == 200


def test_nobody_is_found_and_the_page_says_so(desks):
    assert "没有符合条件的账号" in desks.get(SYSTEM, "/accounts?q=nobody-here").text
    assert "没有符合条件的账号" in desks.get(SYSTEM, "/accounts?state=closed").text


def test_a_closed_account_is_out_at_the_next_click_and_comes_back_with_its_roles(desks):
    number = desks.number("demo-reviewer")
    browser = desks.office.browser("demo-reviewer")
    token = desks.office.token("demo-reviewer")
    for _ in range(2):
        assert desks.post(SYSTEM, f"/accounts/{number}/close").status_code == 303
    assert browser.get("/cases").status_code in (302, 303, 401)
    refused = desks.office.app.test_client().get(
        "/api/cases", headers={"Authorization": f"Bearer {token}"}
    )
    assert refused.status_code == 401
    assert "这个账号已停用" in desks.get(SYSTEM, f"/accounts/{number}").text
    assert "demo-reviewer<" in desks.get(SYSTEM, "/accounts?state=closed").text
    desks.post(SYSTEM, f"/accounts/{number}/reopen")
    assert desks.roles(number) == ["county_reviewer"]
    assert desks.office.browser("demo-reviewer").get("/cases").status_code == 200


def test_nobody_closes_his_own_account_nor_another_of_his(desks):
    own = desks.number(SYSTEM)
    natural = desks.person(own).natural_person
    second = desks.enter("second", "X")
    with desks.office.records() as session:
        session.get_one(type(desks.person(second)), second).natural_person = natural
        session.commit()
    for number in (own, second):
        for act in ("close", "reopen"):
            assert "不能对自己的账号" in desks.told(SYSTEM, f"/accounts/{number}/{act}")
        assert desks.person(number).active
        assert "停用账号" not in desks.get(SYSTEM, f"/accounts/{number}").text


@pytest.mark.parametrize("last", [SECURITY, AUDIT])
def test_the_last_administrator_of_a_kind_is_not_closed(desks, last):
    number = desks.number(last)
    assert "这是最后一位该类管理员" in desks.told(SYSTEM, f"/accounts/{number}/close")
    assert desks.person(number).active


def test_accounts_of_one_natural_person_point_at_each_other(desks):
    first, second = desks.enter("first", "L", REVIEWER), desks.enter("second", "L")
    assert "同一人有多个账号" in desks.get(SYSTEM, "/accounts?q=first").text
    page = desks.get(SYSTEM, f"/accounts/{second}").text
    assert f'href="/accounts/{first}"' in page
    assert "区县人社受理初审（重庆市 · 渝中区）" in page


def test_in_english_every_word_of_the_desk_is_english(desks):
    browser = desks.office.browser(SYSTEM)
    browser.get("/language/en")
    page = browser.get(f"/accounts/{desks.number('demo-clerk-1')}").text
    assert "Account demo-clerk-1" in page
    assert "角色" not in page
