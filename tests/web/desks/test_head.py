"""The desk of a head: what is late and with whom, what stands still, and handing steps over."""

import re
from datetime import date, datetime

import pytest

from service.commands.people.newcomers import Newcomer, add_person
from service.domain.calendar import BEIJING
from service.domain.permissions import Grant
from service.records.person import by_login
from service.records.stand_in import StandIn
from tests import front_office
from tests.front_office import HOME, LOGINS, MORNING, REGION
from tests.web.reading import read


@pytest.mark.parametrize(
    "role",
    [
        *("institution", "county_reviewer", "county_approver", "county_head"),
        *("finance_reviewer", "finance_payer", "auditor", "policy_admin"),
    ],
)
def test_only_a_head_sees_the_desk(office, role):
    allowed = role == "county_head"
    assert office.browser(role).get("/office").status_code == (200 if allowed else 403)
    handed = office.browser(role).post("/office/hand", data={})
    assert handed.status_code == (303 if allowed else 403)


def second_reviewer(office, region=REGION):
    grant = Grant("county_reviewer", HOME, region)
    with office.records() as session:
        add_person(
            session,
            Newcomer(login="second", name="复审乙", natural_person="second", grants=(grant,)),
        )


@pytest.fixture
def late(story):
    story.tell(until="opening_accept")
    second_reviewer(story.office)
    story.office.clock.at = datetime(2020, 5, 22, 9, tzinfo=BEIJING)
    return story


def desk(story, **query):
    return story.office.browser("county_head").get("/office", query_string=query).text


def hand(story, to, mark=None):
    mark = mark or f"{story.number}|{story.step('opening_accept').key}"
    data = {"step": mark, f"to-{mark}": to}
    browser = story.office.browser("county_head")
    return browser.post("/office/hand", data=data, follow_redirects=True).text


def test_what_is_due_today_is_shown_with_nobody_working_on_it(late):
    page = desk(late)
    assert late.number in page
    assert "今日到期" in page
    assert "未签收" in page


def test_what_is_due_later_is_not_shown(story):
    story.tell(until="opening_accept")
    story.office.clock.at = datetime(2020, 5, 20, 11, tzinfo=BEIJING)
    assert story.number not in desk(story)


def test_a_step_is_handed_over_and_counted_with_the_colleague(late):
    assert "已改派 1 项" in hand(late, "second")
    assert "复审乙" in desk(late)
    assert late.number not in desk(late, officer="none")
    with late.office.records():
        assignee = late.step("opening_accept").assignee_id
    assert late.number in desk(late, officer=str(assignee))
    assert late.number not in desk(late, officer="1")


def test_a_step_handed_over_twice_says_so_without_harm(late):
    hand(late, "second")
    assert "改派" in hand(late, "second")
    assert late.step("opening_accept").assignee_id is not None


@pytest.mark.parametrize("to", ["demo-approver", "demo-payer", "nobody"])
def test_a_step_goes_to_nobody_outside_its_lane(late, to):
    assert "已改派" not in hand(late, to)
    assert late.step("opening_accept").assignee_id is None


def test_each_of_several_is_told_on_its_own(late):
    good, bad = f"{late.number}|{late.step('opening_accept').key}", f"{late.number}|gone"
    data = {"step": [good, bad], f"to-{good}": "second", f"to-{bad}": "second"}
    browser = late.office.browser("county_head")
    page = browser.post("/office/hand", data=data, follow_redirects=True).text
    assert "已改派 1 项" in page
    assert "alert red" in page


def test_nothing_ticked_or_nobody_chosen_is_told(late):
    browser = late.office.browser("county_head")
    assert "请先勾选" in browser.post("/office/hand", data={}, follow_redirects=True).text
    assert "没有选择接办人" in hand(late, "")


def test_another_districts_steps_are_not_shown(late, monkeypatch):
    second = Grant("county_head", HOME, "500105")
    with late.office.records() as session:
        add_person(
            session,
            Newcomer(login="far-head", name="外区负责人", natural_person="f", grants=(second,)),
        )
    monkeypatch.setitem(front_office.LOGINS, "far_head", "far-head")
    assert late.number not in late.office.browser("far_head").get("/office").text


def test_several_ticked_steps_go_to_one_colleague_at_once(late):
    mark = f"{late.number}|{late.step('opening_accept').key}"
    browser = late.office.browser("county_head")
    assert f'value="{mark}" checked' in browser.get("/office?tick=all").text
    assert f'value="{mark}" checked' not in browser.get("/office").text
    page = browser.post("/office/hand?step=opening_accept", data={"step": [mark], "to": "second"})
    assert page.headers["Location"] == "/office?step=opening_accept"
    assert late.step("opening_accept").assignee_id is not None


def test_everybody_of_the_office_is_counted_even_with_nothing_late(late):
    words = read(late.office.browser("county_head").get("/office")).words
    assert re.search(r"未签收 0 1 1", " ".join(words.split()))
    assert re.search(r"复审乙 0 0 0", " ".join(words.split()))


def away(late, deputy="second"):
    with late.office.records() as session:
        absent, other = by_login(session, LOGINS["county_reviewer"]), by_login(session, deputy)
        assert absent
        assert other
        named = StandIn(person_id=other.id, for_person_id=absent.id, role="county_reviewer")
        named.since, named.until = date(2020, 5, 1), date(2020, 12, 31)
        named.named_by, named.named_at = absent.id, MORNING
        session.add(named)
        session.commit()


def test_the_head_sees_who_is_away_and_who_stands_in(late):
    away(late)
    page = late.office.browser("county_head").get("/office").text
    assert "由复审乙代办" in page
    assert "2020-05-01 — 2020-12-31" in page
    assert ">外出<" in page
