"""Drives any process: answers its facts, and chooses among what could happen next."""

import ast
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zlib import crc32

from workflows import Definition, UnknownFact
from workflows.events import timers
from workflows.expressions import names

NOON = datetime(2020, 6, 1, 4, tzinfo=UTC)


def answers(known):
    """Facts from a dict; a value may depend on the properties of the place that asks."""

    def ask(name, properties):
        if name not in known:
            raise UnknownFact(name)
        value = known[name]
        return value(properties) if callable(value) else value

    return ask


@dataclass
class Chance:
    """Draws facts, outcomes and next actions; the same seed draws the same for every lane."""

    definition: Definition
    seed: int
    now: datetime = NOON
    turn: int = 0
    domains: dict = field(default_factory=dict)
    decisions: dict = field(default_factory=dict)

    def __post_init__(self):
        for spec in (self.definition.top, *self.definition.called.values()):
            for element in spec.task_specs.values():
                self._learn(element)
            for element in spec.task_specs.values():
                asked = [c for each in element.outputs for c in _decisions(each)]
                self.decisions[element.name] = asked

    def facts(self, name, properties):
        choices = self.domains[name]
        if choices == "time":
            days = self._draw([None, -1, 0, 1, 2, 5, 30], name, *properties.values())
            return None if days is None else self.now + timedelta(days=days)
        return self._draw(choices, name, *properties.values())

    def outcome(self, element):
        choices = self.decisions.get(element)
        return {"decision": self._draw(choices, "outcome")} if choices else {}

    def action(self, progress):
        """One of the things that could happen now, or None when the case is over."""
        self.turn += 1
        if progress.finished:
            return None
        # Steps three times, so that a withdrawal does not end most walks early.
        possible = 3 * sorted(("complete", step.path, step.element) for step in progress.steps)
        possible += sorted(("send", wait.path, wait.message) for wait in progress.waits)
        possible += [("tick", (), ""), ("retime", (), "")] if progress.next_due else []
        chosen = self._draw(possible or [("retime", (), "")], "action")
        if chosen[0] == "tick" and progress.next_due > self.now:
            self.now = progress.next_due
        return chosen

    def _draw(self, choices, *about):
        text = f"{self.seed}/{self.turn}/{'/'.join(about)}"
        return choices[crc32(text.encode()) % len(choices)]

    def _learn(self, element):
        for timer in timers(element):
            for name in names(timer.expression):
                self.domains[name] = "time"
        for condition, _ in getattr(element, "cond_task_specs", ()):
            if condition is not None:
                self._learn_from(ast.parse(condition.args[0].strip(), mode="eval"))

    def _learn_from(self, tree):
        constants = [each.value for each in ast.walk(tree) if isinstance(each, ast.Constant)]
        numbers = [each for each in constants if type(each) is int]
        below = [-1] if any(isinstance(each, ast.Lt) for each in ast.walk(tree)) else []
        near = [n + d for n in numbers for d in (0, 1, *below)] or constants or [True, False]
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                self.domains[node.value.id] = [SimpleNamespace(**{node.attr: b}) for b in (0, 1)]
        verdicts = {name for name, known in self.domains.items() if _is_verdict(known)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id not in verdicts:
                found = self.domains.setdefault(node.id, [])
                found += [each for each in near if each not in found]


def _decisions(gateway):
    """What a person may decide in the step before this gateway."""
    for condition, _ in getattr(gateway, "cond_task_specs", ()):
        if condition is not None and "decision" in names(condition.args[0]):
            tree = ast.walk(ast.parse(condition.args[0].strip(), mode="eval"))
            yield from (each.value for each in tree if isinstance(each, ast.Constant))


def _is_verdict(choices):
    return isinstance(choices[0], SimpleNamespace)
