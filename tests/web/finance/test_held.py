"""A payment that waits says so: on the desk, on the case's page, in the step, to the head."""

import pytest

from tests.front_office import Story


@pytest.fixture
def held(office):
    story = Story.of(office, "payment-returned").tell(until="finance_pay")
    answer = office.call(
        "finance_reviewer",
        "POST",
        f"/cases/{story.number}/orders/hold-payment",
        headers={"Idempotency-Key": "hold-the-payment"},
        json={"reason": "payee_dead", "opinion": "待核死亡信息"},
    )
    assert answer.status_code == 200, answer.text
    return story


def test_the_desk_and_the_case_say_why_a_payment_waits(held):
    browser = held.office.browser("finance_payer")
    assert "收款人死亡" in browser.get("/finance/release").text
    page = browser.get(f"/cases/{held.number}").text
    assert "暂缓拨付" in page
    assert "待核死亡信息" in page


def test_the_institution_sees_why_its_money_waits(held):
    page = held.office.browser("institution").get(f"/cases/{held.number}").text
    assert "收款人死亡" in page


def test_the_step_says_what_the_budget_has_left_and_what_holds_it(held):
    step = held.step("finance_pay")
    page = held.office.browser("finance_payer").get(f"/cases/{held.number}/steps/{step.key}").text
    assert "预算指标 500103-ZZ-2020 可支出余额" in page
    assert "暂缓：收款人死亡" in page


def test_the_head_reads_why_the_period_stands_still(held):
    assert "暂缓：收款人死亡" in held.office.browser("county_head").get("/office").text


def test_the_reviewer_finds_the_item_of_the_budget_filled_in(office):
    story = Story.of(office, "payment-returned").tell(until="finance_review")
    step = story.step("finance_review")
    page = office.browser("finance_reviewer").get(f"/cases/{story.number}/steps/{step.key}").text
    assert 'value="500103-ZZ-2020"' in page
