"""A bank's code that the table learnt later: the same file, handed in again, is judged anew."""

import shutil
from dataclasses import replace
from importlib import import_module

import pytest
from sqlalchemy import select

from service.commands.bank.reading import read_file
from service.domain.refusals import AnswersWrong
from service.records import BatchItem
from service.records.bank_file import BankResult, outcomes
from tests.bank import Mood
from tests.commands.test_bank_files import at, bank, batch, handed_in, posted, sent
from tests.jurisdictions.telling import publish
from workflows import jurisdictions

__all__ = ["at", "batch"]

Z9 = """
[[code]]
is = "Z9"
result = "{result}"
zh = "新代码"
en = "A new code"
"""


@pytest.fixture
def learn(tmp_path, monkeypatch):
    """The place's table of codes learns what Z9 means, and is published."""
    copied = tmp_path / "bpmn"
    shutil.copytree(jurisdictions()["chongqing"].parent, copied)
    monkeypatch.setattr(import_module("workflows.jurisdictions"), "FOLDER", copied)

    def learn(session, now, result="paid"):
        layout = copied / "_shared" / "banks" / "general_xlsx.toml"
        layout.write_text(layout.read_text("utf-8") + Z9.format(result=result), "utf-8")
        publish(session, now)

    return learn


@pytest.fixture
def learns(at, learn):
    return lambda result: learn(at.session, at.now, result)


def came_to(at, batch, file, read=None):
    """How many rows were judged anew, and what all of them came to."""
    taken = handed_in(at, batch, file, read=read)
    return taken.anew, outcomes(at.session, [taken.file_id])[taken.file_id]


@pytest.mark.parametrize(
    ("result", "booked"), [("paid", (2, 0)), ("returned", (1, 1)), ("pending", (1, 0))]
)
def test_a_code_learnt_later_is_judged_anew_exactly_once(at, batch, learns, result, booked):
    file = bank().answer(sent(at, batch), Mood(results={1: "Z9"}))
    for _ in range(2):
        assert came_to(at, batch, file) == (0, {"code_unknown": 1, "paid": 1})
    learns(result)
    now = {"paid": 2} if result == "paid" else {result: 1, "paid": 1}
    assert came_to(at, batch, file) == (1, now)
    assert came_to(at, batch, file) == (0, now)
    assert posted(at) == booked
    assert at.session.scalars(select(BankResult.code).order_by(BankResult.at)).all() == ["Z9", "0"]


def test_what_was_recorded_meanwhile_is_not_booked_again(at, batch, learns):
    first = sent(at, batch)
    file = bank().answer(first, Mood(results={1: "Z9"}))
    came_to(at, batch, file)
    came_to(at, batch, bank().answer(first))
    learns("paid")
    assert came_to(at, batch, file) == (1, {"repeated": 1, "paid": 1})
    assert posted(at) == (2, 0)


def test_a_line_said_twice_with_a_new_code_is_booked_once(at, batch, learns):
    file = bank().answer(sent(at, batch), Mood(results={1: "Z9"}, only=[1], twice=[1]))
    assert came_to(at, batch, file) == (0, {"code_unknown": 2})
    learns("paid")
    assert came_to(at, batch, file) == (2, {"paid": 1, "repeated": 1})
    assert posted(at) == (1, 0)


def test_a_total_that_speaks_against_the_new_code_is_listened_to(at, batch, learns):
    first = sent(at, batch)
    paid = at.session.scalars(select(BatchItem.amount_fen).where(BatchItem.no == 2)).one()
    answer = Mood(results={1: "Z9"}, total=f"{paid // 100}.00")
    file = bank().answer(first, answer)
    came_to(at, batch, file)
    learns("paid")
    with pytest.raises(AnswersWrong) as refused:
        came_to(at, batch, file)
    assert [one.code for one in refused.value.problems] == ["total"]
    assert posted(at) == (1, 0)


def test_an_amount_nobody_could_read_is_judged_once_it_can_be(at, batch):
    file = bank().answer(sent(at, batch))
    whole = read_file(bank().layout, file)
    first, second = whole.lines
    torn = replace(whole, lines=(replace(first, fen=None), second), total_fen=second.fen)
    assert came_to(at, batch, file, torn) == (0, {"amount_changed": 1, "paid": 1})
    assert came_to(at, batch, file) == (1, {"paid": 2})
    assert posted(at) == (2, 0)
