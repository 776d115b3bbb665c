"""Payments to persons: an entry for each of them that names nobody, and parts that add up."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from service.commands import FixedClock
from service.commands.examples import read_example
from service.commands.papers.bundle_check import check_bundle
from service.commands.papers.case_bundle import take
from service.commands.people import retention
from service.commands.people.newcomers import Newcomer, add_person
from service.commands.verifying import broken_books
from service.domain.orders import TakeBundle
from service.domain.permissions import Actor, Grant
from service.records import AllowanceLine, LedgerEntry, PaymentLine, PersonYear
from service.records.payment import Payment
from tests.jurisdictions.telling import FOLDERS, tell

NUMBER = "GZ-2020-000002"
ENDED = datetime(2020, 8, 3, 1, tzinfo=UTC)
THIRTY_ONE_YEARS = timedelta(days=31 * 366)


@pytest.fixture
def told(session):
    """Two learners were paid their allowance, one of them in his third try."""
    example = read_example(FOLDERS["guizhou"] / "examples/living-worked-case.toml")
    assert tell(example, session).outcome.differences == []
    return session


def official(session, role):
    """Somebody in that office, whose account stands."""
    newcomer = Newcomer(login=role, name=role, natural_person=role, grants=(Grant(role),))
    return Actor(add_person(session, newcomer), role, newcomer.grants)


def test_each_learner_has_entries_of_his_own_that_name_nobody(told):
    paid = select(LedgerEntry).where(LedgerEntry.kind == "LIVING").order_by(LedgerEntry.line)
    found = [(one.line, one.payee, one.fen, one.fund) for one in told.scalars(paid)]
    assert found == [(1, f"{NUMBER}/1", 69000, "FP"), (2, f"{NUMBER}/2", 69000, "FP")]


def test_the_parts_of_a_payment_are_the_payment(told):
    parts = told.execute(
        select(Payment.attempt, Payment.state, Payment.amount_fen, PaymentLine.amount_fen)
        .join(PaymentLine, PaymentLine.payment_id == Payment.id)
        .order_by(Payment.attempt)
    ).all()
    assert parts == [
        (1, "paid", 69000, 69000),
        (2, "returned", 69000, 69000),
        (3, "paid", 69000, 69000),
    ]


def test_who_was_removed_has_his_days_back(told):
    lines = {one.line: one.paid for one in told.scalars(select(AllowanceLine))}
    assert lines == {1: 19, 2: 19, 3: 0}
    assert sorted(told.scalars(select(PersonYear.days))) == [0, 19, 19]


def test_a_part_that_was_changed_is_named(told):
    told.scalars(select(PaymentLine)).first().amount_fen = 69001
    told.commit()
    (commit, instruct, paid) = broken_books(told)
    assert "moves 69000 fen (COMMIT), not 69001 fen" in commit
    assert "(INSTRUCT)" in instruct
    assert "(LIVING)" in paid


def test_the_case_can_be_taken_away_and_checked(told, tmp_path):
    auditor = official(told, "auditor")
    taken = take(told, TakeBundle(number=NUMBER), actor=auditor, clock=FixedClock(ENDED))
    file = tmp_path / "case.zip"
    file.write_bytes(b"".join(taken.pieces()))
    assert check_bundle(file).wrong == ()


def test_when_its_time_has_come_nothing_of_the_persons_is_left(told):
    keeper, watcher = official(told, "security_admin"), official(told, "audit_admin")
    later = ENDED + THIRTY_ONE_YEARS
    proposal = retention.propose(told, actor=keeper, now=later).id
    retention.confirm(told, proposal, actor=watcher, clock=FixedClock(later))
    told.expire_all()
    for part in told.scalars(select(PaymentLine)):
        kept = (part.payee_name, part.bank_name, part.bank_account, part.person_index)
        assert kept == ("", "", "", "erased")
    assert {one.person_index for one in told.scalars(select(AllowanceLine))} == {"erased"}
    assert [*broken_books(told)] == []
