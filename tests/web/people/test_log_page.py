"""The audit administrator's log: every click in it, looked through, taken away, never altered."""

from io import BytesIO

import pytest
from python_calamine import load_workbook

from service.commands.people.security import broken_log
from service.domain.permissions import Grant
from tests.web.people.conftest import AUDIT, HERE, SECURITY, SYSTEM
from tests.web.reading import read


def rows(desks, query=""):
    answer = desks.get(AUDIT, f"/security-log.xlsx{query}")
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.data)).get_sheet_by_index(0).to_python()[1:]


def test_who_did_what_to_whom_is_told_in_words(desks):
    number = desks.enter("li", "L")
    desks.post(SECURITY, f"/accounts/{number}/roles", {"role": "county_head", "place": HERE})
    page = read(desks.get(AUDIT, "/security-log")).words
    assert "授予角色" in page
    assert "区县人社负责人（重庆市 · 渝中区）" in page
    assert desks.person(desks.number(SECURITY)).display_name in page
    assert "方式：演示一键登录" in page


def test_a_role_made_at_the_terminal_is_told_with_its_place(desks):
    desks.enter("li", "L", Grant("county_head", "chongqing", "500105"))
    assert "区县人社负责人（重庆市 · 江北区）" in desks.get(AUDIT, "/security-log?whom=li").text


@pytest.mark.parametrize(
    ("query", "acts"),
    [
        ("?whom=li", ["授予角色", "建立账号"]),
        ("?whom=li&act=account_made", ["建立账号"]),
        ("?who=demo-system-admin", []),
        ("?who=nobody", []),
        ("?whom=li&from=2000-01-01&to=2999-01-01", ["授予角色", "建立账号"]),
        ("?whom=li&to=2000-01-01", []),
        ("?whom=li&from=2999-01-01", []),
    ],
)
def test_the_log_is_narrowed_by_act_person_and_day(desks, query, acts):
    desks.enter("li", "L", Grant("inspector", "chongqing", "500103"))
    found = [row[3] for row in rows(desks, query)]
    assert [one for one in found if one != "登录"] == acts


def test_taking_the_log_away_is_in_the_log(desks):
    before = len(desks.acts())
    assert len(rows(desks)) == before + 1
    assert desks.acts()[-1] == "log_exported"


def test_the_log_goes_on_page_by_page_newest_first(desks):
    for one in range(60):
        desks.enter(f"staff-{one:02}", f"N{one}", Grant("auditor"))
    first = read(desks.get(AUDIT, "/security-log"))
    onward = next(one for one in first.links if "before=" in one)
    older = read(desks.get(AUDIT, onward)).words
    assert "staff-59" in first.words
    assert "staff-59" not in older


@pytest.mark.parametrize(
    "query",
    [
        "from=0001-01-01",
        "to=9999-12-31",
        "from=yesterday",
        "before=0",
        "before=-1",
        "before=x",
        f"before={'9' * 40}",
        "act=anything",
        "who=%F0%9F%98%80",
    ],
)
def test_an_address_of_nonsense_is_a_log_all_the_same(desks, query):
    assert desks.get(AUDIT, f"/security-log?{query}").status_code == 200


def test_after_all_of_it_the_chain_holds(desks):
    desks.post(SYSTEM, f"/accounts/{desks.number('demo-reviewer')}/close")
    rows(desks)
    with desks.office.records() as session:
        assert list(broken_log(session)) == []
