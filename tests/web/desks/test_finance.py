"""The desk of finance: four lists, amounts that equal the books, and nobody else's eyes."""

import re
from dataclasses import replace

import pytest

from service.domain.money import capital, yuan
from service.records.ledger import entries_of
from tests.front_office import Story
from tests.web.reading import read

DESK = {"finance_reviewer", "finance_payer"}


def desk(story, name, role="finance_reviewer"):
    return story.office.browser(role).get(f"/finance/{name}").text


def play_on(story, element):
    """The story goes on from a step up to the bank's result."""
    begun = False
    for at, scene in enumerate(story.example.scenes):
        begun = begun or scene.step == element
        if begun and scene.who is not None:
            assert story.play(at).status_code == 200
        if begun and scene.step == "finance_pay":
            return


def booked(story, kind):
    with story.office.records() as session:
        rows = entries_of(session, story.case().id)
    return [row.fen for row in rows if row.kind == kind][-1]


@pytest.mark.parametrize(
    "role",
    [
        *("institution", "county_reviewer", "county_approver", "county_head"),
        *("finance_reviewer", "finance_payer", "auditor", "policy_admin", "platform"),
    ],
)
def test_only_finance_sees_the_desk(office, role):
    for name in ("", "/review", "/release", "/returned", "/to-recover", "/nonsense"):
        status = office.browser(role).get(f"/finance{name}").status_code
        assert status == (200 if role in DESK else 403), name


@pytest.mark.parametrize(
    ("until", "name", "element"),
    [("finance_review", "review", "finance_review"), ("finance_pay", "release", "finance_pay")],
)
def test_the_advance_waits_with_the_amount_that_is_then_booked(story, until, name, element):
    story.tell(until=until)
    page = desk(story, name, "finance_payer")
    play_on(story, element)
    fen = booked(story, "INSTRUCT")
    assert yuan(fen) in page
    assert f"人民币{capital(fen)}" in page
    assert "预拨" in page
    assert "CQ-11" in page


def test_an_amount_stands_in_one_list_at_a_time(story):
    story.tell(until="finance_pay")
    assert story.number not in desk(story, "review")
    assert story.number in desk(story, "release")
    assert story.number not in desk(story, "returned")
    assert story.number not in desk(story, "to-recover")


def test_a_returned_payment_says_why(office):
    story = Story.of(office, "payment-returned")
    carried_out = tuple(scene for scene in story.example.scenes if scene.refused is None)
    story.example = replace(story.example, scenes=carried_out)
    story.tell(until="account_fix")
    page = desk(story, "returned")
    assert story.number in page
    assert "退票原因" in page


def test_what_has_to_come_back_is_what_the_books_say(office):
    story = Story.of(office, "too-few-certificates").tell(until="recovery_notice")
    page = desk(story, "to-recover")
    assert yuan(booked(story, "RECOVERY_DUE")) in page
    assert "待发通知" in page


def test_the_account_is_masked(story):
    story.tell(until="finance_pay")
    account = story.answers(0)["payee_account"]
    page = desk(story, "release")
    assert account not in page
    assert f"*{account[-4:]}" in page


def test_the_sum_of_a_list_is_the_sum_of_its_lines(story):
    story.tell(until="finance_review")
    page = read(story.office.browser("finance_reviewer").get("/finance")).words
    amounts = re.findall(r"[\d,]+\.\d\d", page)
    assert amounts
    assert len(set(amounts)) == 1


def test_the_payer_is_led_to_his_own_steps_only(story):
    story.tell(until="finance_review")
    assert f"/cases/{story.number}/steps/" not in desk(story, "review", "finance_payer")
    assert f"/cases/{story.number}/steps/" in desk(story, "review", "finance_reviewer")
