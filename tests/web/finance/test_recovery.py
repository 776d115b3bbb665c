"""One debt on its page and on paper: what is owed, what can be done, until when to pay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.commands.test_two_funds import FRAUD, found_out
from tests.front_office import Story
from tests.told import OfPlace, Told, example_of
from tests.web.reading import read


@pytest.fixture
def owing(office):
    """1,500 yuan are called back, and the notice has gone out."""
    story = Story.of(office, "too-few-certificates").tell(until="recovery_notice")
    steps = [scene.step for scene in story.example.scenes]
    assert story.play(steps.index("recovery_notice")).status_code == 200
    return story


def page(story, role, tail=""):
    return story.office.browser(role).get(f"/cases/{story.number}/recovery{tail}")


def test_finance_sees_what_is_owed_and_what_may_end_it(owing):
    words = read(page(owing, "finance_reviewer")).words
    for said in ("1,500.00", "人民币壹仟伍佰元整", "2020-07-22", "登记退回款项", "提出抵扣"):
        assert said in words


def test_the_institution_is_offered_its_objection(owing):
    words = read(page(owing, "institution")).words
    assert "对追回提出异议" in words
    assert "提出抵扣" not in words


def test_the_notice_prints_capitals_basis_and_the_last_day(owing):
    words = read(page(owing, "county_reviewer", "/notice")).words
    for said in ("追回资金通知书", "人民币壹仟伍佰元整", "2020-07-22 前", "按取证人数结算"):
        assert said in words


def test_a_case_that_owes_nothing_has_no_such_page(office):
    story = Story.of(office).tell(until="opening_accept")
    assert page(story, "county_reviewer").status_code == 404
    assert page(story, "county_reviewer", "/notice").status_code == 404


def owing_once_more():
    """A school's first debt is paid back and confirmed; then another learner is found out."""
    school = example_of("jinan", "double-benefit-referred")
    back = example_of("jinan", "employee-double-benefit").scenes
    noticed = [scene.step for scene in school.scenes].index("recovery_notice")
    found, notice = school.scenes[noticed - 1 : noticed + 1]
    ended = [
        replace(one, then={})
        for one in back
        if one.order == "RecordRepayment" or one.step == "recovery_confirm"
    ]
    again = {"lines": [{"line": 1, "reference": "SY-2020-0817"}]}
    at = ended[-1].at + timedelta(days=1)
    second = [replace(found, at=at, answers=again), replace(notice, at=at + timedelta(days=1))]
    return replace(school, scenes=(*school.scenes[: noticed + 1], *ended, *second), end={})


def test_the_second_debt_of_a_case_shows_nothing_of_the_first(office):
    example = owing_once_more()
    told = Told(office, example, OfPlace("jinan"))
    told.prepare(len(example.scenes))
    number = told.numbers[example.scenes[-1].case]
    shown = office.browser(told.who("finance_reviewer")).get(f"/cases/{number}/recovery")
    words = read(shown).words
    assert "1,050.00" in words
    for said in ("已退回", "退回到账", "SJ-2020-0001"):
        assert said not in words


def test_a_debt_of_two_funds_says_what_is_owed_to_each(office):
    told = Told(office, found_out(), OfPlace("heilongjiang"))
    told.prepare(len(told.example.scenes))
    finance = office.browser(told.who("finance_payer"))
    shown = read(finance.get(f"/cases/{told.numbers[FRAUD]}/recovery")).words
    desk = read(finance.get("/finance/to-recover")).words
    for said in ("尚欠（职业技能提升行动专账资金）", "1,000.00", "尚欠（就业补助资金）", "65.00"):
        assert said in shown
    assert "职业技能提升行动专账资金、就业补助资金" in desk


def test_what_was_paid_back_for_nothing_is_said_on_page_paper_and_desk(office):
    told = Told(office, example_of("sample", "recovery-objected"), OfPlace("sample"))
    told.prepare(len(told.example.scenes))
    finance = office.browser(told.who("finance_payer"))
    number = told.numbers[""]
    said = "700.00", "柒佰元整", "退还"
    for path in (f"/cases/{number}/recovery", f"/cases/{number}/recovery/notice"):
        words = read(finance.get(path)).words
        assert [one for one in said if one not in words] == [], path
    desk = read(finance.get("/finance/to-recover"))
    assert f"/cases/{number}/recovery" in desk.links
    assert "700.00" in desk.words
    finance.get("/language/en")
    english = read(finance.get(f"/cases/{number}/recovery")).words
    assert "finance gives it back by hand" in english
