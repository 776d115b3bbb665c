"""A bank's answer for persons: one is paid, one comes back, and only he is paid again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from service.commands.bank.taking import carry_on
from service.commands.examples import Play, read_example
from service.domain.batch import PERSONS
from service.domain.orders import ApproveBatch, CheckBatch
from service.records import LedgerEntry, OpenStep, Payment
from service.records.bank_file import files_to_do
from tests.bank import Mood
from tests.commands.paying_together import APPROVER, Desk
from tests.commands.test_bank_files import bank, sent, take
from tests.jurisdictions.telling import FOLDERS, publish

LIVING = FOLDERS["jiangxi"] / "examples/living-by-its-own-groups.toml"


class CutOff(BaseException):
    """The process dies here."""


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


@pytest.mark.parametrize("commits", [1, 2])
def test_a_file_cut_off_goes_on_where_it_stopped(at, batch, database, commits):
    file, left = bank().answer(sent(at, batch)), [commits]
    at.actor("finance_payer")

    def die(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise CutOff

    at.session.rollback()
    event.listen(database.engine, "commit", die)
    with pytest.raises(CutOff):
        take(at, batch, file)
    event.remove(database.engine, "commit", die)
    (waiting,) = files_to_do(at.session) or [0]
    at.session.rollback()
    if commits == 1:
        assert take(at, batch, file) == {"paid": 2}
    else:
        # Nobody hands it in again: the clock goes on with it.
        carry_on(at.session, at.clock, waiting)
    assert booked(at) == [[1, 2], []]
