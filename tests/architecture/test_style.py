"""The house style that a machine can hold: sizes, opening sentences, the office's words."""

import ast
import re

import pytest

from tests.architecture.house import ROOT, Module, module, modules

FILE_LINES, FUNCTION_LINES, TEST_LINES, POSITIONAL = 400, 70, 20, 4
NOT_OURS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def too_long(of: Module) -> list[str]:
    found = [f"{of.where}: {n} lines"] if (n := of.text.count("\n")) > FILE_LINES else []
    for function in of.functions:
        lines = (function.end_lineno or 0) - function.lineno + 1
        test = function.name.startswith("test_") and of.where.startswith("tests/")
        if lines > (TEST_LINES if test else FUNCTION_LINES):
            found.append(f"{of.where}:{function.lineno} {function.name}: {lines} lines")
    return found


def too_many_positional(of: Module) -> list[str]:
    if of.where.startswith("tests/"):
        return []  # pytest passes fixtures by name, and fakes are called as their library calls
    found = []
    for function in of.functions:
        arguments = [*function.args.posonlyargs, *function.args.args]
        own = [a for a in arguments if a.arg not in ("self", "cls")]
        if len(own) > POSITIONAL:
            found.append(f"{of.where}:{function.lineno} {function.name}: {len(own)} positional")
    return found


def without_opening(of: Module) -> list[str]:
    if not of.text.strip() or of.where.endswith("conftest.py"):
        return []
    first = (ast.get_docstring(of.tree) or "").partition("\n")[0].strip()
    return [] if first.endswith((".", "。", "…")) else [f"{of.where}: no opening sentence"]


def badly_named(of: Module) -> list[str]:
    parts = of.where.removesuffix(".py").split("/")
    found = [f"{of.where}: {part}" for part in parts if part in NOT_OURS | {"data"}]
    for node in ast.walk(of.tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            words = re.findall(r"[A-Z]?[a-z]+", node.name)
            if NOT_OURS & {word.lower() for word in words}:
                found.append(f"{of.where}:{node.lineno} {node.name}")
    return found


def unfinished(of: Module) -> list[str]:
    lines = enumerate(of.text.splitlines(), 1)
    return [f"{of.where}:{number}" for number, line in lines if UNFINISHED.search(line)]


CHECKS = (too_long, too_many_positional, without_opening, badly_named, unfinished)


@pytest.mark.parametrize("check", CHECKS)
def test_the_whole_house_keeps_its_style(check):
    assert [found for of in modules() for found in check(of)] == []


@pytest.mark.parametrize(
    ("check", "text", "where"),
    [
        (too_long, "x = 1\n" * 401, "service/web/sample.py"),
        (too_long, "def f():\n" + "    x = 1\n" * 70, "service/web/sample.py"),
        (too_long, "def test_f():\n" + "    x = 1\n" * 20, "tests/web/test_sample.py"),
        (too_many_positional, "def f(a, b, c, d, e): ...", "service/web/sample.py"),
        (too_many_positional, "class A:\n def f(self, a, b, c, d, e): ...", "forms/sample.py"),
        (without_opening, "x = 1", "service/web/sample.py"),
        (without_opening, '"""Rosters"""', "service/web/sample.py"),
        (badly_named, "", "service/web/utils.py"),
        (badly_named, "", "service/data/roster.py"),
        (badly_named, "class RosterManager: ...", "service/web/sample.py"),
        (badly_named, "def roster_helper(): ...", "service/web/sample.py"),
        (unfinished, "x = 1  # TO" + "DO later", "service/web/sample.py"),
    ],
)
def test_a_module_against_the_style_is_found(check, text, where):
    assert check(module(text, where))


@pytest.mark.parametrize("check", CHECKS)
def test_a_module_in_the_style_passes(check):
    text = '"""The roster."""\n\ndef f(a, b, c, d, *, e): ...\n'
    assert check(module(text)) == []


def test_every_room_is_looked_at():
    seen = {of.where.partition("/")[0] for of in modules()}
    assert {"workflows", "forms", "notifications", "service", "tests", "run.py"} <= seen
    assert (ROOT / "pyproject.toml").exists()
