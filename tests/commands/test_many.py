"""A bank's result file over several classes: each line once, resumed where it was cut off."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, func, select

from service.commands import FixedClock, record_bank_results
from service.commands.examples import Play, read_chapter, read_example
from service.commands.verifying import broken_books, broken_histories
from service.domain.orders import BankResultLine, RecordBankResults
from service.domain.refusals import Forbidden
from service.records import Case, LedgerEntry
from tests.commands.standing import STORY
from tests.jurisdictions.telling import FOLDER, publish

CLASSES = {"": "PZ-1", "second": "PZ-2", "third": "PZ-3"}


class CutOff(BaseException):
    """The process dies here."""


@pytest.fixture
def at(session):
    """Three classes whose advances lie with the bank."""
    scenes = [
        telling(scene, case, people)
        for people, case in enumerate(CLASSES, start=1)
        for chapter in ("filed", "approved", "advance")
        for scene in read_chapter(FOLDER, chapter)
        if scene.order is None
    ]
    scenes.sort(key=lambda scene: scene.at)
    play = Play(replace(read_example(STORY), scenes=tuple(scenes), end={}), session)
    publish(session, scenes[0].at)
    assert play.run().holds
    return play


def telling(scene, case, people):
    """The scene as it happens on one of the classes."""
    own = {"opening_fill": {"people": people}, "finance_pay": {"voucher_no": CLASSES[case]}}
    answers = {**scene.answers, **own.get(scene.step, {})}
    return replace(scene, case=case, answers=answers, then={})


def line(at, case, **changed):
    number = at.session.get_one(Case, at.case_ids[case]).number
    answers = {"stage": "ADVANCE", "voucher_no": CLASSES[case], "result": "success"}
    return BankResultLine(case_number=number, answers={**answers, "amount": "3000.00", **changed})


def record(at, lines, who="finance_payer"):
    """Take in the file."""
    return record_bank_results(
        RecordBankResults(file_ref="2020-05-28", lines=lines),
        actor=at.cast.actor(who),
        session=at.session,
        clock=FixedClock(at.example.scenes[-1].at),
    )


@contextmanager
def cut_off(engine, commits: int):
    """After so many commits the next statement is the last."""
    left = [commits]

    def count(_: object) -> None:
        left[0] -= 1

    def die(*_: object) -> None:
        if left[0] <= 0:
            raise CutOff

    event.listen(engine, "commit", count)
    event.listen(engine, "before_cursor_execute", die)
    yield
    event.remove(engine, "commit", count)
    event.remove(engine, "before_cursor_execute", die)


def paid(at) -> int:
    at.session.rollback()
    posted = select(func.count()).where(LedgerEntry.kind == "ADVANCE")
    return at.session.scalar(posted) or 0


def test_every_line_of_a_file_is_recorded(at):
    assert record(at, [line(at, case) for case in CLASSES]) == dict.fromkeys(range(3), "done")
    assert paid(at) == 3
    assert [*broken_histories(at.session), *broken_books(at.session)] == []


def test_a_file_sent_again_changes_nothing(at):
    lines = [line(at, case) for case in CLASSES]
    assert record(at, lines) == record(at, lines)
    assert paid(at) == 3


def test_lines_that_do_not_fit_are_listed_and_hold_up_nobody(at):
    unknown = BankResultLine(case_number="CQ-2020-999999", answers=line(at, "").answers)
    changed = line(at, "second", amount="3000.01")
    told = record(at, [unknown, changed, line(at, "third")])
    assert told == {0: "not_visible", 1: "answers_wrong", 2: "done"}
    assert paid(at) == 1


def test_a_payment_sent_back_is_recorded_beside_those_made(at):
    record(at, [line(at, "", result="returned", code="户名不符"), line(at, "second")])
    at.session.rollback()
    kinds = set(at.session.scalars(select(LedgerEntry.kind)))
    assert {"RETURNED", "ADVANCE"} <= kinds


@pytest.mark.parametrize("commits", [1, 2, 3])
def test_a_file_cut_off_between_lines_is_finished_by_the_next_try(at, database, commits):
    lines = [line(at, case) for case in CLASSES]
    at.session.rollback()
    with cut_off(database.engine, commits), pytest.raises(CutOff):
        record(at, lines)
    assert paid(at) == commits - 1
    assert record(at, lines) == dict.fromkeys(range(3), "done")
    assert paid(at) == 3


def test_a_file_is_taken_in_by_finance_alone(at):
    with pytest.raises(Forbidden):
        record(at, [line(at, "")], who="county_reviewer")
    assert paid(at) == 0
