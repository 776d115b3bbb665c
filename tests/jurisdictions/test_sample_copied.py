"""A new jurisdiction is the sample's folder, copied and edited: no Python, no registration."""

import re
from importlib import import_module
from shutil import copytree

import pytest
from sqlalchemy import select

from service.commands.examples import play, read_example
from service.commands.vocabulary import VOCABULARY
from service.records.case import Case
from tests.jurisdictions.telling import publish
from workflows import check, jurisdictions, read_folder

OWED = jurisdictions()["chongqing"] / "reports"
EXAMPLE = "sample-1-half-first-balance-on-employment.toml"
CAP_VERSION = """
[[value.advance_cap.version]]
since = {since}
value = {value}
source = "default"
"""
STAGE = """
[stage.STAGE1]
label = { zh = "多付", en = "Too much" }
share = "advance_cap"

[stage.STAGE2]
label = { zh = "又多付", en = "Far too much" }
share = "advance_cap"

[stage.ONLINE]
label = { zh = "还要多付", en = "Beyond all bounds" }
share = "advance_cap"
"""
STEP = '<bpmn:userTask id="advance_review"'
SIGNAL = 'signalRef="signal_class_settled"'


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """The sample's folder under another name, beside the fragments it calls."""
    source = jurisdictions()["sample"]
    copytree(source.parent / "_shared", tmp_path / "_shared")
    copytree(source, tmp_path / "newplace")
    monkeypatch.setattr(import_module("workflows.jurisdictions"), "FOLDER", tmp_path)
    return tmp_path / "newplace"


def reword(file, words, others):
    text = file.read_text("utf-8")
    assert words in text
    file.write_text(text.replace(words, others, 1), "utf-8")


def edited(folder):
    """Another name and code, three days instead of two, forty percent, another standard."""
    policy = folder / "policy.toml"
    reword(policy, 'code = "990000"', 'code = "880000"')
    reword(policy, 'number_prefix = "SF"', 'number_prefix = "XD"')
    reword(policy, 'zh = "示范区"', 'zh = "新地"')
    reword(policy, "value = 2\n", "value = 3\n")
    reword(policy, "value = 5000\n", "value = 4000\n")
    reword(folder / "training_standard.dmn", ">150000<", ">200000<")
    example = folder / "examples" / EXAMPLE
    reword(example, "opening_review = 2020-05-22", "opening_review = 2020-05-25")
    reword(example, 'advance_rate = "50"', 'advance_rate = "40"')
    reword(folder / "examples/_class.toml", 'advance_rate = "50"', 'advance_rate = "40"')
    text = example.read_text("utf-8")
    for money, other in (
        # 40 × 2,000: 32,000 in advance, 36 × 1,200 on proof, 4 × 1,200 lapse.
        *(("30000.00", "32000.00"), ("27000.00", "43200.00"), ("6000000", "8000000")),
        *(("3000000", "3200000"), ("2700000", "4320000"), ("300000\n", "480000\n")),
        ("5700000", "7520000"),
    ):
        text = text.replace(money, other)
    example.write_text(text, "utf-8")
    return example


def said(folder):
    return [
        (one.file, one.line, f"{one.element} {one.wrong_zh} {one.wrong_en}")
        for one in check(read_folder(folder), VOCABULARY)
    ]


def test_a_copy_with_other_numbers_passes_the_check_and_runs_to_its_end(copied, session):
    example = edited(copied)
    assert said(copied) == []
    told = read_example(example)
    publish(session, told.scenes[0].at, "newplace")
    assert play(told, session).differences == []
    assert session.scalars(select(Case.finished)).all() == ["PAID_PARTIAL_LAPSED"]


def test_a_copy_is_found_by_its_folder_alone(copied):
    assert sorted(jurisdictions()) == ["newplace"]
    assert read_folder(copied).policy["jurisdiction"]["name"]["en"] == "Sample district"


def add(folder, text):
    with (folder / "policy.toml").open("a", encoding="utf-8") as policy:
        policy.write(text)


def owe_a_report(folder, words, others):
    """Another place's report, owed here with one thing in it said otherwise."""
    copytree(OWED, folder / "reports")
    report = folder / "reports/dispatch.toml"
    reword(report, 'code = "500000"', 'code = "990000"')
    reword(report, words, others)


MISTAKES = {
    "a report of what nobody counts": (
        lambda folder: owe_a_report(folder, '"registered_learners"', '"luck"'),
        ("reports/dispatch.toml", "there is no figure luck", 'figure = "luck"'),
    ),
    "a report with a gap in its headings": (
        lambda folder: owe_a_report(folder, "rows = 2", "rows = 1"),
        ("reports/dispatch.toml", "has no heading", ""),
    ),
    "a report due on no day": (
        lambda folder: owe_a_report(folder, "[12, 25]", "[12, 52]"),
        ("reports/dispatch.toml", "must list days from 1 to 31", "[12, 52]"),
    ),
    "the same day twice": (
        lambda folder: add(folder, CAP_VERSION.format(since="2020-01-01", value=3000)),
        ("policy.toml", "value.advance_cap", "since = 2020-01-01"),
    ),
    "days that overlap": (
        lambda folder: (
            reword(folder / "policy.toml", "value = 5000\n", "value = 5000\nuntil = 2020-08-01\n"),
            add(folder, CAP_VERSION.format(since="2020-07-01", value=3000)),
        ),
        ("policy.toml", "overlaps 2020-07-01", "since = 2020-07-01"),
    ),
    "a ratio above its cap": (
        lambda folder: add(folder, CAP_VERSION.format(since="2020-07-01", value=6000)),
        ("policy.toml", "6000 is above the cap 5000", "since = 2020-07-01"),
    ),
    "a key that nobody knows": (
        lambda folder: reword(folder / "policy.toml", "[value.max_heads]", "[value.max_head]"),
        ("policy.toml", "value.max_head：", "[value.max_head]"),
    ),
    "an entry that nobody knows": (
        lambda folder: reword(folder / "policy.toml", "cap = 5000", "cpa = 5000"),
        ("policy.toml", "unknown key cpa", "cpa = 5000"),
    ),
    "a fact that nobody knows": (
        lambda folder: reword(folder / "sample_main.bpmn", ">advance_asked<", ">advance_askd<"),
        ("sample_main.bpmn", "no fact “advance_askd”", 'id="flow_advance_asked_gateway'),
    ),
    "a signal that nobody knows": (
        lambda folder: reword(
            folder / "sample_main.bpmn", 'name="class_settled"', 'name="class_setled"'
        ),
        ("sample_main.bpmn", "no signal “class_setled”", "class_settled"),
    ),
    "a lane that is no role": (
        lambda folder: reword(
            folder / "sample_main.bpmn", '<bpmn:lane id="county_reviewer"', '<bpmn:lane id="mayor"'
        ),
        ("sample_main.bpmn", "The lane “mayor”", 'id="'),
    ),
    "a form that is not there": (
        lambda folder: reword(
            folder / "sample_main.bpmn",
            '<spiffworkflow:property name="deadline" value="advance_review" />',
            '<spiffworkflow:property name="form" value="advance_revue" />',
        ),
        ("sample_main.bpmn", "no form “advance_revue”", STEP),
    ),
    "stages of more than the whole": (
        lambda folder: add(folder, STAGE),
        ("policy.toml", "100%", "[stage."),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_copy_is_named_with_file_key_and_line(copied, mistake):
    make, (file, says, on) = MISTAKES[mistake]
    make(copied)
    found = said(copied)
    lines = (copied / file).read_text("utf-8").splitlines()
    named = [line for where, line, words in found if where == file and says in words]
    assert named, found
    assert any(re.search(re.escape(on), lines[line - 1]) for line in named), [
        lines[line - 1] for line in named
    ]
