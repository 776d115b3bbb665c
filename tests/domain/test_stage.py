"""Stages of payment: parts that always add up, and what a folder may not say of them."""

from copy import deepcopy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.policy import Policy, problems
from service.domain.stage import WHOLE_BP, read_stages, scaled, share_fen
from tests.domain.standing import raw_policy

FEN = st.integers(0, 10**12)
LABEL = {"zh": "第一次拨付", "en": "First payment"}


def changed(**tables):
    return {**deepcopy(raw_policy()), **tables}


@pytest.mark.parametrize(
    ("base", "share", "fen"),
    [(180_000, 6000, 108_000), (150_000, 2000, 30_000), (1, 5000, 1), (1, 4999, 0), (0, 6000, 0)],
)
def test_half_a_fen_counts_as_one(base, share, fen):
    assert share_fen(base, share) == fen


@given(FEN, st.integers(0, WHOLE_BP))
def test_a_share_is_never_half_a_fen_away(base, share):
    assert abs(Fraction(base * share, WHOLE_BP) - share_fen(base, share)) <= Fraction(1, 2)


def test_nothing_is_a_share_of_nothing():
    assert share_fen(100, 0, 0) == 0


@given(st.lists(FEN, min_size=1, max_size=4), FEN)
def test_the_parts_of_a_cut_line_add_up_to_what_was_left(parts, total):
    assert sum(scaled(parts, total)) == (total if sum(parts) else 0)


def test_a_cut_line_is_cut_in_every_stage():
    assert scaled([108_000, 72_000], 150_000) == (90_000, 60_000)


def test_a_stage_belongs_to_the_diagrams_and_tracks_it_names():
    table = {"label": LABEL, "process": ["main"], "tracks": ["platform"]}
    (stage,) = read_stages({"ONLINE": table})
    assert stage.belongs_to("main", "platform")
    assert not stage.belongs_to("main", "school")
    assert not stage.belongs_to("other", "platform")


def test_an_advance_earns_nobody_anything_and_a_stage_is_earned_by_the_claim():
    advance, final = Policy(raw_policy()).stages
    assert (advance.name, advance.earned_by, advance.granted) == ("ADVANCE", "", True)
    assert (final.name, final.earned_by, final.granted) == ("FINAL", "claimed", False)


SHARE = {
    "label": LABEL,
    "unit": "bp",
    "choose_by": "filed_on",
    "version": [{"since": raw_policy()["jurisdiction"]["issued"], "value": 6000}],
}


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"stage": []}, "stage：应为表"),
        ({"stage": {"FINAL": 1}}, "stage：应为表"),
        ({"stage": {"THIRD": {"label": LABEL}}}, "账簿没有这个阶段"),
        ({"stage": {"FINAL": {"label": {"zh": "余款"}}}}, "stage.FINAL.label"),
        ({"stage": {"FINAL": {"label": LABEL, "rate": 1}}}, "unknown key rate"),
        ({"stage": {"FINAL": {"label": LABEL, "tracks": "x"}}}, "stage.FINAL.tracks"),
        ({"stage": {"FINAL": {"label": LABEL, "of": "nothing"}}}, "no value in fen called nothing"),
        ({"stage": {"FINAL": {"label": LABEL, "share": "max_heads"}}}, "max_heads is no share"),
        ({"process": {"more": {"label": LABEL, "begun_by": []}}}, "says nobody who begins it"),
        ({"process": {"more": {"label": LABEL, "begun_by": ["king"]}}}, "no role king"),
        ({"process": {"more": {"label": LABEL, "begun": ["x"]}}}, "unknown key begun"),
    ],
)
def test_what_a_folder_may_not_say_is_named(tables, said):
    assert any(said in problem for problem in problems(changed(**tables)))


def test_shares_of_more_than_the_whole_are_refused():
    raw = changed(stage={name: {"label": LABEL, "share": "rate"} for name in ("STAGE1", "STAGE2")})
    raw["value"]["rate"] = SHARE
    assert any("add up to 120%" in problem for problem in problems(raw))


def test_shares_of_different_tracks_are_not_added_up():
    stages = {
        name: {"label": LABEL, "share": "rate", "tracks": [track]}
        for name, track in (("STAGE1", "one"), ("STAGE2", "other"))
    }
    raw = changed(stage=stages)
    raw["value"]["rate"] = SHARE
    assert not any("add up" in problem for problem in problems(raw))


def test_a_region_says_otherwise_only_where_it_may():
    raw = changed()
    raw["value"]["max_heads"]["version"][0]["region"] = "500103"
    raw["value"]["credit_valid_days"]["delegable"] = "yes"
    said = problems(raw)
    assert any("value.max_heads" in one and "not delegable" in one for one in said)
    assert any("credit_valid_days.delegable" in one for one in said)


def test_a_county_without_a_word_of_its_own_follows_its_city():
    raw = changed()
    version = {**raw["value"]["max_heads"]["version"][0], "value": 30, "region": "500100"}
    raw["value"]["max_heads"]["version"].append(version)
    policy, day = Policy(raw), raw["jurisdiction"]["issued"]
    assert policy.value("max_heads", day, region="500103").value == 30
    assert policy.value("max_heads", day, region="510104").value == 50
