"""Whom an online course pays, what the approver is told of it, and that nobody is paid twice."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from service.commands.examples import read_example
from service.commands.library import LIBRARY
from service.records import Case, ClassOpening, LedgerEntry, PaymentLine
from service.web.checks_course import course_checks
from tests.domain.standing import day
from tests.jurisdictions.telling import FOLDERS, tell

FOLDER = FOLDERS["jinan"] / "examples"


def told(session, name, scenes=None):
    example = read_example(FOLDER / f"{name}.toml")
    if scenes is not None:
        example = replace(example, scenes=example.scenes[:scenes], end={})
    assert tell(example, session).outcome.differences == []
    return example


def booked_for(session, kind):
    asked = select(LedgerEntry.payee).where(LedgerEntry.kind == kind)
    return set(session.scalars(asked))


@pytest.mark.parametrize(
    ("name", "stage"),
    [("commissioned-paid-to-trainer", "ONLINE"), ("jn-2-prejob-twenty-seven-paid", "PREJOB")],
)
def test_by_agreement_the_body_commissioned_is_paid(session, name, stage):
    example = told(session, name)
    assert booked_for(session, stage) == {example.request["delegate_uscc"]}


def test_a_platform_is_paid_itself_and_the_school_that_trains_after_it(session):
    told(session, "jn-1-online-then-practical")
    trainers = set(session.scalars(select(ClassOpening.delegate_uscc)))
    assert booked_for(session, "OFFLINE") == trainers - {None}
    assert booked_for(session, "ONLINE") & trainers == set()


def test_employees_who_claim_for_themselves_are_paid_themselves(session):
    told(session, "employee-double-benefit")
    parts = session.execute(select(PaymentLine.line, PaymentLine.amount_fen)).all()
    assert sorted(map(tuple, parts)) == [(2, 105_000), (3, 105_000)]


@pytest.mark.parametrize(
    ("name", "outcomes"),
    [
        ("fewer-hours-with-consent", ["ok", "note"]),
        ("platform-paid-on-passes", ["ok", "ok"]),
        ("jn-2-prejob-twenty-seven-paid", ["ok", "ok", "note"]),
        ("prejob-hours-below-sixteen", ["ok", "ok", "ok"]),
        ("jn-3-special-operations", []),
    ],
)
def test_the_approver_is_told_of_hours_and_of_who_earns_nothing(session, name, outcomes):
    told(session, name, scenes=2)
    case, opening = session.scalar(select(Case)), session.scalar(select(ClassOpening))
    newest = LIBRARY.in_force(session, "jinan")[0]
    with Flask(__name__).test_request_context():
        found = course_checks(session, case, opening, newest=newest, today=day("2020-05-08"))
    assert [check.outcome for check in found] == outcomes
