"""The ledger of clauses tells the truth: every row has a home and an example, and all is told."""

import re
import shutil
import tomllib

import pytest

from service.cli.clauses import page
from service.commands.clause_ledger import ledgers, open_rows, problems, read_ledger
from tests.architecture.house import ROOT

FOLDER = ROOT / "workflows" / "bpmn"
ROWS = {"guizhou": 31, "jiangxi": 20, "heilongjiang": 28, "chongqing": 32, "jinan": 39}
LEDGERS = {ledger.folder.name: ledger for ledger in ledgers()}
# Rules that still want a home or an example.
OPEN: dict[str, list[str]] = {}
SAID_IN = ("README.md", "docs/*.md", "docs/decisions/*.md", "tests/**/*.py", "service/**/*.py")


def rows(folder):
    text = (FOLDER / folder / "clauses.toml").read_text(encoding="utf-8")
    return [row["id"] for row in tomllib.loads(text)["clause"]]


@pytest.fixture
def small_ledger(tmp_path):
    """Chongqing's folder in a house of its own, for one row to go wrong in."""
    (tmp_path / "workflows").mkdir()
    shutil.copytree(FOLDER / "_shared", tmp_path / "workflows/bpmn/_shared")
    folder = shutil.copytree(FOLDER / "chongqing", tmp_path / "workflows/bpmn/chongqing")

    def with_row(more, *, text=None):
        path = folder / "clauses.toml"
        head = '[[clause]]\nid = "CQ-99"\narticle = "九"\nquote = "x"\nzh = "x"\nen = "x"\n'
        path.write_text(text or f"{path.read_text('utf-8')}\n{head}{more}\n", encoding="utf-8")
        ledger = read_ledger(folder)
        return [one for one in problems(ledger) if "tests/" not in one], open_rows(ledger)

    return with_row


def test_every_notice_has_all_its_clauses():
    assert {folder: len(set(rows(folder))) for folder in ROWS} == ROWS
    assert sum(map(len, map(rows, ROWS))) == 150


@pytest.mark.parametrize("folder", LEDGERS)
def test_the_ledger_points_only_to_what_exists(folder):
    assert list(problems(LEDGERS[folder])) == []


@pytest.mark.parametrize("folder", LEDGERS)
def test_every_rule_has_a_home_and_something_that_shows_it(folder):
    numbers = [clause.partition("-")[2] for clause in open_rows(LEDGERS[folder])]
    assert numbers == OPEN.get(folder, [])


def test_every_clause_named_in_the_house_stands_in_a_ledger():
    known = {clause for folder in ROWS for clause in rows(folder)}
    prefixes = "|".join(sorted({clause.partition("-")[0] for clause in known}))
    named = re.compile(rf"\b(?:{prefixes})-\d\d\b")
    here = "tests/jurisdictions/test_clause_ledger.py"
    strange = {
        (path.relative_to(ROOT).as_posix(), clause)
        for pattern in SAID_IN
        for path in ROOT.glob(pattern)
        for clause in named.findall(path.read_text(encoding="utf-8"))
        if clause not in known and path != ROOT / here
    }
    assert strange == set()


def test_the_page_is_what_the_ledgers_say():
    told = (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8")
    assert told == page(LEDGERS.values()), "write it anew: python3 run.py clauses"


@pytest.mark.parametrize(
    "place",
    [
        "policy.toml#value.nothing",
        "opening_ways.dmn",
        "cq_main.bpmn#no_such_step",
        "forms/opening_fill.toml#no_such_field",
        "examples/no-such-example.toml",
        "service/domain/no_such_rule.py#anything",
    ],
)
def test_a_row_that_points_to_nothing_is_found(small_ledger, place):
    wrong, _ = small_ledger(f'lives = ["{place}"]')
    assert [one.split(":")[0] for one in wrong if place.partition("#")[0] in one] == ["CQ-99"]


@pytest.mark.parametrize(
    "place", ["policy.toml#value.advance_cap", "cq_main.bpmn#advance_review", "fund_source.dmn"]
)
def test_a_rule_without_an_example_is_found(small_ledger, place):
    _, still_open = small_ledger(f'lives = ["{place}"]')
    assert "CQ-99" in still_open


def test_a_rule_with_home_and_example_is_complete(small_ledger):
    more = 'lives = ["fund_source.dmn"]\nshown = ["examples/finance-hold.toml"]'
    wrong, still_open = small_ledger(more)
    assert "CQ-99" not in still_open
    assert not [one for one in wrong if "CQ-99" in one]


def test_nothing_to_enforce_wants_its_reason_in_both_languages(small_ledger):
    wrong, _ = small_ledger('nothing = { zh = "倡导" }')
    assert wrong[-1] == "CQ-99: why there is nothing to enforce is not said in both languages"


def test_what_an_example_shows_is_not_nothing(small_ledger):
    wrong, _ = small_ledger(
        'nothing = { zh = "x", en = "x" }\nshown = ["examples/finance-hold.toml"]'
    )
    assert wrong[-1].startswith("CQ-99: nothing to enforce, yet ")


def test_a_clause_without_a_row_is_found(small_ledger):
    only = '[[clause]]\nid = "CQ-21"\narticle = "二"\nquote = "x"\nzh = "x"\nen = "x"\n'
    wrong, _ = small_ledger("", text=only)
    assert any(one.startswith("CQ-13: named in ") for one in wrong)


def test_a_row_that_stands_twice_is_found(small_ledger):
    once = '[[clause]]\nid = "CQ-21"\narticle = "二"\nquote = "x"\nzh = "x"\nen = "x"\n'
    wrong, _ = small_ledger("", text=once * 2)
    assert "CQ-21: stands twice" in wrong
