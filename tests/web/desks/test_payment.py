"""The page of a payment step: the amount in capitals, how it came about, and what must hold."""

import pytest

from service.clock.due_cases import pass_due
from service.records.migrations import downgrade, upgrade
from service.records.opening import ClassOpening
from service.records.payment import payments_of
from service.records.step import OpenStep
from tests.web.reading import read


def page(story, element, role):
    story.tell(until=element)
    step = story.step(element)
    return story.office.browser(role).get(f"/cases/{story.number}/steps/{step.key}")


@pytest.mark.parametrize(
    ("element", "role"), [("finance_review", "finance_reviewer"), ("finance_pay", "finance_payer")]
)
def test_the_advance_is_explained_line_by_line(story, element, role):
    words = read(page(story, element, role)).words
    for said in ("40 人 × 1,500.00 元", "60,000.00 × 50%", "CQ-13", "人民币叁万元整", "相符"):
        assert said in words, said


def test_the_payees_account_is_masked_there_too(story):
    answer = page(story, "finance_pay", "finance_payer")
    account = story.answers(0)["payee_account"]
    assert account not in answer.text
    assert account[-4:] in answer.text


def test_the_balance_says_what_was_paid_before(story):
    last = [n for n, s in enumerate(story.example.scenes) if s.step == "finance_review"][-1]
    for at, scene in enumerate(story.example.scenes[:last]):
        story.office.clock.at = scene.at
        pass_due(story.office.house())
        if scene.who is not None:
            story.play(at)
    story.office.clock.at = story.example.scenes[last].at
    pass_due(story.office.house())
    step = story.step("finance_review")
    browser = story.office.browser("finance_reviewer")
    words = read(browser.get(f"/cases/{story.number}/steps/{step.key}")).words
    for said in ("38 人 × 1,500.00 元", "-30,000.00", "27,000.00", "此前的付款"):
        assert said in words, said


@pytest.mark.parametrize(("differs", "said"), [(True, "没有更正"), (False, "已更正收款账号")])
def test_a_check_that_fails_says_what_was_found(story, differs, said):
    words = page(story, "finance_pay", "finance_payer").text
    assert "收款户名与申请单位名称不一致" in words  # as the example has it
    with story.office.records() as session:
        paid = payments_of(session, story.case().id)[-1]
        account = paid.payee_account if differs else "6222020000000000001"
        opening = session.get_one(ClassOpening, story.case().id)
        opening.payee_account, paid.state, paid.result_code = account, "returned", "户名不符"
        session.commit()
    key = story.step("finance_pay").key
    browser = story.office.browser("finance_payer")
    assert said in browser.get(f"/cases/{story.number}/steps/{key}").text


def test_a_step_open_since_an_older_release_learns_its_amount(story, database):
    story.tell(until="finance_review")
    case_id = story.case().id
    with story.office.records() as session:
        for step in session.query(OpenStep).filter_by(case_id=case_id):
            step.amount_fen = None
        session.commit()
    downgrade(database.engine, "0023")
    upgrade(database.engine)
    assert story.step("finance_review").amount_fen == 3_000_000
    assert story.step("class_confirm_start").amount_fen is None
