"""No rule of a place is written in Python: the packages' code does not know the places' names."""

import re
from pathlib import Path

import pytest

from workflows import jurisdictions, read_folder

ROOT = Path(__file__).parents[2]
PACKAGES = ("workflows", "forms", "notifications", "service")
# Who stands on the demo's stage, and the guided visit there.
SEEDS = {"stage.py", "stage_cases.py", "visit.py"}
CODE = [
    file
    for package in PACKAGES
    for file in (ROOT / package).rglob("*.py")
    if file.name not in SEEDS
]


def words(name: str) -> list[str]:
    """By what a place could be told from another: its names, its document, its diagrams."""
    policy = read_folder(jurisdictions()[name]).policy
    place = policy["jurisdiction"]
    zh = place["name"]["zh"]
    prefix = place["main"].partition("_")[0]
    spelled = [name, zh, zh.rstrip("省市区"), place["name"]["en"], place["document"]]
    return [re.escape(word) for word in spelled] + [rf"\b{prefix}_"]


@pytest.mark.parametrize("name", [one for one in jurisdictions() if one != "sample"])
def test_code_names_no_place(name):
    known = re.compile("|".join(words(name)), re.IGNORECASE)
    named = [
        f"{file.relative_to(ROOT)}: {found.group()}"
        for file in CODE
        for found in known.finditer(file.read_text("utf-8"))
    ]
    assert named == []


@pytest.mark.parametrize("name", jurisdictions())
def test_code_refuses_nothing_by_a_clause_of_its_own(name):
    """A comment may name a clause; what a refusal cites comes from the folder."""
    prefix = read_folder(jurisdictions()[name]).policy["jurisdiction"]["number_prefix"]
    cited = re.compile(rf"[\"']{prefix}-\d")
    assert [file.name for file in CODE if cited.search(file.read_text("utf-8"))] == []
