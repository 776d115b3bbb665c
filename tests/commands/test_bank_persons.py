"""A bank's answer for persons: one is paid, one comes back, and only he is paid again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from service.commands.bank.taking import carry_on
from service.commands.examples import Play, read_example
from service.domain.batch import PERSONS
from service.domain.orders import ApproveBatch, CheckBatch
from service.records import LedgerEntry, OpenStep, Payment
from service.records.bank_file import files_to_do
from tests.bank import Mood
from tests.commands.paying_together import APPROVER, Desk
from tests.commands.test_bank_files import bank, sent, take
from tests.commands.test_many import CutOff, cut_off
from tests.jurisdictions.telling import FOLDERS, publish

LIVING = FOLDERS["jiangxi"] / "examples/living-by-its-own-groups.toml"


@pytest.fixture
def at(session):
    """Two learners' allowance was reviewed."""
    example = read_example(LIVING)
    steps = [scene.step for scene in example.scenes]
    scenes = example.scenes[: steps.index("finance_pay")]
    play = Play(replace(example, scenes=scenes, end={}), session)
    publish(session, scenes[0].at, "jiangxi")
    outcome = play.run()
    assert outcome.holds, outcome.differences
    return Desk(session, play, scenes[-1].at + timedelta(hours=1))


@pytest.fixture
def batch(at):
    """Their batch lies with the bank."""
    number = at.draw(payee_kind=PERSONS, fund="JYBZ")
    at.do(CheckBatch, number)
    at.do(ApproveBatch, number, APPROVER)
    at.release(number)
    return number


def booked(at):
    """Which lines were paid, and which came back."""
    at.session.rollback()
    entries = at.session.scalars(select(LedgerEntry)).all()
    kinds = ("LIVING", "RETURNED")
    return [[one.line for one in entries if one.kind == kind] for kind in kinds]


def test_who_came_back_is_asked_and_alone_left_to_pay(at, batch):
    file = bank().answer(sent(at, batch), Mood(results={2: "returned"}))
    assert take(at, batch, file) == {"paid": 1, "returned": 1}
    assert booked(at) == [[1], [2]]
    (payment,) = at.session.scalars(select(Payment))
    assert (payment.state, payment.paid_fen, payment.amount_fen) == ("returned", 8000, 16000)
    assert "account_fix" in at.session.scalars(select(OpenStep.element)).all()
    assert at.batch(batch).state == "settled"


def test_the_case_waits_for_whom_the_bank_has_not_named(at, batch):
    first = sent(at, batch)
    take(at, batch, bank().answer(first, Mood(only=[1])))
    assert booked(at) == [[1], []]
    assert "account_fix" not in at.session.scalars(select(OpenStep.element)).all()
    assert take(at, batch, bank().answer(first)) == {"paid": 1, "repeated": 1}
    assert booked(at) == [[1, 2], []]


@pytest.fixture
def half_taken(at, batch, database):
    """The file was put down, and the process died before the case heard of it."""
    file = bank().answer(sent(at, batch))
    at.actor("finance_payer")
    at.session.rollback()
    # One commit for whoever hands it in, one for the file.
    with cut_off(database.engine, 2), pytest.raises(CutOff):
        take(at, batch, file)
    assert booked(at) == [[], []]
    return file


def test_a_file_cut_off_and_handed_in_again_goes_on(at, batch, half_taken):
    assert take(at, batch, half_taken) == {"paid": 2}
    assert booked(at) == [[1, 2], []]


def test_a_file_cut_off_goes_on_by_the_clock(at, half_taken):
    (waiting,) = files_to_do(at.session)
    carry_on(at.session, at.clock, waiting)
    assert booked(at) == [[1, 2], []]
