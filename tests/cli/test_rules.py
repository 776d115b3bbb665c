"""Asking the rules: a folder checked, an example played, a deadline counted, a folder published."""

import json
import shutil
from pathlib import Path

import pytest

from tests.front_office import EXAMPLES, LOGINS, open_office
from workflows import jurisdictions

DEADLINE = ("deadline", "chongqing", "opening_review", "--received")
OVERDUE = EXAMPLES / "overdue-goes-to-head.toml"
THERE = ", ".join(jurisdictions())


def test_the_folder_of_chongqing_has_no_error(kaiban):
    said = kaiban("check", "chongqing")
    assert (said.code, said.out, said.err) == (0, "chongqing: 没有错误 · no errors\n", "")


def test_a_place_nobody_knows_is_told_with_those_there_are(kaiban):
    for words in (("check", "atlantis"), ("deadline", "atlantis", "x", "--received", "2020")):
        said = kaiban(*words)
        assert (said.code, said.out) == (1, "")
        assert said.err == f"There is no jurisdiction 'atlantis'; there are: {THERE}.\n"


def test_a_filing_before_the_holiday_is_due_after_it(kaiban):
    said = kaiban(*DEADLINE, "2020-06-24T10:00+08:00")
    told = json.loads(said.out)
    assert said.code == 0
    assert (told["last_day"], told["due_at"]) == ("2020-06-29", "2020-06-30T00:00:00+08:00")
    assert (told["clause"], told["kind"], told["estimated"]) == ("CQ-21", "statutory", False)
    assert told["calendar_version"]


@pytest.mark.parametrize("received", ["2020-06-24", "2020-06-24T10:00", "tomorrow"])
def test_a_time_without_its_offset_is_refused(kaiban, received):
    said = kaiban(*DEADLINE, received)
    assert (said.code, said.out) == (1, "")
    assert said.err == "--received needs its offset, as in 2020-06-24T10:00+08:00.\n"


def test_a_deadline_nobody_knows_is_told_with_those_there_are(kaiban):
    said = kaiban("deadline", "chongqing", "nothing", "--received", "2020-06-24T10:00+08:00")
    assert said.code == 1
    assert "no such deadline then. There are: " in said.err
    assert "opening_review" in said.err


def test_an_example_that_holds_says_so(kaiban):
    said = kaiban("simulate", str(OVERDUE))
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("与示例一致 · as promised\n")


def test_an_example_is_told_to_other_programs_as_json(kaiban):
    told = json.loads(kaiban("simulate", str(OVERDUE), "--json").out)
    assert told["holds"] is True
    assert told["differences"] == []


def test_a_broken_promise_is_told_line_by_line(kaiban, tmp_path):
    said = kaiban("simulate", str(promising_payment(tmp_path)))
    assert (said.code, said.err) == (2, "")
    assert "  ✗ " in said.out
    assert "PAID_CLOSED" in said.out
    assert said.out.endswith("与示例不一致 · not as promised\n")


def promising_payment(tmp_path: Path) -> Path:
    """The example of the rejected request, which here promises payment."""
    examples = tmp_path / "chongqing" / "examples"
    shutil.copytree(EXAMPLES, examples)
    broken = examples / "rejected.toml"
    broken.write_text(broken.read_text("utf-8").replace('"REJECTED"', '"PAID_CLOSED"'), "utf-8")
    return broken


def test_an_example_that_is_not_there_is_named(kaiban, tmp_path):
    missing = tmp_path / "none.toml"
    said = kaiban("simulate", str(missing))
    assert (said.code, said.err) == (1, f"There is no file {missing}.\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("this is [not toml", "bad.toml cannot be read: "),
        ('like = "_none.toml"', "_none.toml cannot be read: "),
        ("", "bad.toml: 'title' is missing"),
        ('region = "1"\n[title]\n[[do]]\nhow = 1\n[end]', "bad.toml: how"),
    ],
)
def test_an_example_nobody_can_read_is_refused_in_a_sentence(kaiban, tmp_path, text, sentence):
    bad = tmp_path / "bad.toml"
    bad.write_text(text)
    said = kaiban("simulate", str(bad))
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(sentence)


def test_publishing_is_for_whoever_keeps_the_policy(kaiban, installed, database):
    open_office(database).close()
    done = kaiban("publish", "chongqing", "--as", LOGINS["policy_admin"], at=installed)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("chongqing: ")
    refused = kaiban("publish", "chongqing", "--as", LOGINS["auditor"], at=installed)
    assert (refused.code, refused.err) == (1, "This is not for your role.\n")
    unknown = kaiban("publish", "chongqing", "--as", "nobody", at=installed)
    assert (unknown.code, unknown.err) == (1, "There is no account 'nobody'.\n")
