"""A case's state to bytes and back: where the tokens are, and nothing else."""
# ruff: noqa: SLF001  (the one place that knows how the library keeps its tasks)

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.exceptions import TaskNotFoundException
from SpiffWorkflow.specs.MultiChoice import MultiChoice
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .dialect import Definition
from .model import CaseTooDeep, Unreadable

VERSION = b"\x01"
DEEPEST = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Token(Task):  # type: ignore[misc]
    """A task that predicts nothing, logs nothing and carries no data.

    The library grows every possible future below a live task. Nothing in our dialect reads it,
    so children come into being when their parent runs; the differential tests hold this equal.
    """

    thread_id = 0
    last_state_change = 0.0

    def __init__(self, workflow: Any, spec: Any, **row: Any) -> None:
        self.id = row["id"]
        self.workflow = workflow
        self.task_spec = spec
        self._parent = row.get("parent")
        self._children: list[int] = []
        self._state = row["state"]
        self.triggered = False
        self.data: dict[str, object] = {}
        self.internal_data: dict[str, Any] = {}
        workflow.tasks[self.id] = self

    def run(self) -> bool | None:
        # A choice finds its one child itself; every other element needs them before it runs.
        if not isinstance(self.task_spec, MultiChoice):
            self.task_spec._predict_hook(self)
        result: bool | None = super().run()
        return result

    def _sync_children(self, specs: Any, state: int = TaskState.MAYBE) -> None:
        if self._state == TaskState.READY:
            super()._sync_children(specs, state)

    def _add_child(self, spec: Any, state: int = TaskState.MAYBE) -> "Token":
        case = self.workflow.top_workflow
        child = Token(self.workflow, spec, id=case.new_id(), parent=self.id, state=state)
        self._children.append(child.id)
        return child

    def _set_state(self, value: int) -> None:
        self._state = value

    def _inherit_data(self) -> None:
        pass


class _Quick:
    """What every process does on each completed task, without walking the tree or logging it."""

    tasks: dict[int, Token]

    def update_waiting_tasks(self) -> None:
        for task in [each for each in self.tasks.values() if each._state == TaskState.WAITING]:
            task.task_spec._update(task)

    def collect_log_extras(self, _extras: Any = None) -> dict[str, object]:
        return {}


class Called(_Quick, BpmnSubWorkflow):  # type: ignore[misc]
    """A called or embedded process within a case."""


class Case(_Quick, BpmnWorkflow):  # type: ignore[misc]
    """A case in memory, for the length of one move."""

    def __init__(self, definition: Definition, engine: Any, last_id: int = 0) -> None:
        super().__init__(
            definition.top, definition.called, script_engine=engine, deserializing=True
        )
        self.last_id = last_id

    def new_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def call(self, parent_task: Any) -> Called:
        """The process behind a call, still without tasks."""
        spec = self.subprocess_specs[parent_task.task_spec.spec]
        called = Called(spec, parent_task.id, self, deserializing=True)
        self.subprocesses[parent_task.id] = called
        return called

    def create_subprocess(self, my_task: Any, _spec_name: str) -> Called:
        called = self.call(my_task)
        plant(called)
        return called


def plant(workflow: Any) -> None:
    """Put the first task into an empty process."""
    new_id = workflow.top_workflow.new_id()
    workflow.task_tree = Token(workflow, workflow.spec.start, id=new_id, state=TaskState.READY)


def alive(case: Any) -> Iterator[Any]:
    """The process and every called one that is not over, each before those it calls."""
    if not case.completed:
        yield case
        yield from (each for each in case.subprocesses.values() if not each.completed)


def dump(case: Case) -> bytes:
    """The state as bytes."""
    trees = {str(workflow.parent_task_id or 0): _rows(workflow) for workflow in alive(case)}
    finished = case.data["finished"] if case.completed else None
    return VERSION + orjson.dumps([case.last_id, finished, trees])


def load(definition: Definition, state: bytes, engine: Any) -> Case:
    """The case as it was when it was saved."""
    if state[:1] != VERSION:
        raise Unreadable("saved by a version that is not known here")
    try:
        last_id, finished, trees = orjson.loads(state[1:])
        case = Case(definition, engine, last_id)
        for key, rows in trees.items():
            _grow(_place(case, int(key)), rows)
    except (ValueError, LookupError, TypeError, AttributeError, TaskNotFoundException) as problem:
        raise Unreadable(f"not a state of {definition.process}: {problem}") from problem
    if finished is not None:
        case.completed = True
        case.data["finished"] = finished
    return case


def _place(case: Case, parent_id: int) -> Any:
    if not parent_id:
        return case
    parent = case.get_task_from_id(parent_id)
    called = case.call(parent)
    called.completed_event.connect(parent.task_spec._on_subworkflow_completed, parent)
    return called


def _grow(workflow: Any, rows: Iterable[list[Any]]) -> None:
    for id_, parent, name, state, dues in rows:
        token = Token(
            workflow, workflow.spec.task_specs[name], id=id_, parent=parent or None, state=state
        )
        if parent:
            workflow.tasks[parent]._children.append(id_)
        else:
            workflow.task_tree = token
        if dues:
            token.internal_data["due"] = {each: _time(dues[each]) for each in dues}


def _rows(workflow: Any) -> list[list[Any]]:
    kept = _kept(workflow)
    depth: dict[int, int] = {}
    rows = []
    for id_, token in workflow.tasks.items():
        if id_ not in kept:
            continue
        parent = _kept_parent(workflow, token, kept)
        depth[id_] = depth.get(parent, 0) + 1
        if depth[id_] > DEEPEST:
            raise CaseTooDeep(f"{workflow.spec.name} is too deep")
        rows.append([id_, parent, token.task_spec.name, token.state, _dues(token)])
    return rows


def _kept(workflow: Any) -> set[int]:
    """Which tasks must be remembered: the live ones, and what they will look back at."""
    live = [t for t in workflow.tasks.values() if not t.has_state(TaskState.FINISHED_MASK)]
    kept = {workflow.task_tree.id, *(task.id for task in live)}
    for task in live:
        parent = task.parent
        if parent is not None and isinstance(parent.task_spec, BoundaryEventSplit):
            kept.update((parent.id, *parent._children))
        if isinstance(task.task_spec, ParallelGateway):
            # A join counts the branches that have arrived: itself and the tasks they came from.
            for other in workflow.tasks.values():
                if other.task_spec is task.task_spec:
                    kept.update((other.id, other._parent))
    return kept


def _kept_parent(workflow: Any, token: Token, kept: set[int]) -> int:
    parent = token._parent
    while parent is not None and parent not in kept:
        parent = workflow.tasks[parent]._parent
    return parent or 0


def _dues(token: Token) -> dict[str, int | None] | None:
    dues = token.internal_data.get("due")
    if not dues or token.state != TaskState.WAITING:
        return None
    return {name: _micros(due) for name, due in dues.items()}


def _micros(at: datetime | None) -> int | None:
    return None if at is None else (at - _EPOCH) // _MICROSECOND


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else _EPOCH + micros * _MICROSECOND
