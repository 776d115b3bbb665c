"""The desk of finance: four lists, amounts that equal the books, and nobody else's eyes."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import inspect, select, update

from service.domain.money import capital, yuan
from service.records.ledger import entries_of
from service.records.payment import Payment
from service.records.person import Grant, by_login
from service.records.recovery import Recovery
from service.records.step import OpenStep
from tests.api.test_cost import counted
from tests.front_office import HOME, LOGINS, REGION, Story
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


def account(session, role):
    found = by_login(session, LOGINS[role])
    assert found is not None
    return found.id


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


def test_what_is_reviewed_anew_shows_what_is_left_and_where_it_goes_now(office):
    story = Story.of(office, "payment-returned")
    carried_out = tuple(scene for scene in story.example.scenes if scene.refused is None)
    story.example = replace(story.example, scenes=carried_out)
    story.tell(until="account_fix")
    with office.records() as session:  # two thirds of it had arrived
        session.execute(update(Payment).values(amount_fen=900_000, paid_fen=600_000))
        session.commit()
    assert "3,000.00" in desk(story, "returned")
    at = [scene.step for scene in carried_out].index("account_fix")
    assert story.play(at).status_code == 200
    page = read(office.browser("finance_reviewer").get("/finance/review")).words
    assert f"*{str(story.answers(at)['payee_account'])[-4:]}" in page
    assert "9,000.00" not in page


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
    page = read(story.office.browser("finance_reviewer").get("/finance/review")).words
    amounts = re.findall(r"[\d,]+\.\d\d", page)
    assert amounts
    assert len(set(amounts)) == 1


def test_the_payer_is_led_to_his_own_steps_only(story):
    story.tell(until="finance_review")
    assert f"/cases/{story.number}/steps/" not in desk(story, "review", "finance_payer")
    assert f"/cases/{story.number}/steps/" in desk(story, "review", "finance_reviewer")


def test_a_line_says_what_keeps_the_visitor_from_it(story):
    story.tell(until="finance_review")
    assert "等待财政审核办理" in desk(story, "review", "finance_payer")
    with story.office.records() as session:
        session.execute(update(OpenStep).values(assignee_id=account(session, "finance_payer")))
        session.commit()
    page = desk(story, "review")
    assert "已签收" in page
    assert f"/cases/{story.number}/steps/" not in page


def test_who_reviewed_an_amount_is_told_that_somebody_else_releases_it(story):
    story.tell(until="finance_pay")
    with story.office.records() as session:
        reviewer = account(session, "finance_reviewer")
        session.add(
            Grant(person_id=reviewer, role="finance_payer", jurisdiction=HOME, region=REGION)
        )
        session.commit()
    page = desk(story, "release")
    assert "您已在本件以“财政审核”身份经办，须由他人办理" in page
    assert f"/cases/{story.number}/steps/" not in page


def test_the_desk_is_limited_to_an_institution_and_a_stage_with_its_sums(story):
    story.tell(until="finance_review")
    body = story.case().institution_id
    for limited in (f"institution={body}", "stage=ADVANCE"):
        assert story.number in desk(story, f"review?{limited}"), limited
    for limited in (f"institution={body + 1}", "stage=FINAL"):
        page = desk(story, f"review?{limited}")
        assert story.number not in page, limited
        assert "没有符合条件的款项" in page
        assert "待审核 0 笔" in page
    assert story.number in desk(story, "review?institution=1%27&stage=x")


def test_each_amount_leads_to_its_case_and_to_its_clause(story):
    story.tell(until="finance_review")
    links = read(story.office.browser("finance_reviewer").get("/finance/review")).links
    assert f"/cases/{story.number}" in links
    assert f"/help/{HOME}#CQ-11" in links


def test_what_comes_back_is_written_down_before_the_notice_and_after(office):
    story = Story.of(office, "too-few-certificates").tell(until="recovery_notice")
    link = f"/cases/{story.number}/orders/record-repayment"
    assert link in desk(story, "to-recover", "finance_payer")
    play_to = next(n for n, one in enumerate(story.example.scenes) if one.step == "recovery_notice")
    assert story.play(play_to).status_code == 200
    assert link in desk(story, "to-recover", "finance_payer")


def once_more(session, row, **changed):
    """A row like that one, but for its number."""
    columns = [one.key for one in inspect(type(row)).column_attrs if one.key != "id"]
    made = type(row)(**{key: getattr(row, key) for key in columns} | changed)
    session.add(made)
    session.flush()
    return made


def more_of_the_same(session, case, times):
    """Other cases that owe the same, with what the books say of it."""
    rows = [*session.scalars(select(Recovery)), *entries_of(session, case.id)]
    for n in range(times):
        twin = once_more(session, case, number=f"{HOME}-{n}")
        for row in rows:
            once_more(session, row, case_id=twin.id)
    session.commit()


def test_a_page_of_debts_asks_no_more_than_one_debt(office):
    story = Story.of(office, "too-few-certificates").tell(until="recovery_notice")
    finance = office.browser("finance_payer")
    finance.get("/finance/to-recover")
    with counted(office) as one:
        assert story.number in finance.get("/finance/to-recover").text
    with office.records() as session:
        more_of_the_same(session, story.case(), 5)
    with counted(office) as six:
        assert f"{HOME}-4" in finance.get("/finance/to-recover").text
    assert six["statements"] == one["statements"]
