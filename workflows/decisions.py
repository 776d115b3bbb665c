"""Decision tables: one rule fits, and says by which clause."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from .cells import BadCell, Cell, read_cell, read_value
from .model import Facts, Scalar

_CLAUSE = re.compile(r"\bclause=(\S+)")
_SOURCE = re.compile(r"\bsource=(\S+)")


class BadTable(Exception):
    """A decision table that cannot be read."""


class _Undecided(Exception):
    def __init__(self, table: str, asked: str) -> None:
        super().__init__(f"{table}: {asked}")
        self.table = table


class NoRuleFits(_Undecided):
    """No rule of the table fits the case."""


class SeveralRulesFit(_Undecided):
    """More than one rule of the table fits the case, and one must."""


@dataclass(frozen=True)
class Decision:
    """What a table says about a case, by which rule; `decision.ok` is the output named ok."""

    values: Mapping[str, Scalar]
    rule: str
    clause: str
    source: str
    sentence: str = ""

    def __getattr__(self, name: str) -> Scalar:
        values: Mapping[str, Scalar] = object.__getattribute__(self, "values")
        if name in values:
            return values[name]
        raise AttributeError(name)


@dataclass(frozen=True)
class Rule:
    """One line of a table."""

    id: str
    cells: tuple[Cell, ...]
    decision: Decision


@dataclass(frozen=True)
class Table:
    """A decision table, its cells compiled."""

    name: str
    title: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[Rule, ...]


def decide_by(table: Table, facts: Facts) -> Decision:
    """The decision of the one rule that fits."""
    found = [facts(name, {}) for name in table.inputs]
    fitting = [
        rule
        for rule in table.rules
        if all(cell.holds(value) for cell, value in zip(rule.cells, found, strict=True))
    ]
    if len(fitting) == 1:
        return fitting[0].decision
    asked = ", ".join(f"{n}={v!r}" for n, v in zip(table.inputs, found, strict=True))
    raise (SeveralRulesFit if fitting else NoRuleFits)(table.name, asked)


@lru_cache(maxsize=512)
def read_table(name: str, raw: bytes) -> Table:
    """The table in a .dmn file; raises BadTable."""
    try:
        tree = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise BadTable(f"{name}: not XML: {problem}") from problem
    tables = _all(tree, "decisionTable")
    if len(tables) != 1:
        raise BadTable(f"{name}: one file holds one decision table, this one holds {len(tables)}")
    if tables[0].get("hitPolicy", "UNIQUE") != "UNIQUE":
        raise BadTable(f"{name}: the hit policy must be UNIQUE")
    inputs = tuple(_text(each, "inputExpression") for each in _children(tables[0], "input"))
    outputs = tuple(each.get("name", "") for each in _children(tables[0], "output"))
    rules = _children(tables[0], "rule")
    found = tuple(_rule(name, each, (inputs, outputs)) for each in rules)
    return Table(name, _all(tree, "decision")[0].get("name", name), inputs, outputs, found)


def _rule(table: str, node: Any, columns: tuple[tuple[str, ...], tuple[str, ...]]) -> Rule:
    rule_id = node.get("id", "")
    inputs, outputs = columns
    entries = _children(node, "inputEntry"), _children(node, "outputEntry")
    if (len(entries[0]), len(entries[1])) != (len(inputs), len(outputs)):
        raise BadTable(f"{table} {rule_id}: as many cells as columns are needed")
    try:
        cells = tuple(read_cell(_text(each)) for each in entries[0])
        values = [read_value(_text(each)) for each in entries[1]]
    except (BadCell, ValueError) as problem:
        raise BadTable(f"{table} {rule_id}: {problem}") from problem
    named: dict[str, Any] = dict(zip(outputs, values, strict=True))
    return Rule(rule_id, cells, _decision(rule_id, named, _text(node, "description")))


def _decision(rule_id: str, values: Mapping[str, Scalar], description: str) -> Decision:
    clause, source = _CLAUSE.search(description), _SOURCE.search(description)
    sentence = _SOURCE.sub("", _CLAUSE.sub("", description)).strip()
    return Decision(
        values=values,
        rule=rule_id,
        clause=clause[1] if clause else "",
        source=source[1] if source else "",
        sentence=sentence,
    )


def _all(node: Any, name: str) -> list[Any]:
    # DMN 1.1, 1.2 and 1.3 differ in the namespace only.
    return [each for each in node.iter() if _local(each) == name]


def _children(node: Any, name: str) -> list[Any]:
    return [each for each in node if _local(each) == name]


def _text(node: Any, child: str | None = None) -> str:
    if child is not None:
        found = _children(node, child)
        return "" if not found else _text(found[0])
    own = (node.text or "").strip()
    return own or "".join((each.text or "").strip() for each in _children(node, "text"))


def _local(node: Any) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""
