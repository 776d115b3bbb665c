"""What the pages tell: the work list, the case, the inbox, the demo's time, both languages."""

import re

from service.clock.tick import tick
from tests.web.reading import read


def test_the_reviewer_finds_the_request_with_its_days_left(story):
    story.tell(until="opening_accept")
    page = story.office.browser("county_reviewer").get("/")
    assert story.number in page.text
    assert re.search(r"剩 [12] 个工作日", page.text)
    assert "2020-05-22" in page.text


def test_a_desk_shows_only_the_work_that_is_ones_own(story):
    story.tell(until="opening_accept")
    assert story.number in story.office.browser("county_reviewer").get("/").text
    for role in ("county_approver", "other_institution", "finance_payer"):
        assert story.number not in story.office.browser(role).get("/").text


def test_an_institution_sees_its_case_but_is_asked_for_nothing_while_the_office_works(story):
    story.tell(until="opening_accept")
    page = story.office.browser("institution").get("/").text
    assert story.number in page
    assert "现在没有等您办理的事项。" in page


def test_the_case_page_tells_clause_money_and_history(story):
    story.tell()
    page = read(story.office.browser("auditor").get(f"/cases/{story.number}")).words
    for words in ("CQ-21", "57,000.00", "伍万柒仟元整", "办结", "开班获批", "拨付成功"):
        assert words in page


def test_the_case_page_masks_the_learners(story):
    story.tell(until="opening_accept")
    name = story.answers(0)["roster"][0]["name"]
    id_no = story.answers(0)["roster"][0]["id_no"]
    page = story.office.browser("county_reviewer").get(f"/cases/{story.number}").text
    assert name not in page
    assert id_no not in page
    assert id_no[:3] + "*" * 12 + id_no[-3:] in page


def test_the_diagram_shows_where_the_case_stands(story):
    answer = story.office.browser("auditor").get(f"/cases/{story.number}/diagram.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "<script" not in answer.text


def test_messages_arrive_in_the_inbox(story):
    story.tell(until="opening_accept")
    tick(story.office.house())
    page = story.office.browser("institution").get("/inbox")
    assert story.number in page.text


def test_the_demo_says_its_time_and_moves_it_on(office):
    browser = office.browser("auditor")
    assert "2020-05-20 10:00" in browser.get("/search").text
    moved = browser.post("/demo/time", data={"by": "day", "next": "/cases"})
    assert (moved.status_code, moved.location) == (303, "/cases")


def test_a_case_nobody_may_see_has_a_page_that_says_so(office):
    answer = office.browser("auditor").get("/cases/CQ-2020-999999")
    assert answer.status_code == 404
    assert "您无权查看" in answer.text
    assert "2020-05-20 10:00" in answer.text  # the demo's time stands on every page


def test_english_is_one_click_away(office):
    browser = office.browser("county_reviewer")
    browser.get("/language/en")
    page = browser.get("/").text
    assert "Nothing is waiting for you now." in page
    assert 'lang="en"' in page


def test_alive_ready_and_measured(office):
    browser = office.app.test_client()
    assert browser.get("/healthz").text == "alive\n"
    browser.get("/sign-in")
    measured = browser.get("/metrics").text
    assert 'route="/sign-in"' in measured
    assert "kaiban_outbox_lag_seconds" in measured
