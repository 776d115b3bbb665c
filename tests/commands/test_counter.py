"""Papers brought to the counter: the period runs from their receipt, not from the typing."""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from service.clock.deliveries import deliver
from service.clock.due_cases import pass_due
from service.commands.examples import read_example
from service.domain.calendar import BEIJING, beijing_date
from service.records.counter import CounterFiling, filing_of
from service.records.deadline import Deadline
from service.records.history import history_of
from service.records.institution import Institution
from service.records.opening import ClassOpening
from service.records.outbox import OutboxMessage
from service.records.step import steps_of
from tests.front_office import EXAMPLES, HOME, REGION, Story, institutions, open_office
from tests.papers import pdf

CLERK = "demo-counter"
# A Sunday, when the counter was open; the Monday after it is the first of the two days.
RECEIVED = datetime(2020, 5, 24, 10, tzinfo=BEIJING)
TYPED_IN = datetime(2020, 5, 26, 10, tzinfo=BEIJING)
PATH = "/counter-filings"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture
def office(database):
    office = open_office(database)
    office.clock.at = TYPED_IN
    yield office
    office.close()


def take_in(office, received=RECEIVED, who=CLERK, key="papers-of-monday", **changes):
    with office.records() as session:
        uscc = institutions(session)[0].uscc
    asked = {
        "jurisdiction": HOME,
        "region": REGION,
        "uscc": uscc,
        "received_at": received.isoformat(),
        "reason": "by_post",
    }
    return office.call(
        who, "POST", PATH, json={**asked, **changes}, headers={"Idempotency-Key": key}
    )


def send_scan(office, number, who=CLERK):
    scan = {"file": (BytesIO(pdf()), "收件凭证.pdf")}
    return office.call(who, "POST", f"{PATH}/{number}/proof", data=scan)


def hand_in(office, number, who=CLERK):
    """The form of the example, as if its class began three days later."""
    story = Story(office, read_example(EXAMPLES / "cq-1-enterprise-in-shutdown.toml"), number)
    step = story.step("opening_fill")
    at = next(n for n, s in enumerate(story.example.scenes) if s.step == "opening_fill")
    answers = later(story.answers(at), days=3)
    headers = {"Idempotency-Key": f"form-{who}", "If-Match": f'"{step.key}.{step.version}"'}
    path = f"/cases/{number}/steps/{step.key}"
    return office.call(who, "POST", path, json=answers, headers=headers)


def later(value, days):
    """The same answers with every day so much later."""
    if isinstance(value, dict):
        return {name: later(one, days) for name, one in value.items()}
    if isinstance(value, list):
        return [later(one, days) for one in value]
    if isinstance(value, str) and DAY.fullmatch(value):
        return (datetime.fromisoformat(value) + timedelta(days=days)).date().isoformat()
    return value


def filed(office, received=RECEIVED):
    number = take_in(office, received).json["number"]
    assert send_scan(office, number).status_code == 201
    answer = hand_in(office, number)
    assert answer.status_code == 200, answer.text
    return number


def case_id(office, number):
    from service.records.case import by_number

    with office.records() as session:
        case = by_number(session, number)
        assert case
        return case.id


def review(office, number):
    with office.records() as session:
        found = select(Deadline).where(Deadline.case_id == case_id(office, number))
        return session.scalars(found.where(Deadline.rule == "opening_review")).one()


def test_the_period_runs_from_the_true_receipt_on_a_day_off(office):
    number = filed(office)
    due = review(office, number).due_at
    assert beijing_date(due - timedelta(seconds=1)).isoformat() == "2020-05-26"
    with office.records() as session:
        opening = session.get_one(ClassOpening, case_id(office, number))
        assert opening.received_at == RECEIVED


def test_papers_that_lay_too_long_are_overdue_at_once_and_go_to_the_head(office):
    number = filed(office, received=datetime(2020, 5, 20, 10, tzinfo=BEIJING))
    assert review(office, number).due_at < office.clock.at
    pass_due(office.house())
    with office.records() as session:
        (step,) = steps_of(session, case_id(office, number))
        assert step.lane == "county_head"


def test_history_says_who_filed_at_the_counter_and_why(office):
    number = filed(office)
    with office.records() as session:
        taken_in, *_, handed_in = history_of(session, case_id(office, number))
    assert (taken_in.order, taken_in.lane) == ("FileAtCounter", "institution")
    assert taken_in.outcome["counter_reason"] == "by_post"
    assert (handed_in.step, handed_in.lane) == ("opening_fill", "institution")
    assert handed_in.natural_person == taken_in.natural_person


def test_the_institution_is_told_and_finds_the_case_among_its_own(office):
    number = filed(office)
    deliver(office.house())
    with office.records() as session:
        told = session.scalars(select(OutboxMessage.template)).all()
    assert "filed_at_counter" in told
    assert office.call("institution", "GET", f"/cases/{number}").status_code == 200


def test_nothing_is_filed_before_the_scan_is_there(office):
    number = take_in(office).json["number"]
    answer = hand_in(office, number)
    assert answer.status_code == 422
    assert "counter_proof" in answer.text
    with office.records() as session:
        filing = filing_of(session, case_id(office, number))
        assert filing
        assert filing.filed_at is None


def test_what_is_handed_in_is_the_clerks_no_more(office):
    number = filed(office)
    with office.records() as session:
        (step,) = steps_of(session, case_id(office, number))
    headers = {"Idempotency-Key": "judge-it", "If-Match": f'"{step.key}.{step.version}"'}
    path = f"/cases/{number}/steps/{step.key}"
    answer = office.call(CLERK, "POST", path, json={"decision": "accept"}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received": TYPED_IN + timedelta(minutes=1)}, "received_at"),
        ({"received": TYPED_IN - timedelta(days=31)}, "received_at"),
        ({"reason": "because"}, "reason"),
        ({"reason": "other"}, "note"),
    ],
)
def test_papers_are_not_taken_in_like_this(office, changes, field):
    answer = take_in(office, **changes)
    assert answer.status_code == 422
    assert field in answer.text
    with office.records() as session:
        assert session.scalars(select(CounterFiling)).all() == []


@pytest.mark.parametrize("who", ["institution", "county_reviewer", "county_head", "auditor"])
def test_only_the_counter_files_on_behalf(office, who):
    assert take_in(office, who=who).status_code == 403
    number = take_in(office).json["number"]
    assert send_scan(office, number, who=who).status_code == 404


def test_the_same_request_twice_is_one_case(office):
    first, second = take_in(office), take_in(office)
    assert first.json["number"] == second.json["number"]


def test_another_district_has_its_own_counter(office):
    assert take_in(office, region="500105").status_code in (403, 404)


def test_the_counters_page_leads_from_the_papers_to_the_form(office):
    clerk = office.browser(CLERK)
    with office.records() as session:
        name = institutions(session)[0].name
    data = {"institution": name, "received_at": "2020-05-24T10:00", "reason": "no_access"}
    taken = clerk.post("/counter", data=data)
    assert taken.status_code == 303
    place = taken.headers["Location"]
    scan = {"proof": (BytesIO(pdf()), "收件凭证.pdf")}
    assert clerk.post(place, data=scan).status_code == 303
    page = clerk.get(place)
    form = page.text.partition('btn-primary" href="')[2].partition('"')[0]
    assert clerk.get(form).status_code == 200
    assert clerk.get("/counter").status_code == 200


def test_the_counters_page_says_what_is_wrong(office):
    clerk = office.browser(CLERK)
    wrong = clerk.post("/counter", data={"institution": "无此单位"})
    assert wrong.status_code == 422
    for one in ("没有名称完全相同的单位", "请填写实际收件的日期和时间", "请选择在窗口办理的事由"):
        assert one in wrong.text
    assert office.browser("county_reviewer").get("/counter").status_code == 403


def test_the_counters_desk_is_the_first_page_of_its_clerk(office):
    assert office.browser(CLERK).get("/").location == "/counter"


def test_part_of_a_name_finds_the_institutions_of_this_counter_only(office):
    clerk = office.browser(CLERK)
    page = clerk.post("/counter", data={"institution": "重庆"}).text
    with office.records() as session:
        for one in session.scalars(select(Institution)):
            assert (f'name="chosen" value="{one.uscc}"' in page) is (one.region == REGION)


def test_the_institution_chosen_from_the_list_is_the_one_that_files(office):
    clerk = office.browser(CLERK)
    with office.records() as session:
        first = institutions(session)[0]
    data = {"institution": "重庆", "chosen": first.uscc, "reason": "by_post"}
    taken = clerk.post("/counter", data={**data, "received_at": "2020-05-24T10:00"})
    assert first.name in clerk.get(taken.headers["Location"]).text
    assert first.name in clerk.get("/counter").text
