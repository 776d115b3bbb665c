"""The security administrator's clicks: roles given and withdrawn, access mended, over the pages."""

import re

import pytest

from service.domain.permissions import ROLES, Grant
from service.records.institution import Institution
from service.records.outside_identity import linked_person
from tests.front_office import Story
from tests.web.people.conftest import AUDIT, HERE, ON_ONE, SECURITY, SYSTEM

REVIEWER = {"role": "county_reviewer", "place": HERE}
REFUSED = {
    "no role": ({"place": HERE}, "没有这个角色"),
    "unknown role": ({"role": "emperor", "place": HERE}, "没有这个角色"),
    "no county": ({"role": "county_reviewer", "place": "chongqing"}, "请选定地区与区县"),
    "no place": ({"role": "finance_payer"}, "请选定地区与区县"),
    "no jurisdiction": ({"role": "platform"}, "请选定地区"),
    "no institution": ({"role": "institution", "place": "chongqing"}, "请选定地区与机构"),
    "unknown institution": (
        {"role": "institution", "place": "chongqing", "institution": "91500000000000000X"},
        "没有登记这个机构",
    ),
    "unknown jurisdiction": ({"role": "platform", "place": "atlantis"}, "没有这个地区"),
    "unknown county": ({"role": "county_head", "place": "chongqing/999999"}, "没有这个地区"),
}


def grant(desks, number, data, who=SECURITY):
    return desks.post(who, f"/accounts/{number}/roles", data)


def test_a_role_holds_from_the_next_click_and_ends_with_the_next(desks):
    number = desks.enter("li", "L")
    browser, token = desks.office.browser("li"), desks.office.token("li")
    called = {"headers": {"Authorization": f"Bearer {token}"}}

    def may():
        api = desks.office.app.test_client().get("/api/cases/CQ-2020-000001", **called)
        return browser.get("/office").status_code, api.status_code

    before = may()
    for _ in range(2):
        assert grant(desks, number, {"role": "county_head", "place": HERE}).status_code == 303
    assert (desks.roles(number), may()[0]) == (["county_head"], 200)
    path = f"/accounts/{number}/roles/{desks.grant_of(number)}/withdraw"
    assert "角色已收回" in desks.told(SECURITY, path)
    assert (desks.roles(number), may()) == ([], before)
    assert "这项角色已经收回" in desks.told(SECURITY, path)


@pytest.mark.parametrize("what", REFUSED)
@ON_ONE
def test_a_role_that_cannot_be_given_is_refused_with_what_was_typed(desks, what):
    number = desks.enter("li", "L")
    typed, said = REFUSED[what]
    page = grant(desks, number, typed)
    assert (page.status_code, said in page.text) == (422, True)
    assert desks.roles(number) == []
    if typed.get("role") in ROLES:
        assert re.search(rf'value="{typed["role"]}" selected', page.text)
    if "institution" in typed:
        assert f'value="{typed["institution"]}"' in page.text


@pytest.mark.parametrize("way", ["name", "code", "code in small letters"])
def test_an_institutions_clerk_is_placed_by_its_name_or_code(desks, way):
    number = desks.enter("li", "L")
    with desks.office.records() as session:
        body = session.get_one(Institution, 2)
    written = {"name": body.name, "code": body.uscc, "code in small letters": body.uscc.lower()}
    data = {"role": "institution", "place": HERE, "institution": written[way]}
    assert grant(desks, number, data).status_code == 303
    assert body.name in desks.get(SYSTEM, f"/accounts/{number}").text


@pytest.mark.parametrize(
    ("held", "wanted"),
    [("finance_payer", "county_reviewer"), ("finance_payer", "finance_reviewer"), ("auditor", "x")],
)
def test_what_one_person_may_not_be_is_judged_over_all_his_accounts(desks, held, wanted):
    place = ("chongqing", "500103")
    desks.enter("first", "L", Grant(held, *place))
    second = desks.enter("second", "L")
    data = {"role": "audit_admin"} if wanted == "x" else {"role": wanted, "place": HERE}
    assert "同一自然人已有" in grant(desks, second, data).text
    assert (desks.roles(second), desks.acts()[-1]) == ([], "grant_refused")


def test_what_one_stands_in_for_counts_as_well(desks):
    li = desks.enter("li", "L", Grant("inspector", "chongqing", "500103"))
    data = {"role": "finance_payer", "deputy": "li", "since": "2020-05-20", "until": "2020-05-22"}
    assert desks.post("demo-payer", "/stand-in", data).status_code == 303
    assert "含其他账号与代办" in grant(desks, li, REVIEWER).text


def test_nobody_gives_or_withdraws_a_role_of_his_own_or_of_his_other_account(desks):
    own = desks.number(SECURITY)
    natural = desks.person(own).natural_person
    second = desks.enter("second", "X", Grant("inspector", "chongqing", "500103"))
    desks.enter("security-2", "Y", Grant("security_admin"))
    with desks.office.records() as session:
        session.get_one(type(desks.person(second)), second).natural_person = natural
        session.commit()
    for number in (own, second):
        assert "不能对自己的账号" in grant(desks, number, REVIEWER).text
        path = f"/accounts/{number}/roles/{desks.grant_of(number)}/withdraw"
        assert "不能对自己的账号" in desks.told(SECURITY, path)
        assert len(desks.roles(number)) == 1
        assert "收回</button>" not in desks.get(SECURITY, f"/accounts/{number}").text


@pytest.mark.parametrize("last", [SYSTEM, SECURITY, AUDIT])
def test_the_last_administrator_of_a_kind_keeps_the_role(desks, last):
    number = desks.number(last)
    path = f"/accounts/{number}/roles/{desks.grant_of(number)}/withdraw"
    assert "这是最后一位该类管理员" in desks.told(SECURITY, path)
    assert len(desks.roles(number)) == 1


def test_a_role_is_withdrawn_from_its_own_account_only(desks):
    li = desks.enter("li", "L")
    other = desks.grant_of(desks.number("demo-payer"))
    assert "这项角色已经收回" in desks.told(SECURITY, f"/accounts/{li}/roles/{other}/withdraw")
    assert desks.roles(desks.number("demo-payer")) == ["finance_payer"]


def test_an_office_that_is_left_empty_is_said(desks):
    number = desks.number("demo-assessor")
    path = f"/accounts/{number}/roles/{desks.grant_of(number)}/withdraw"
    assert "此地已无人持有“鉴定评价机构”" in desks.told(SECURITY, path)


def test_whoever_made_an_account_gives_it_nothing(desks, newcomer):
    desks.post(SYSTEM, "/accounts/new", newcomer)
    number = desks.number(newcomer["login"])
    moved = desks.enter("moved", "X", Grant("security_admin"))
    with desks.office.records() as session:
        keeper = session.get_one(type(desks.person(moved)), desks.number(SYSTEM))
        session.get_one(type(keeper), moved).natural_person = keeper.natural_person
        session.commit()
    assert "这个账号是您" in grant(desks, number, REVIEWER, who="moved").text
    assert grant(desks, number, REVIEWER).status_code == 303


@pytest.mark.parametrize("how", ["unlock", "reset-factor", "sign-out", "unlink"])
@ON_ONE
def test_access_is_mended_again_and_again_but_never_ones_own(desks, how):
    number = desks.number("demo-reviewer")
    for _ in range(2):
        assert desks.post(SECURITY, f"/accounts/{number}/mend/{how}").status_code == 303
    own = desks.number(SECURITY)
    assert "不能对自己的账号" in desks.told(SECURITY, f"/accounts/{own}/mend/{how}")


def test_whoever_is_signed_out_has_to_sign_in_anew(desks):
    browser = desks.office.browser("demo-reviewer")
    assert browser.get("/").status_code == 200
    desks.post(SECURITY, f"/accounts/{desks.number('demo-reviewer')}/mend/sign-out")
    assert browser.get("/").location.startswith("/sign-in")


def test_a_new_password_is_shown_once_and_the_old_sittings_are_over(desks):
    number = desks.number("demo-reviewer")
    page = desks.post(SECURITY, f"/accounts/{number}/password")
    assert re.search(r'<code class="number">[\w-]{16,}</code>', page.text)
    assert desks.person(number).must_change_password
    own = desks.post(SECURITY, f"/accounts/{desks.number(SECURITY)}/password")
    assert own.status_code == 303


def test_a_token_is_revoked_once_and_opens_nothing(desks):
    token, number = desks.office.token("demo-reviewer"), desks.number("demo-reviewer")
    shown = desks.get(SECURITY, f"/accounts/{number}").text
    path = re.search(r'action="(/accounts/\d+/tokens/\d+/revoke)"', shown)
    assert path is not None
    assert "令牌已吊销。" in desks.told(SECURITY, path[1])
    assert "这个令牌已吊销" in desks.told(SECURITY, path[1])
    headers = {"Authorization": f"Bearer {token}"}
    client = desks.office.app.test_client()
    assert client.get("/api/cases", headers=headers).status_code == 401


def test_an_identity_is_linked_to_one_account(desks):
    first, second = desks.number("demo-reviewer"), desks.number("demo-approver")
    given = {"issuer": "https://id.example", "subject": "u-1"}
    assert desks.post(SECURITY, f"/accounts/{first}/identity", given).status_code == 303
    again = desks.post(SECURITY, f"/accounts/{second}/identity", given)
    assert (again.status_code, "没有关联" in again.text) == (422, True)
    assert 'value="https://id.example"' in again.text
    empty = desks.post(SECURITY, f"/accounts/{second}/identity", {"issuer": "", "subject": ""})
    assert empty.status_code == 422
    with desks.office.records() as session:
        linked = linked_person(session, "https://id.example", "u-1")
    assert linked is not None
    assert linked.id == first


def test_a_step_taken_before_the_role_was_withdrawn_goes_to_a_colleague(desks):
    story = Story.of(desks.office).tell(until="opening_accept")
    key = story.step("opening_accept").key
    path = f"/cases/{story.number}/steps/{key}/take"
    first = desks.office.browser("demo-reviewer")
    first.post(path)
    number = desks.number("demo-reviewer")
    desks.post(SECURITY, f"/accounts/{number}/roles/{desks.grant_of(number)}/withdraw")
    assert first.post(f"/cases/{story.number}/steps/{key}/put-back").status_code == 404
    colleague = desks.office.browser("demo-reviewer-3")
    assert "已不在岗，可由同事签收" in colleague.get(f"/cases/{story.number}").text
    assert colleague.post(path).status_code == 303
    assert story.step("opening_accept").assignee_id == desks.number("demo-reviewer-3")
