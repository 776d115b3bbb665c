"""What a decision table must be: one rule for every situation, each with its source."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, product
from math import prod
from typing import Any

from lxml import etree

from .cells import BadCell, Cell, CellValue, read_cell
from .decisions import BadTable, Rule, Table, read_table
from .finding import Finding, Vocabulary, refuse

_SITUATIONS = 200_000  # more than a person could read anyway


def check_table(name: str, file: str, raw: bytes, vocabulary: Vocabulary) -> Iterator[Finding]:
    """What is wrong with one decision table."""
    try:
        policy = hit_policy(raw)
        if policy != "UNIQUE":
            yield refuse("hit_policy", file, name, policy=policy)
            return
        table, allowed = read_table(name, raw), allowed_values(raw)
    except (BadTable, BadCell, etree.XMLSyntaxError) as problem:
        yield refuse("table", file, name, why=problem)
        return
    for word in table.inputs:
        if word not in vocabulary.facts:
            yield refuse("fact", file, name, word=word)
    for rule in table.rules:
        yield from _source(file, rule)
    columns = list(_columns(table, allowed))
    open_inputs = [
        word
        for word, cells in zip(table.inputs, columns, strict=True)
        if word not in allowed and any(isinstance(v, str) for v in _named(cells))
    ]
    for word in open_inputs:
        yield refuse("open_input", file, name, word=word)
    if not open_inputs:
        yield from _unlisted(file, table, allowed)
        yield from _situations(file, table, columns)


def _source(file: str, rule: Rule) -> Iterator[Finding]:
    decision = rule.decision
    if not decision.clause and not decision.source:
        yield refuse("no_source", file, rule.id)
    elif not decision.sentence:
        yield refuse("no_sentence", file, rule.id)


def _columns(
    table: Table, allowed: Mapping[str, tuple[CellValue, ...]]
) -> Iterator[list[CellValue]]:
    """For each input one value out of every part into which its cells cut it."""
    for number, word in enumerate(table.inputs):
        cells = [rule.cells[number] for rule in table.rules]
        yield list(allowed.get(word) or _representatives(cells))


def _representatives(cells: Sequence[Cell]) -> list[CellValue]:
    edges = [edge.value for c in cells for edge in (c.low, c.high) if edge is not None]
    named = [value for c in cells for value in c.values or ()]
    ordered = [v for v in named if isinstance(v, int | date) and not isinstance(v, bool)]
    points = [*edges, *ordered]
    found: dict[CellValue, None] = {}
    if any(isinstance(each, bool) for each in named) or not (named or points):
        found |= dict.fromkeys((True, False))
    for point in points:
        found |= dict.fromkeys((_moved(point, -1), point, _moved(point, 1)))
    found |= dict.fromkeys(each for each in named if not isinstance(each, bool))
    return list(found)


def _moved(point: int | date, by: int) -> int | date:
    return point + timedelta(days=by) if isinstance(point, date) else point + by


def _named(values: Sequence[CellValue]) -> Iterator[CellValue]:
    return (each for each in values if not isinstance(each, bool))


def _unlisted(
    file: str, table: Table, allowed: Mapping[str, tuple[CellValue, ...]]
) -> Iterator[Finding]:
    for rule in table.rules:
        for word, cell in zip(table.inputs, rule.cells, strict=True):
            for value in cell.values or ():
                if word in allowed and value not in allowed[word]:
                    yield refuse("unlisted", file, rule.id, value=value, word=word)


def _situations(
    file: str, table: Table, columns: Sequence[Sequence[CellValue]]
) -> Iterator[Finding]:
    """Go through every situation that the cells tell apart: exactly one rule must fit."""
    if (count := prod(len(each) for each in columns)) > _SITUATIONS:
        yield refuse("too_wide", file, table.name, count=count)
        return
    clashing: set[tuple[str, str]] = set()
    missing = False
    for situation in product(*columns):
        fitting = [rule.id for rule in table.rules if _fits(rule, situation)]
        example = "，".join(f"{w}={v}" for w, v in zip(table.inputs, situation, strict=True))
        if not fitting and not missing:
            missing = True
            yield refuse("incomplete", file, table.name, example=example)
        for one, other in combinations(fitting, 2):
            if (one, other) not in clashing:
                clashing.add((one, other))
                yield refuse("overlap", file, other, other=one, example=example)


def _fits(rule: Rule, situation: Sequence[CellValue]) -> bool:
    return all(cell.holds(value) for cell, value in zip(rule.cells, situation, strict=True))


def hit_policy(raw: bytes) -> str:
    found = [each.get("hitPolicy", "UNIQUE") for each in _tree(raw).iter("{*}decisionTable")]
    return next((each for each in found if each != "UNIQUE"), "UNIQUE")


def allowed_values(raw: bytes) -> dict[str, tuple[CellValue, ...]]:
    """The values that each input lists as all there are."""
    found: dict[str, tuple[CellValue, ...]] = {}
    for each in _tree(raw).iter("{*}input"):
        values = read_cell("".join(each.xpath("string(*[local-name()='inputValues'])"))).values
        if values:
            found[each.xpath("string(*[local-name()='inputExpression'])").strip()] = values
    return found


def _tree(raw: bytes) -> Any:
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
