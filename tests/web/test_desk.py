"""The approver's desk: the queue narrowed, what a decision rests on, phrases, the large diagram."""

import re

import pytest
from sqlalchemy import select

from service.records.outbox import OutboxMessage
from service.records.step import EVERYTHING, Scope, Sieve, how_many
from service.web.checks import also_learning
from tests.front_office import HOME, REGION
from tests.web.reading import read


@pytest.fixture
def waiting(story):
    story.tell(until="opening_accept")
    return story


def step_page(waiting):
    return f"/cases/{waiting.number}/steps/{waiting.step('opening_accept').key}"


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("step=opening_accept", True),
        ("step=opening_approve", False),
        ("whose=free", True),
        ("whose=mine", False),
        ("whose=others", False),
        ("late=1", False),
        ("institution=999999999999999999999", True),
        ("whose=nonsense", True),
    ],
)
def test_the_queue_shows_what_was_asked_for(waiting, asked, there):
    page = waiting.office.browser("county_reviewer").get(f"/?{asked}")
    assert page.status_code == 200
    assert (waiting.number in page.text) is there


def test_narrowing_shows_nobody_more_than_his_lane(waiting):
    page = waiting.office.browser("county_approver").get("/?step=opening_accept")
    assert waiting.number not in page.text


def test_whoever_decides_sees_the_checks_with_clause_or_default(waiting):
    words = read(waiting.office.browser("county_reviewer").get(step_page(waiting))).words
    for one in ("核对", "没有不符", "CQ-25", "默认值", "怎样算出来的", "起算日，不计入"):
        assert one in words


def test_a_phrase_is_put_into_its_field_without_a_script(waiting):
    browser = waiting.office.browser("county_reviewer")
    typed = {**read(browser.get(step_page(waiting))).fields, "opinion": "好。"}
    typed |= {"insert-phrase": "1", "_phrase": "材料齐全。", "_into": "opinion"}
    answer = browser.post(step_page(waiting), data=typed)
    assert read(answer).fields["opinion"] == "好。材料齐全。"
    assert waiting.step("opening_accept")


def test_phrases_go_into_the_opinion_unless_another_field_is_chosen(waiting):
    page = waiting.office.browser("county_reviewer").get(step_page(waiting)).text
    assert page.index('<option value="opinion">') < page.index('<option value="not_accept_reason">')


def test_own_phrases_are_kept_once_and_struck_by_their_owner_only(office):
    mine, other = office.browser("county_reviewer"), office.browser("county_approver")
    for _ in range(2):
        mine.post("/phrases", data={"text": "一条自己的话"})
    page = mine.get("/phrases").text
    number = page.split('name="strike" value="')[1].split('"')[0]
    assert page.count("<span>一条自己的话</span>") == 1
    other.post("/phrases", data={"strike": number})
    assert "一条自己的话" in mine.get("/phrases").text
    mine.post("/phrases", data={"strike": number})
    assert "<span>一条自己的话</span>" not in mine.get("/phrases").text


@pytest.mark.parametrize("text", ["", "长" * 301])
def test_a_phrase_that_is_none_is_refused(office, text):
    browser = office.browser("county_reviewer")
    browser.post("/phrases", data={"text": text})
    assert "还没有自己的常用语" in browser.get("/phrases").text


def test_the_large_diagram_names_the_steps_and_its_file_is_guarded(waiting):
    reviewer, stranger = (
        waiting.office.browser(role) for role in ("county_reviewer", "other_institution")
    )
    path = f"/cases/{waiting.number}/diagram"
    assert "开班申请审核" in reviewer.get(path).text
    assert b"bpmn" in reviewer.get(f"{path}.bpmn").data
    assert {stranger.get(path).status_code, stranger.get(f"{path}.bpmn").status_code} == {404}


def test_the_guide_cites_clause_or_default(office):
    words = read(office.browser("auditor").get(f"/help/{HOME}")).words
    for one in ("CQ-21", "默认值", "2 个工作日", "受理核对", "调休"):
        assert one in words
    assert office.browser("auditor").get("/help/nowhere").status_code == 404


def test_each_clause_has_one_place_in_the_guide_that_an_address_leads_to(office):
    page = office.browser("auditor").get(f"/help/{HOME}").text
    places = re.findall(r'<tr[^>]* id="(CQ-[^"]+)"', page)
    assert {"CQ-11", "CQ-13", "CQ-21"} <= set(places)
    assert len(places) == len(set(places))
    assert "预拨和余款都从职业技能提升行动专账资金中列支。" in page


def test_the_story_can_be_narrowed_to_what_people_did(story):
    story.tell()
    browser = story.office.browser("auditor")
    all_of_it = browser.get(f"/cases/{story.number}").text
    by_hand = browser.get(f"/cases/{story.number}?history=by-hand").text
    assert "系统（到期自动处理）" in all_of_it
    assert "系统（到期自动处理）" not in by_hand


@pytest.mark.parametrize(("role", "there"), [("county_reviewer", True), ("policy_admin", False)])
def test_places_are_drawn_for_the_roles_they_are_there_for(office, role, there):
    assert ('href="/cases"' in office.browser(role).get("/").text) is there


def test_a_defect_is_named_by_the_fields_of_the_request(waiting):
    page = waiting.office.browser("county_reviewer").get(step_page(waiting)).text
    offered = page.partition('<datalist id="names-opening_fill">')[2].partition("</datalist>")[0]
    assert '<option value="联系人">' in offered
    assert '<option value="培训承诺书">' in offered
    assert page.count('list="names-opening_fill"') == 3  # blank rows are there beforehand


def test_a_field_says_when_it_is_asked_for_to_people_and_to_the_script(waiting):
    page = waiting.office.browser("county_reviewer").get(step_page(waiting))
    assert "“受理意见”选“不予受理”时填写" in read(page).words
    assert "&#34;values&#34;: [&#34;not_accept&#34;]" in page.text


def test_the_reviewer_of_a_claim_is_told_what_it_comes_to(story):
    story.tell(until="claim_review")
    with story.office.records() as session:
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.template == "claim_filed"))
        assert [message.params["amount"] for message in told] == ["57,000.00"]


def test_learners_shared_with_another_case_are_told_in_one_line(office):
    with office.app.test_request_context():
        few, many = (also_learning("CQ-2020-000009", list(range(1, n))) for n in (3, 41))
    assert few == "花名册第 1、2 行在办件 CQ-2020-000009 中也在培训"
    assert many == "花名册第 1、2、3、4、5、6、7、8 等 40 行在办件 CQ-2020-000009 中也在培训"


def test_a_long_queue_says_how_much_waits(waiting):
    with waiting.office.records() as session:
        scope = [Scope("county_reviewer", HOME, REGION)]
        assert how_many(session, scope, sieve=EVERYTHING, most=5) == 1
        assert how_many(session, scope, sieve=Sieve(element="none"), most=5) == 0
        assert how_many(session, [], sieve=EVERYTHING, most=5) == 0


def test_the_reviewer_is_asked_to_act_where_the_institution_need_not(waiting):
    with waiting.office.records() as session:
        told = session.execute(select(OutboxMessage.audience, OutboxMessage.template)).all()
    lanes = {audience["lane"]: template for audience, template in told}
    assert lanes["institution"] == "opening_received"
    assert lanes["county_reviewer"] == "opening_to_review"
