"""Expressions in diagrams: names and comparisons, and nothing that runs."""

import pytest

from workflows import BadExpression, UnknownFact
from workflows.expressions import compiled, evaluate, names


def _ask(name):
    known = {"heads": 30, "stage": "FINAL", "ok": True, "none": None}
    if name not in known:
        raise UnknownFact(name)
    return known[name]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("heads > 0", True),
        ("heads == -1", False),
        ("0 < heads <= 30", True),
        ("ok and not heads < 30", True),
        ('stage in ("ADVANCE", "FINAL")', True),
        ("heads not in (1, -2)", True),
        ("none == None", True),
        ("  ok  ", True),
        ("ok or unknown", True),
    ],
)
def test_names_and_comparisons_have_a_value(text, value):
    assert evaluate(text, _ask) == value


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "open('x')",
        "heads + 1",
        "[x for x in stage]",
        "lambda: 1",
        "stage[0]",
        "ok.__class__",
        "a.b.c",
        "(heads := 1)",
        "f'{heads}'",
        "1.5 > heads",
        "heads if ok else 1",
        "{1, 2}",
        "heads in (ok, 1)",
        "-heads < 1",
        "import os",
        "",
        "ok is True",
    ],
)
def test_anything_more_is_refused(text):
    with pytest.raises(BadExpression):
        compiled(text)


def test_builtins_are_names_like_any_other():
    with pytest.raises(UnknownFact):
        evaluate("open", _ask)


def test_a_name_is_asked_only_when_it_is_reached():
    assert evaluate("ok or never_asked", _ask) is True


def test_the_names_of_an_expression_are_told_once_each():
    assert names("a > 1 and (b.ok or a < 3)") == ("a", "b")
