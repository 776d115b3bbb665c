"""What goes wrong at a screen: refused, stale, pressed twice, too late; nothing typed is lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from service.clock.due_cases import pass_due
from service.commands.clocks import DemoClock
from tests.browser.clerk import form_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def entries(story, step):
    listed = story.office.call("auditor", "GET", f"/cases/{story.number}/history").json["items"]
    return [entry["step"] for entry in listed].count(step)


def test_a_refused_form_keeps_what_was_typed_with_each_problem_at_its_field(story, desks):
    clerk = desks.of("institution")
    clerk.open_step("填报开班申请")
    answers = {**story.answers(0), "ends_on": "2020-05-01", "mobile": "12345"}
    clerk.fill(form_of("opening_fill"), answers)
    clerk.submit()
    page = clerk.page
    expect(page.locator("#f-mobile-problem")).to_contain_text("11 位手机号码")
    expect(page.locator("#problems a")).to_have_count(2)
    expect(page.locator("#f-class_name")).to_have_value(answers["class_name"])
    expect(page.locator('[name="roster-39-id_no"]')).to_have_value(answers["roster"][39]["id_no"])
    assert entries(story, "opening_fill") == 0


def test_a_stale_form_says_so_and_keeps_what_was_typed(story, desks):
    story.tell(until="opening_accept")
    clerk = desks.of("county_reviewer")
    clerk.open_step("受理核对")
    clerk.fill(form_of("opening_accept"), {"decision": "accept", "opinion": "我的意见。"})
    assert story.play(1).status_code == 200
    clerk.submit()
    expect(clerk.page.locator(".alert")).to_contain_text("本步骤已有变化")
    expect(clerk.page.locator('[name="opinion"]')).to_have_value("我的意见。")


def test_a_double_click_hands_in_once(story, desks):
    story.tell(until="opening_accept")
    clerk = desks.of("county_reviewer")
    clerk.open_step("受理核对")
    clerk.fill(form_of("opening_accept"), {"decision": "accept"})
    clerk.button.dblclick()
    expect(clerk.page.locator("h1")).to_have_text(str(story.answers(0)["class_name"]))
    assert entries(story, "opening_accept") == 1


def test_an_overdue_request_goes_to_the_head(story, desks):
    story.tell(until="opening_accept")
    head = desks.of("county_head")
    head.go()
    expect(head.page.locator(".empty")).to_be_visible()
    story.office.clock.at += timedelta(days=3)
    pass_due(story.office.house())
    head.go()
    expect(head.page.locator("tbody tr").first).to_contain_text(story.number)
    expect(head.page.locator("tbody tr .badge.red")).to_contain_text("已逾期")


def test_the_time_bar_moves_by_an_hour_a_day_and_to_the_next_deadline(office, desks):
    office.app.config["KAIBAN_CLOCK"] = DemoClock()
    clerk = desks.of("auditor")
    clock, bar = clerk.page.locator(".timebar strong"), clerk.page.locator(".timebar")
    for word, time in (("快进一小时", "2020-07-20 10:0"), ("快进一天", "2020-07-21 10:0")):
        bar.get_by_role("button", name=word).dblclick()
        expect(clock).to_contain_text(time)
    bar.get_by_role("button", name="快进到下一个期限").click()
    expect(clerk.page.locator(".alert.amber")).to_contain_text("目前没有未来的期限")


def test_no_page_breaks_its_own_content_policy(story, desks):
    said = []
    clerk = desks.of("institution")
    clerk.page.on("console", lambda message: said.append(message.text))
    for path in ("/", "/cases", f"/cases/{story.number}", "/cases/new", "/inbox"):
        clerk.go(path)
    assert said == []
