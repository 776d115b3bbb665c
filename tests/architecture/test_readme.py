"""The README's picture of the house is the house."""

import fnmatch
import re
from pathlib import Path

import pytest

from tests.architecture.house import GENERATED, PACKAGES, ROOT

README = ROOT / "README.md"
ENTRY = re.compile(r"^( *)(\S+)(?: {2,}(\S.*))?$")


def pictured(text: str) -> dict[str, str]:
    """Every path of the first tree in a text, with what is said of it."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    tree = next(block for block in blocks if "service/\n" in block)
    found: dict[str, str] = {}
    above: list[str] = []
    for line in tree.splitlines():
        entry = ENTRY.match(line)
        assert entry, f"not an entry of a tree: {line!r}"
        depth = len(entry[1]) // 2
        above = [*above[:depth], entry[2].rstrip("/")]
        found["/".join(above)] = entry[3] or ""
    return found


def ignored(root: Path) -> list[str]:
    lines = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    return [line.strip("/") for line in lines if line and not line.startswith("#")]


def standing(root: Path) -> set[str]:
    """Every room and file at the top, and every package in the rooms."""
    made = [*ignored(root), ".git"]
    top = {
        path.name
        for path in root.iterdir()
        if not any(fnmatch.fnmatch(path.name, pattern) for pattern in made)
    }
    packages = {
        path.parent.relative_to(root).as_posix()
        for room in PACKAGES
        for path in (root / room).rglob("*.py")
    }
    return {place for place in top | packages if not place.startswith(GENERATED)}


def missing(text: str, root: Path) -> set[str]:
    return {place for place in pictured(text) if not (root / place).exists()}


def untold(text: str, root: Path) -> set[str]:
    return standing(root) - set(pictured(text))


def test_everything_in_the_picture_stands():
    assert missing(README.read_text(encoding="utf-8"), ROOT) == set()


def test_everything_that_stands_is_in_the_picture():
    assert untold(README.read_text(encoding="utf-8"), ROOT) == set()


def test_every_place_but_a_room_of_rooms_is_explained():
    told = pictured(README.read_text(encoding="utf-8"))
    assert {place for place, words in told.items() if not words} <= {"service"}


@pytest.fixture
def small_house(tmp_path):
    (tmp_path / ".gitignore").write_text("/.venv/\n/.coverage*\n__pycache__/\n")
    (tmp_path / "run.py").touch()
    (tmp_path / ".coverage.1").touch()
    for room in ("service/web", ".venv"):
        (tmp_path / room).mkdir(parents=True)
    (tmp_path / "service/web/roster.py").touch()
    return tmp_path


TOLD = "```\n.gitignore  made\nrun.py  starts\nservice/\n  web/  pages\n```"


def test_a_true_picture_passes(small_house):
    assert missing(TOLD, small_house) == set()
    assert untold(TOLD, small_house) == set()


def test_a_room_that_is_gone_is_found(small_house):
    assert missing(TOLD.replace("web/", "pages/"), small_house) == {"service/pages"}


@pytest.mark.parametrize("new", ["reports/pay.py", "service/api/roster.py", "Makefile"])
def test_a_room_that_is_new_is_found(small_house, new):
    (small_house / new).parent.mkdir(exist_ok=True)
    (small_house / new).touch()
    assert untold(TOLD, small_house) & {"reports", "service/api", "Makefile"}
