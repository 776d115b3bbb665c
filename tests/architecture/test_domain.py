"""Sentence 4 and the clock: the domain is plain Python, and nobody above it reads the time."""

import ast
import sys

import pytest

from tests.architecture.house import PACKAGES, Module, imported, module, modules

# Computes the statutory holidays of years without a notice; no database, no web, no clock.
ALSO = {"holidays"}
CLOCK = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.localtime", "time.gmtime"),
}
# Where time enters, and what is not the office's time.
READS_THE_CLOCK: dict[str, str] = {}


def reads_the_clock(of: Module) -> list[str]:
    found = []
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            receiver = node.func.value
            last = receiver.attr if isinstance(receiver, ast.Attribute) else ast.unparse(receiver)
            if f"{last}.{node.func.attr}" in CLOCK:
                found.append(f"{of.where}:{node.lineno} {last}.{node.func.attr}")
    return found


def test_the_domain_imports_plain_python_only():
    ours = {*PACKAGES, *ALSO, *sys.stdlib_module_names}
    strange = {of.where: imported(of) - ours for of in modules("service/domain")}
    assert {where: names for where, names in strange.items() if names} == {}


def test_now_is_a_parameter_everywhere():
    found = [of for of in modules(*PACKAGES) if of.name not in READS_THE_CLOCK]
    assert [place for of in found for place in reads_the_clock(of)] == []


def test_the_exceptions_still_read_the_clock():
    named = {of.name: reads_the_clock(of) for of in modules(*PACKAGES) if reads_the_clock(of)}
    assert set(named) == set(READS_THE_CLOCK), "strike what reads it no more, name what does"


@pytest.mark.parametrize(
    "text", ["datetime.now(UTC)", "datetime.datetime.now()", "date.today()", "time.time()"]
)
def test_a_module_with_its_own_clock_is_found(text):
    assert reads_the_clock(module(text))


def test_a_module_that_is_told_the_time_passes():
    assert reads_the_clock(module("def due(now): return clock.now(session)")) == []
