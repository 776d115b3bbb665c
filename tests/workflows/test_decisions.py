"""Decision tables: exactly one rule fits, and the decision names its clause."""

from datetime import date

import pytest

from tests.workflows.driver import answers
from workflows import BadTable, NoRuleFits, SeveralRulesFit
from workflows.cells import BadCell, read_cell, read_value
from workflows.decisions import decide_by, read_table

HEAD = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="rate">'
    '<decisionTable hitPolicy="{policy}">'
    "<input><inputExpression><text>applicant_type</text></inputExpression></input>"
    "<input><inputExpression><text>heads</text></inputExpression></input>"
    '<output name="ok"/><output name="max_rate_bp"/>'
)
RULES = [
    ("r1", "clause=CQ-13 企业可以预拨。", '"enterprise"', "&gt;= 30", "true", "5000"),
    ("r2", "source=default 人数不足。", '"enterprise"', "[1..30)", "false", "0"),
    ("r3", "clause=CQ-14 其他单位。", 'not("enterprise")', "-", "false", "null"),
]


def _table(*rules, policy="UNIQUE"):
    lines = "".join(
        f'<rule id="{rule}"><description>{why}</description>'
        f"<inputEntry><text>{one}</text></inputEntry><inputEntry><text>{two}</text></inputEntry>"
        f"<outputEntry><text>{ok}</text></outputEntry><outputEntry><text>{rate}</text>"
        f"</outputEntry></rule>"
        for rule, why, one, two, ok, rate in rules
    )
    page = HEAD.format(policy=policy) + lines + "</decisionTable></decision></definitions>"
    return read_table("rate", page.encode())


def _decide(*rules, **known):
    return decide_by(_table(*(rules or RULES)), answers(known))


def test_the_rule_that_fits_decides_and_cites_its_clause():
    found = _decide(applicant_type="enterprise", heads=30)
    assert (found.values, found.rule) == ({"ok": True, "max_rate_bp": 5000}, "r1")
    assert (found.clause, found.source, found.sentence) == ("CQ-13", "", "企业可以预拨。")


def test_a_rule_without_a_document_says_that_it_is_a_default():
    found = _decide(applicant_type="enterprise", heads=29)
    assert (found.clause, found.source) == ("", "default")


def test_an_output_is_read_like_an_attribute():
    found = _decide(applicant_type="school", heads=1)
    assert (found.ok, found.max_rate_bp) == (False, None)
    with pytest.raises(AttributeError):
        _ = found.never_named


def test_where_no_rule_fits_nothing_is_guessed():
    with pytest.raises(NoRuleFits, match="heads=0") as refusal:
        _decide(applicant_type="enterprise", heads=0)
    assert refusal.value.table == "rate"


def test_where_two_rules_fit_neither_wins():
    twice = [*RULES, ("r4", "clause=CQ-15", '"enterprise"', "&gt; 40", "true", "1")]
    with pytest.raises(SeveralRulesFit):
        _decide(*twice, applicant_type="enterprise", heads=50)


@pytest.mark.parametrize("policy", ["FIRST", "ANY", "COLLECT"])
def test_other_hit_policies_are_refused(policy):
    with pytest.raises(BadTable, match="UNIQUE"):
        _table(*RULES, policy=policy)


@pytest.mark.parametrize("raw", [b"no xml", b"<definitions/>"])
def test_what_is_no_table_is_refused(raw):
    with pytest.raises(BadTable):
        read_table("rate", raw)


def test_a_cell_that_cannot_be_read_names_its_rule():
    with pytest.raises(BadTable, match="r9"):
        _table(("r9", "", "__import__('os')", "-", "true", "1"))


def test_a_rule_with_too_few_cells_is_refused():
    page = HEAD.format(policy="UNIQUE") + '<rule id="r1"><inputEntry/></rule>'
    page += "</decisionTable></decision></definitions>"
    with pytest.raises(BadTable, match="as many cells"):
        read_table("rate", page.encode())


@pytest.mark.parametrize(
    ("cell", "fits", "fits_not"),
    [
        ("-", [None, "x", 0], []),
        ("", [None, "x", 0], []),
        ('"a"', ["a"], ["b", None]),
        ('"a","b"', ["a", "b"], ["c"]),
        ('not("a", "b")', ["c", None], ["a"]),
        ("true", [True], [False, 1]),
        ("1", [1], [True, 2]),
        ("null", [None], [0, ""]),
        ("!= 3", [2], [3]),
        ("= 3", [3], [2]),
        ("< 3", [2], [3, None]),
        ("<= -3", [-3], [-2]),
        ("> 3", [4], [3]),
        ("[1..5]", [1, 5], [0, 6]),
        ("(1..5)", [2, 4], [1, 5]),
        ('date("2020-05-18")', [date(2020, 5, 18)], [date(2020, 5, 19)]),
        ('>= date("2020-05-18")', [date(2020, 5, 18)], [date(2020, 5, 17)]),
        ('"with, comma","and \\"mark\\""', ["with, comma", 'and "mark"'], ["with"]),
    ],
)
def test_a_cell_fits_what_it_says(cell, fits, fits_not):
    read = read_cell(cell)
    assert [read.holds(each) for each in fits] == [True] * len(fits)
    assert [read.holds(each) for each in fits_not] == [False] * len(fits_not)


@pytest.mark.parametrize("cell", ['"a', "1.5", "a", '> "a"', "[true..false]", '"a" "b"', "f(1)"])
def test_a_cell_that_is_no_condition_is_refused(cell):
    with pytest.raises(BadCell):
        read_cell(cell)


@pytest.mark.parametrize("found", ["30", True])
def test_a_range_is_not_asked_of_text_or_truth(found):
    with pytest.raises(TypeError):
        read_cell(">= 30").holds(found)


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), (None, None), ("None", None), ("True", True), ("-5", -5), ('""', "")],
)
def test_a_constant_is_read(text, value):
    assert read_value(text) == value


def test_what_is_no_constant_is_refused():
    with pytest.raises(BadCell):
        read_value("1 + 1")
