"""What one move knows and remembers: facts and outcome, signals and the way walked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import EndEvent
from SpiffWorkflow.util.task import TaskState

from .expressions import evaluate
from .model import Facts, Scalar, Signal

_Place = tuple[tuple[str, ...], Mapping[str, str]]


class Move:
    """Begins with the facts and the outcome; ends with the signals and the way walked.

    It stands where the library expects a script engine: every expression comes by here.
    """

    def __init__(self, facts: Facts, now: datetime, outcome: Mapping[str, Scalar]) -> None:
        self._facts = facts
        self._known: Mapping[str, object] = {"now": now, **outcome}
        self._places: dict[object, _Place] = {None: ((), {})}
        self.signals: list[Signal] = []
        self.walked: list[str] = []

    def evaluate(self, task: Any, expression: str, **_context: object) -> object:
        properties: Mapping[str, str] | None = None

        def ask(name: str) -> object:
            nonlocal properties
            if name in self._known:
                return self._known[name]
            if properties is None:
                properties = self.properties(task)
            return self._facts(name, properties)

        return evaluate(expression, ask)

    def announce(self, task: Any, name: str) -> None:
        path, _ = self.place(task.workflow)
        self.signals.append(Signal(name, task.task_spec.bpmn_id, path, self.properties(task)))

    def passed(self, task: Any) -> None:
        if task.state != TaskState.COMPLETED or not getattr(task.task_spec, "bpmn_id", None):
            return
        path, _ = self.place(task.workflow)
        self.walked.append("/".join((*path, task.task_spec.bpmn_id)))
        if not path and isinstance(task.task_spec, EndEvent):
            task.workflow.data["finished"] = task.task_spec.bpmn_id

    def properties(self, task: Any) -> Mapping[str, str]:
        _, inherited = self.place(task.workflow)
        return {**inherited, **_own_properties(task)}

    def place(self, workflow: Any) -> _Place:
        """The calls that lead here, and their properties merged on the way down."""
        key = workflow.parent_task_id
        if key not in self._places:
            call = workflow.top_workflow.get_task_from_id(key)
            path, properties = self.place(call.workflow)
            self._places[key] = (
                (*path, call.task_spec.bpmn_id),
                {**properties, **_own_properties(call)},
            )
        return self._places[key]


def _own_properties(task: Any) -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(task.task_spec, "extensions", {}).get("properties", {})
    return found
