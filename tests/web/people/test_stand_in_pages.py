"""代办 over pages and API: named, ended, and holding from its first day to its last, no longer."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from service.domain.permissions import Grant
from service.records.history import history_of
from service.records.stand_in import StandIn
from tests.front_office import Story
from tests.web.people.conftest import ON_ONE, SECURITY, SYSTEM

HOME, NEAR = ("chongqing", "500103"), ("chongqing", "500105")
WEEK = {"since": "2020-05-20", "until": "2020-05-22"}
LENT = {**WEEK, "role": "county_reviewer", "deputy": "demo-reviewer-3"}


def name(desks, who, **more):
    return desks.post(who, "/stand-in", {**LENT, **more})


def standing(desks) -> list[StandIn]:
    with desks.office.records() as session:
        return list(session.scalars(select(StandIn).order_by(StandIn.id)))


def test_a_stand_in_is_named_once_and_ended_once(desks):
    for _ in range(2):
        assert name(desks, "demo-reviewer").status_code == 303
    (row,) = standing(desks)
    assert (row.since.isoformat(), row.until.isoformat()) == ("2020-05-20", "2020-05-22")
    assert desks.acts().count("stand_in_named") == 1
    assert "代办已撤销" in desks.told("demo-reviewer", f"/stand-in/{row.id}/end")
    assert "这项代办已撤销" in desks.told("demo-reviewer", f"/stand-in/{row.id}/end")
    assert desks.acts().count("stand_in_withdrawn") == 1
    assert name(desks, "demo-reviewer").status_code == 303


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"deputy": "nobody"}, "没有账号"),
        ({"deputy": ""}, "没有账号"),
        ({"deputy": "demo-reviewer"}, "不能由本人代办自己"),
        ({"deputy": "demo-reviewer-2"}, "不是同一单位的人"),
        ({"deputy": "demo-auditor"}, "不是同一单位的人"),
        ({"deputy": "demo-clerk-1"}, "不是同一单位的人"),
        ({"deputy": "demo-payer"}, "与所代办的角色不相容"),
        ({"role": "finance_payer"}, "没有可以代办的这一角色"),
        ({"role": "system_admin"}, "没有可以代办的这一角色"),
        ({"absent": "demo-payer", "role": "finance_payer"}, "只能由本人或其负责人"),
        ({"until": "2020-05-19"}, "起止日期不对"),
        ({"since": "2020-05-01", "until": "2020-05-19"}, "起止日期不对"),
        ({"until": "2021-05-20"}, "最长 92 天"),
        ({"since": "0001-01-01"}, "最长 92 天"),
        ({"until": "9999-12-31"}, "最长 92 天"),
        ({"until": ""}, "请写明起止日期"),
        ({"since": "2020-02-30"}, "请写明起止日期"),
    ],
)
@ON_ONE
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(desks, wrong, said):
    page = name(desks, "demo-reviewer", **wrong)
    assert (page.status_code, said in page.text) == (422, True)
    typed = {**LENT, **wrong}
    assert all(f'value="{typed[one]}"' in page.text for one in ("deputy", "since", "until"))
    assert standing(desks) == []


def test_a_clerk_lends_only_within_the_institution_and_all_of_what_he_has(desks):
    mine = Grant("institution", *HOME, 1)
    desks.enter("colleague", "C1", mine)
    desks.enter("twice", "C2", mine, Grant("institution", *HOME, 2))
    lent = {**WEEK, "role": "institution"}
    for who, deputy, status in (
        ("demo-clerk-1", "demo-clerk-2", 422),
        ("twice", "colleague", 422),
        ("demo-clerk-1", "colleague", 303),
    ):
        assert desks.post(who, "/stand-in", {**lent, "deputy": deputy}).status_code == status


def test_the_head_names_for_his_office_and_ends_it_but_not_for_finance(desks):
    desks.enter("payer-3", "P3", Grant("finance_payer", *HOME))
    absent = {"absent": "demo-reviewer"}
    assert name(desks, "demo-head", **absent).status_code == 303
    assert name(desks, "demo-head-2", **absent, until="2020-05-23").status_code == 422
    finance = {"absent": "demo-payer", "role": "finance_payer", "deputy": "payer-3"}
    assert name(desks, "demo-head", **finance).status_code == 422
    (row,) = standing(desks)
    assert f"/stand-in/{row.id}/end" in desks.get("demo-head", "/stand-in").text
    assert f"/stand-in/{row.id}/end" not in desks.get("demo-head-2", "/stand-in").text
    for stranger in ("demo-head-2", "demo-payer", SECURITY):
        assert "不由您撤销" in desks.told(stranger, f"/stand-in/{row.id}/end")
    assert "代办已撤销" in desks.told("demo-head", f"/stand-in/{row.id}/end")


@pytest.mark.parametrize("who", [SYSTEM, SECURITY, "demo-auditor", "demo-policy", "demo-platform"])
def test_who_has_no_work_to_lend_finds_no_form(desks, who):
    page = desks.get(who, "/stand-in").text
    assert "现在没有代办" in page
    assert 'name="deputy"' not in page
    assert name(desks, who).status_code == 422


@pytest.mark.parametrize("number", ["999999", "9" * 18, "9" * 30])
def test_a_stand_in_that_is_not_there_is_not_ended(desks, number):
    answer = desks.post("demo-reviewer", f"/stand-in/{number}/end")
    assert answer.status_code in (303, 404)


DAYS = {
    "the evening before": (datetime(2020, 5, 20, 15, 59, tzinfo=UTC), False),
    "the first minute of the first day": (datetime(2020, 5, 20, 16, tzinfo=UTC), True),
    "the last minute of the last day": (datetime(2020, 5, 22, 15, 59, tzinfo=UTC), True),
    "the first minute after": (datetime(2020, 5, 22, 16, tzinfo=UTC), False),
}


@pytest.mark.parametrize("when", DAYS)
def test_a_stand_in_holds_from_the_first_day_to_the_last_in_beijing(desks, when):
    at, holds = DAYS[when]
    story = Story.of(desks.office).tell(until="opening_accept")
    desks.enter("deputy", "D", Grant("assessor", *HOME))
    desks.office.clock.at = datetime(2020, 5, 20, 12, tzinfo=UTC)
    days = {"since": "2020-05-21", "until": "2020-05-22"}
    assert name(desks, "demo-reviewer", deputy="deputy", **days).status_code == 303
    desks.office.clock.at = at
    key = story.step("opening_accept").key
    page = desks.office.browser("deputy").get(f"/cases/{story.number}/steps/{key}")
    assert (page.status_code == 200) is holds
    called = desks.office.call(
        "deputy", "POST", f"/cases/{story.number}/steps/{key}/take", headers=KEYED
    )
    assert (called.status_code == 200) is holds


KEYED = {"Idempotency-Key": "stand-in-1"}


def test_what_is_done_for_somebody_is_remembered_for_both(desks):
    story = Story.of(desks.office).tell(until="opening_accept")
    desks.enter("deputy", "D", Grant("assessor", *HOME))
    name(desks, "demo-reviewer", deputy="deputy")
    desks.office.clock.at = story.example.scenes[0].at + timedelta(hours=1)
    step = story.step("opening_accept")
    headers = {**KEYED, "If-Match": f'"{step.key}.{step.version}"'}
    path = f"/cases/{story.number}/steps/{step.key}"
    answers = {"decision": "accept"}
    done = desks.office.call("deputy", "POST", path, headers=headers, json=answers)
    assert done.status_code == 200, done.text
    with desks.office.records() as session:
        last = history_of(session, story.case().id)[-1]
    absent = desks.person(desks.number("demo-reviewer")).natural_person
    own = desks.person(desks.number("deputy")).natural_person
    assert (last.lane, last.natural_person, last.acting_for) == ("county_reviewer", own, absent)


@pytest.mark.parametrize("gone", ["withdrawn", "role", "absent one closed"])
def test_what_was_lent_is_over_at_the_next_click(desks, gone):
    desks.enter("deputy", "D", Grant("assessor", *NEAR), Grant("assessor", *HOME))
    name(desks, "demo-head", deputy="deputy", role="county_head")
    browser = desks.office.browser("deputy")
    assert browser.get("/office").status_code == 200
    head = desks.number("demo-head")
    path = {
        "withdrawn": f"/stand-in/{standing(desks)[0].id}/end",
        "role": f"/accounts/{head}/roles/{desks.grant_of(head)}/withdraw",
        "absent one closed": f"/accounts/{head}/close",
    }[gone]
    who = {"withdrawn": "deputy", "role": SECURITY, "absent one closed": SYSTEM}[gone]
    assert desks.post(who, path).status_code == 303
    assert browser.get("/office").status_code == 403


def test_the_security_administrator_sees_who_stands_in(desks):
    name(desks, "demo-reviewer")
    page = desks.get(SECURITY, f"/accounts/{desks.number('demo-reviewer-3')}").text
    assert "区县人社受理初审" in page
    assert "2020-05-20 — 2020-05-22" in page
