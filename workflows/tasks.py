"""What people read of a bundle: the steps they do, and the rules its tables decide by."""

from dataclasses import dataclass
from functools import lru_cache

from .decisions import read_table
from .diagram import read_diagram
from .jurisdictions import Bundle


@dataclass(frozen=True, slots=True)
class Task:
    """One step: its id, its name in the diagram, whose lane it lies in, and its form."""

    id: str
    name: str
    lane: str
    form: str
    process: str
    process_name: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule of a decision table in words, and what it rests on."""

    table: str
    text: str
    clause: str


def rulings(bundle: Bundle) -> tuple[Ruling, ...]:
    """Every rule of every decision table that says in words what it does."""
    tables = [read_table(name, raw) for name, raw in bundle.files.items() if name.endswith(".dmn")]
    return tuple(
        Ruling(table.title, rule.decision.sentence, rule.decision.clause)
        for table in tables
        for rule in table.rules
        if rule.decision.sentence
    )


def tasks(bundle: Bundle) -> tuple[Task, ...]:
    """Every step of every diagram, in the order of the files."""
    drawn = tuple((name, raw) for name, raw in bundle.files.items() if name.endswith(".bpmn"))
    return _tasks(drawn)


@lru_cache(maxsize=16)
def _tasks(drawn: tuple[tuple[str, bytes], ...]) -> tuple[Task, ...]:
    return tuple(
        Task(
            node.id,
            node.name,
            node.lane,
            node.properties.get("form", node.id),
            diagram.process,
            diagram.name,
        )
        for diagram in (read_diagram(name, raw) for name, raw in drawn)
        for node in diagram.nodes.values()
        if node.kind == "userTask"
    )
