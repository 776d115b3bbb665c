"""Each order on a class: given by its own people, refused to others, harmless when repeated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from service.domain.orders import (
    AgreeInstalments,
    CancelClass,
    DropLine,
    FileObjection,
    ObjectRecovery,
    OpenClass,
    PassDeadlines,
    RecordBankResult,
    RecordLearning,
    RecordRepayment,
    ShiftClock,
    Withdraw,
)
from service.domain.permissions import CLOCK_ACTOR
from service.domain.refusals import Forbidden, NotVisible, Refusal
from tests.commands.standing import Office, office

ADVANCED = ("filed", "approved", "advance")
PUBLISHED = (*ADVANCED, "started", "trained", "certified", "claimed", "published")
RESULT = {"stage": "ADVANCE", "voucher_no": "PZ-1", "result": "success", "amount": "3000.00"}
REPAID = {"amount": "100.00", "receipt_no": "SK-1", "paid_on": "2020-05-28"}
PARTS = {"parts": [{"due_on": "2020-07-15", "amount": "3000.00"}]}
LEARNED = {
    "batch_ref": "one",
    "records": [{"line": 1, "minutes": 9, "face_checks": 1, "random_checks": 1, "images": 1}],
}


def paying(at: Office) -> None:
    """The advance lies with the bank."""
    at.finish(
        "advance_review", "county_reviewer", decision="agree", opinion="可", advance_rate="50"
    )
    at.finish("advance_approve", "county_approver", decision="approve", opinion="可")
    at.finish(
        "finance_review", "finance_reviewer", decision="pass", budget_item="2080799", opinion="可"
    )
    at.finish("finance_pay", "finance_payer", voucher_no="PZ-1", pay_on="2020-05-22")


def owing(at: Office) -> None:
    """The class was withdrawn and its advance has been called back."""
    at.give(at.order(Withdraw, reason="复工"), "institution")
    at.finish("recovery_notice", "county_reviewer", basis="撤回", method="refund")


@dataclass(frozen=True)
class Row:
    """An order: after which chapters, whose it is and whose not, what a repeat is told."""

    kind: Any
    chapters: tuple[str, ...]
    whose: str
    not_whose: str
    repeated: str | None
    answers: Mapping[str, object] = field(default_factory=dict)
    then: Callable[[Office], None] = lambda _: None


ORDERS = [
    Row(
        "opening_accept",
        ("filed",),
        "county_reviewer",
        "institution",
        "step_gone",
        {"decision": "accept"},
    ),
    Row(Withdraw, ("filed",), "institution", "county_head", "case_ended", {"reason": "改期"}),
    Row(
        CancelClass,
        ("filed", "approved"),
        "institution",
        "county_approver",
        "not_now",
        {"reason": "停办"},
    ),
    Row(RecordLearning, (*ADVANCED, "started"), "platform", "assessor", "not_now", LEARNED),
    Row(FileObjection, PUBLISHED, "county_reviewer", "institution", None, {"facts": "未参加"}),
    Row(
        RecordBankResult,
        ("filed", "approved"),
        "finance_payer",
        "county_reviewer",
        "not_now",
        RESULT,
        paying,
    ),
    Row(RecordRepayment, ADVANCED, "finance_payer", "institution", "answers_wrong", REPAID, owing),
    Row(
        ObjectRecovery,
        ADVANCED,
        "institution",
        "county_reviewer",
        "not_now",
        {"grounds": "有异议"},
        owing,
    ),
    Row(AgreeInstalments, ADVANCED, "county_approver", "institution", None, PARTS, owing),
    Row(
        DropLine,
        PUBLISHED,
        "county_approver",
        "county_reviewer",
        "answers_wrong",
        {"line": 2, "reason": "涉嫌违规"},
    ),
]


@pytest.fixture(params=ORDERS, ids=lambda row: getattr(row.kind, "name", row.kind))
def row(request) -> Row:
    return request.param


@pytest.fixture
def at(session, row) -> Office:
    place = office(session, *row.chapters)
    row.then(place)
    return place


def given(at: Office, row: Row) -> Any:
    if isinstance(row.kind, str):
        return at.finishing(row.kind, **row.answers)
    return at.order(row.kind, **row.answers)


def test_an_order_is_carried_out_for_whom_it_belongs_to(at, row):
    before = at.case.history_seq
    receipt = at.give(given(at, row), row.whose)
    assert (receipt.seq, at.case.history_seq) == (before + 1, before + 1)


def test_an_order_is_refused_to_anybody_else(at, row):
    before = at.case.history_seq
    with pytest.raises(Forbidden):
        at.give(given(at, row), row.not_whose)
    assert at.case.history_seq == before


def test_for_the_same_role_elsewhere_there_is_no_such_case(at, row):
    own = at.actor(row.whose)
    elsewhere = replace(own, grants=(replace(own.grants[0], jurisdiction="guizhou"),))
    with pytest.raises(NotVisible):
        at.give(given(at, row), elsewhere)


def test_an_order_given_twice_is_told_so_and_changes_nothing(at, row):
    order = given(at, row)
    at.give(order, row.whose)
    before = at.case.history_seq
    if row.repeated is None:
        assert at.give(order, row.whose).seq == before + 1
        return
    with pytest.raises(Refusal) as refused:
        at.give(order, row.whose)
    assert (refused.value.code, at.case.history_seq) == (row.repeated, before)


def test_time_alone_passes_deadlines(session):
    at = office(session, "filed")
    with pytest.raises(Forbidden):
        at.give(PassDeadlines(case_id=at.case_id), "county_head")


def test_where_nothing_is_due_passing_deadlines_writes_nothing(session):
    at = office(session, "filed")
    before = at.case.history_seq
    assert at.give(PassDeadlines(case_id=at.case_id), CLOCK_ACTOR).seq == before
    assert at.case.history_seq == before


def test_nobody_opens_a_class_in_another_institutions_name(session):
    at = office(session, "filed")
    asked = OpenClass(jurisdiction="chongqing", region="500103", institution_id=at.case_id + 99)
    with pytest.raises(Forbidden):
        at.give(asked, "institution")


def test_a_class_is_opened_only_in_a_district_that_exists(session):
    at = office(session, "filed")
    own = at.case.institution_id
    with pytest.raises(Forbidden):
        at.give(
            OpenClass(jurisdiction="chongqing", region="999", institution_id=own), "institution"
        )


def test_each_class_opened_has_its_own_number(session):
    at = office(session, "filed")
    asked = OpenClass(
        jurisdiction="chongqing", region="500103", institution_id=at.case.institution_id
    )
    numbers = [at.give(asked, "institution").number for _ in range(2)]
    assert numbers == ["CQ-2020-000002", "CQ-2020-000003"]


def test_time_is_moved_in_the_demo_only(session):
    at = office(session, "filed")
    with pytest.raises(Forbidden):
        at.give(ShiftClock(to=at.now.replace(month=8)), "policy_admin")
