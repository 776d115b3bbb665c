"""What a policy file is refused for, each sentence naming the key."""

from copy import deepcopy
from datetime import date

import pytest

from service.domain.policy import Policy, problems
from tests.domain.standing import raw_policy

ISSUED, DAY_BEFORE = date(2020, 5, 18), date(2020, 5, 17)


def written(table, path, to):
    """The file with another word at one place; what is not on the way is shared."""
    copy = dict(table) if isinstance(table, dict) else list(table)
    copy[path[0]] = to if len(path) == 1 else written(table[path[0]], path[1:], to)
    return copy


def broken(*path, to):
    return problems(written(raw_policy(), path, to))


def missing(*path):
    raw = deepcopy(raw_policy())
    table = raw
    for step in path[:-1]:
        table = table[step]
    del table[path[-1]]
    return problems(raw)


VERSION = ("value", "advance_cap", "version", 1)
HEADS = ("value", "max_heads")
A_YEAR = ("value", "subsidised_trainings_per_year", "version", 0, "value")
REVIEW = ("deadline", "opening_review")
AGAIN = [{"name": "remind", "at": "due 09:00"}, {"name": "remind", "at": "due 14:00"}]


@pytest.mark.parametrize(
    ("path", "to", "says"),
    [
        (("values",), {}, "unknown key values"),
        (("value",), [], "must be a table"),
        (("jurisdiction",), "重庆", "must be a table"),
        (("jurisdiction", "region"), {}, "must be a table"),
        (("value", "max_heads"), 50, "must be a table"),
        (("jurisdiction", "issued"), "2020-05-18", "must be a date"),
        (("jurisdiction", "code"), 500000, "must be text"),
        (("value", "advance_cap", "cap"), "5000", "'5000' is no cap"),
        (("deadline", "opening_review", "pauses"), "lunch", "does not pause for lunch"),
        (("jurisdiction", "mayor"), "x", "unknown key mayor"),
        (("jurisdiction", "name"), {"zh": "重庆"}, "needs a name"),
        (("jurisdiction", "region", 0, "code"), "500105", "500105 stands twice"),
        (("jurisdiction", "region", 0, "zip"), "400000", "unknown key zip"),
        (("value", "advance_capp"), {}, "no rule asks for this value"),
        (("value", "advance_capp"), {}, "version is missing"),
        (A_YEAR, 0, "0 is below 1"),
        ((*HEADS, "unit"), "people", "the unit must be heads"),
        ((*HEADS, "choose_by"), "today", "must be one of"),
        ((*HEADS, "label"), "人数", "needs a name"),
        ((*HEADS, "version"), [], "has no version"),
        ((*HEADS, "version", 0, "value"), "50", "'50' is no heads"),
        ((*HEADS, "version", 0, "value"), True, "True is no heads"),
        ((*HEADS, "version", 0, "value"), -1, "-1 is no heads"),
        ((*HEADS, "version", 0, "since"), "2020-01-01", "is no date"),
        ((*HEADS, "version", 0, "until"), "2020-01-01", "is no date"),
        ((*HEADS, "version", 0, "until"), date(2018, 1, 1), "is after"),
        ((*HEADS, "version", 0, "source"), "heard", "can only be default"),
        ((*VERSION, "value"), 6000, "6000 is above the cap 5000"),
        ((*VERSION, "clause"), "", "neither a clause nor a source"),
        ((*VERSION, "article"), "", "the article of the clause is missing"),
        ((*VERSION, "kind"), "soft", "must be one of"),
        ((*VERSION, "clause"), 13, "must be text"),
        ((*VERSION, "region"), [], "must be text"),
        ((*VERSION, "clauze"), "CQ-13", "unknown key clauze"),
        ((*VERSION, "since"), date(2019, 1, 1), "two versions begin on 2019-01-01"),
        (("value", "advance_cap", "version", 0, "until"), ISSUED, "overlaps 2020-05-18"),
        (("value", "theory_share_min_bp", "version", 1, "value"), 10001, "above the cap 10000"),
        (("value", "nonworking_receipt", "version", 0, "value"), "half", "'half' is not a choice"),
        (("value", "nonworking_receipt", "version", 0, "value"), 1, "1 is no word"),
        (
            ("value", "online_kinds", "version", 1, "value"),
            ["theory", "tv"],
            "'tv' is not a choice",
        ),
        (("value", "online_kinds", "version", 1, "value"), [1], "[1] is no words"),
        (("value", "asked_day_used", "version", 0, "value"), 1, "1 is no switch"),
        ((*REVIEW, "days"), "no_such_days", "no value no_such_days"),
        ((*REVIEW, "count"), "days", "count is not the unit"),
        ((*REVIEW, "days"), "max_heads", "count is not the unit"),
        ((*REVIEW, "pauses"), ["lunch"], "does not pause for lunch"),
        ((*REVIEW, "rungs"), [{"name": "sing", "at": "passed"}], "must be one of"),
        ((*REVIEW, "rungs"), [{"name": "remind", "at": "soon"}], "no time on the way"),
        ((*REVIEW, "rungs"), [{"name": "remind"}], "at is missing"),
        ((*REVIEW, "rungs"), AGAIN, "a rung stands twice"),
        ((*REVIEW, "colour"), "red", "unknown key colour"),
    ],
)
def test_what_is_wrong_is_named_with_its_key(path, to, says):
    found = [line for line in broken(*path, to=to) if says in line]
    assert found
    assert path[0] in found[0] or found[0].startswith("policy.toml")


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (("value",), "value is missing"),
        (("jurisdiction", "hotline"), "hotline is missing"),
        ((*VERSION, "value"), "value is missing"),
        (("value", "opening_workdays", "version", 1, "kind"), "opening_workdays has no kind"),
        ((*REVIEW, "label"), "needs a name"),
    ],
)
def test_what_is_missing_is_named(path, says):
    assert any(says in line for line in missing(*path))


def places(table, path=()):
    """Every place in a policy file at which something can be written wrong."""
    for key, inner in table.items() if isinstance(table, dict) else enumerate(table):
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


@pytest.mark.parametrize("junk", [7, True, "x", [7], {"zh": 7}, ISSUED], ids=str)
def test_junk_anywhere_is_named_or_can_be_read(junk):
    for path in places(raw_policy()):
        raw = written(raw_policy(), path, junk)
        if not problems(raw):
            policy = Policy(raw)
            assert all(policy.versions(key) for key in policy.keys)
            assert all(policy.deadline(name, date(2030, 1, 1)) for name in policy.deadlines)


def test_versions_of_one_value_may_follow_one_another_closely():
    assert broken("value", "advance_cap", "version", 0, "until", to=DAY_BEFORE) == []
