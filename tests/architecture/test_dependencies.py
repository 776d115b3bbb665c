"""What the project asks for is what it uses, and what it uses is what it asks for."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.house import BESIDE, PACKAGES, ROOT, imported, modules

# Asked for though nothing imports it, and why.
NOT_IMPORTED = {
    "gunicorn": "the server of deploy/, started by its own command",
    "import-linter": "tests/architecture runs its command",
    "psycopg": "SQLAlchemy finds it by the database's address",
    "pytest-cov": "pytest finds it by itself",
    "pytest-xdist": "pytest finds it by itself",
}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def plain(name: str) -> str:
    return re.split(r"[\[<>=~!; ]", name)[0].lower().replace("_", "-")


def asked_for() -> tuple[set[str], set[str]]:
    groups = PYPROJECT["dependency-groups"]
    return {plain(n) for n in PYPROJECT["project"]["dependencies"]}, set(map(plain, groups["test"]))


def used(*rooms: str) -> dict[str, set[str]]:
    """Each library these rooms import: the names it may be installed under, → where."""
    ours = {*PACKAGES, *BESIDE, *sys.stdlib_module_names}
    found: dict[str, set[str]] = {}
    for of in modules(*rooms):
        for name in imported(of) - ours:
            found.setdefault(name, set()).add(of.where)
    return found


def unasked(imports: dict[str, set[str]], asked: set[str]) -> dict[str, set[str]]:
    sold_as = packages_distributions()
    return {
        name: where
        for name, where in imports.items()
        if not {plain(d) for d in sold_as.get(name, [name])} & asked
    }


def unused(imports: dict[str, set[str]], asked: set[str]) -> set[str]:
    sold_as = packages_distributions()
    met = {plain(d) for name in imports for d in sold_as.get(name, [name])}
    return asked - met - set(NOT_IMPORTED)


def test_every_library_the_house_imports_is_asked_for():
    runtime, test = asked_for()
    assert unasked(used(*PACKAGES), runtime) == {}
    assert unasked(used(*BESIDE), runtime | test) == {}


def test_every_library_asked_for_is_imported():
    runtime, test = asked_for()
    assert unused(used(*PACKAGES), runtime) == set()
    assert unused(used(*BESIDE), test) == set()


def test_run_py_needs_nothing_but_python():
    assert used("run.py") == {}


def test_a_library_nobody_asked_for_is_found():
    assert unasked({"numpy": {"service/web/roster.py"}}, {"flask"})


def test_a_library_nobody_imports_is_found():
    assert unused({"flask": {"service/app.py"}}, {"flask", "numpy"}) == {"numpy"}


@pytest.mark.parametrize("level", ["runtime", "test", "dev", "setup"])
def test_every_pin_has_its_hash(level):
    lock = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^\S+==\S+.*\\\n(.*)", lock, re.MULTILINE)
    assert pins
    assert all("--hash=sha256:" in following for following in pins)


def test_the_locks_hold_what_is_asked_for():
    runtime, test = asked_for()
    for level, wanted in (("runtime", runtime), ("test", runtime | test)):
        lock = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
        assert wanted <= set(map(plain, re.findall(r"^(\S+)==", lock, re.MULTILINE)))
