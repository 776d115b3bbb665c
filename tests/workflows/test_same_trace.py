"""Our state is held to the library's own: every lane sees the same, reloaded after every move."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.driver import Chance
from tests.workflows.lanes import InMemory, Library, Ours, trace
from tests.workflows.processes import Writer, processes
from workflows import jurisdictions, read_folder
from workflows.dialect import parse

DIAGRAMS = Path(__file__).parent / "diagrams"


def _ours_and_jurisdictions():
    for path in sorted(DIAGRAMS.glob("*.bpmn")):
        yield pytest.param(path.stem, _files(), id=f"diagrams-{path.stem}")
    for name, folder in jurisdictions().items():
        bundle = read_folder(folder)
        diagrams = {n: raw for n, raw in bundle.files.items() if n.endswith(".bpmn")}
        for process in bundle.processes:
            yield pytest.param(process, diagrams, id=f"{name}-{process}")


def _files():
    return {path.name: path.read_bytes() for path in DIAGRAMS.glob("*.bpmn")}


def _hold_equal(definition, seed, *, turns):
    expected = trace(InMemory(), definition, Chance(definition, seed), turns=turns)
    for lane in (Ours(), Library()):
        assert trace(lane, definition, Chance(definition, seed), turns=turns) == expected


@pytest.mark.parametrize(("process", "files"), list(_ours_and_jurisdictions()))
def test_every_diagram_goes_the_same_way_however_it_is_saved(process, files):
    definition = parse(process, files)
    for seed in range(5):
        _hold_equal(definition, seed, turns=40)


@settings(max_examples=60, deadline=None)
@given(block=processes, seed=st.integers(0, 10_000))
def test_every_invented_process_goes_the_same_way_however_it_is_saved(block, seed):
    definition = parse("main", Writer().write(block))
    for each in (seed, seed + 1):
        _hold_equal(definition, each, turns=30)
