"""The demo's stage: people of every role in two districts, and cases at every stage of the road."""

import pytest
from sqlalchemy import func, select

from service.commands.clocks import DemoClock
from service.commands.staging.stage import BEGINS, NEXT_REGION, REGION, set_stage
from service.commands.staging.stage_cases import fill_stage, seeds
from service.domain.permissions import ROLES
from service.records.case import Case
from service.records.deadline import Deadline
from service.records.institution import Institution
from service.records.opening import ClassOpening
from service.records.person import Grant
from service.records.step import OpenStep

TO_BE_PAID = (
    *("2020年重庆火锅调味第1期", "2020年重庆火锅调味第2期", "2020年重庆火锅调味第3期"),
    *("2020年渝菜烹饪第1期", "2020年渝菜烹饪第2期"),
    *("2020年山城茶点制作第1期", "2020年山城茶点制作第2期"),
    *("2020年磁器口麻花制作第1期", "2020年江北麻糖制作第1期"),
)
STANDS_AT = {
    "2020年机加工车工中级第1期": set(),
    "2020年焊工中级第2期": {"account_fix"},
    "2020年钳工中级第1期": set(),
    "2020年养老护理员中级第1期": {"objection_handle"},
    "2020年养老护理员中级第2期": {"certificate_verify"},
    "2020年家政服务员中级第1期": {"completion_submit"},
    "2020年保育员中级第1期": {"class_confirm_start"},
    "2020年重庆小面制作第1期": {"class_confirm_start", "finance_review"},
    "2020年江北小面制作第1期": {"class_confirm_start", "finance_pay"},
    "2020年中式烹调师中级第1期": {"opening_approve"},
    "2020年养老护理员中级第4期": {"opening_accept"},
    "2020年养老护理员中级江北第1期": {"opening_accept"},
    "2020年美发师中级第1期": {"opening_correct"},
    "2020年茶艺师中级第1期": {"opening_overdue"},
    "2020年育婴员中级第1期": set(),
    "2020年数控铣工中级第1期": set(),
    # Waiting to be paid, alone or together with others.
    **{name: {"class_confirm_start", "finance_pay"} for name in TO_BE_PAID},
}
# Nobody signs in as a learner or as a third-party evaluator yet.
NOBODY_YET = {"learner", "prefecture_group", "employment_service", "insurance_agency"}


@pytest.fixture(scope="module")
def stage(filled_once):
    with filled_once.session() as session:
        set_stage(session, DemoClock())
        assert fill_stage(session) == []
    return filled_once


@pytest.fixture
def filled(stage):
    with stage.session() as session:
        yield session


def test_every_case_stands_where_the_file_says(filled):
    found: dict[str, set[str]] = {}
    rows = filled.execute(
        select(ClassOpening.class_name, OpenStep.element).outerjoin(
            OpenStep, OpenStep.case_id == ClassOpening.case_id
        )
    )
    for name, element in rows:
        found.setdefault(name, set()).update({element} - {None})
    assert found == STANDS_AT
    assert {seed.name for seed in seeds()} == set(STANDS_AT)


def test_money_on_the_stage_goes_to_the_body_that_asked(filled):
    rows = filled.execute(
        select(ClassOpening.payee_name, Institution.name)
        .join(Case, Case.id == ClassOpening.case_id)
        .join(Institution, Institution.id == Case.institution_id)
    )
    assert [(payee, body) for payee, body in rows if payee != body] == []


def test_nothing_on_the_stage_is_left_to_time_before_it_begins(filled):
    soonest = filled.scalar(select(func.min(Case.next_due)))
    assert soonest > BEGINS


def test_a_stopped_clock_and_one_that_ran_out_are_on_the_stage(filled):
    standing = set(filled.scalars(select(Deadline.state)))
    assert {"paused", "passed", "met", "running"} <= standing


def test_every_role_has_somebody(filled):
    there = set(filled.scalars(select(Grant.role)))
    assert there == set(ROLES) - NOBODY_YET


def test_both_districts_have_their_own_officials(filled):
    for region in (REGION, NEXT_REGION):
        there = set(filled.scalars(select(Grant.role).where(Grant.region == region)))
        assert {"county_reviewer", "county_approver", "county_head", "finance_payer"} <= there


def test_a_full_stage_is_not_filled_again(filled):
    before = filled.scalar(select(func.count()).select_from(Case))
    filled.rollback()
    fill_stage(filled)
    assert filled.scalar(select(func.count()).select_from(Case)) == before
