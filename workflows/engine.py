"""The five moves: a state goes in; a state, open steps, signals and the next deadline come out."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from .dialect import Definition
from .events import Timer, messages, timers
from .model import (
    CaseStuck,
    CaseTooDeep,
    Facts,
    NobodyWaiting,
    Progress,
    Scalar,
    Step,
    StepNotOpen,
    Wait,
)
from .move import Move
from .state import DEEPEST, Case, alive, dump, load, plant


def start(definition: Definition, *, facts: Facts, now: datetime) -> Progress:
    """Begin a case."""
    move = Move(facts, now, {})
    case = Case(definition, move)
    plant(case)
    run(case, move)
    return progress(case, move, dump(case))


def complete(
    definition: Definition,
    state: bytes,
    step_id: str,
    *,
    outcome: Mapping[str, Scalar],
    facts: Facts,
    now: datetime,
) -> Progress:
    """Finish an open step; the outcome is known to this move only."""
    move = Move(facts, now, outcome)
    case = load(definition, state, move)
    finish_step(case, move, step_id)
    return progress(case, move, dump(case))


def send(
    definition: Definition,
    state: bytes,
    message: str,
    *,
    path: tuple[str, ...] = (),
    facts: Facts,
    now: datetime,
) -> Progress:
    """Bring a message to the place that waits for it."""
    move = Move(facts, now, {})
    case = load(definition, state, move)
    deliver(case, move, message, path)
    return progress(case, move, dump(case))


def tick(definition: Definition, state: bytes, *, facts: Facts, now: datetime) -> Progress:
    """Let everything happen that is due."""
    move = Move(facts, now, {})
    case = load(definition, state, move)
    fire_due(case, move, now)
    return progress(case, move, dump(case))


def retime(definition: Definition, state: bytes, *, facts: Facts, now: datetime) -> Progress:
    """Let every waiting timer ask its fact again: a deadline has moved."""
    move = Move(facts, now, {})
    case = load(definition, state, move)
    rearm(case)
    return progress(case, move, dump(case))


def finish_step(case: Any, move: Move, step_id: str) -> None:
    for task in open_tasks(case):
        if str(task.id) == step_id:
            with _library_refusals():
                task.run()
            move.passed(task)
            return run(case, move)
    raise StepNotOpen(step_id)


def deliver(case: Any, move: Move, message: str, path: tuple[str, ...]) -> None:
    for task in waiting(case):
        for each in messages(task.task_spec):
            if each.name == message and move.place(task.workflow)[0] == path:
                each.arrive(task)
                return run(case, move)
    raise NobodyWaiting(f"{message} at {'/'.join(path) or 'the top'}")


def fire_due(case: Any, move: Move, now: datetime) -> None:
    # The earliest first. A timer armed on the way waits for the next tick, so a diagram whose
    # times all lie in the past still comes to rest in between.
    due = [
        (at, move.place(task.workflow)[0], timer.name, task, timer)
        for at, task, timer in armed(case)
        if at <= now
    ]
    for *_, task, timer in sorted(due, key=lambda each: each[:3]):
        if task.state == TaskState.WAITING and not task.workflow.completed:
            timer.fire(task)
            run(case, move)


def rearm(case: Any) -> None:
    for task in waiting(case):
        for timer in timers(task.task_spec):
            timer.arm(task)


def run(case: Any, move: Move) -> None:
    """Let everything go on that needs nobody."""
    with _library_refusals():
        for _ in range(DEEPEST):
            task = _next_ready(case)
            if task is None:
                return
            task.run()
            move.passed(task)
    raise CaseTooDeep(f"{case.spec.name}: {DEEPEST} elements in one move, and no end")


def open_tasks(case: Any) -> Iterator[Any]:
    return (t for t in _tasks(case, TaskState.READY) if t.task_spec.manual)


def waiting(case: Any) -> Iterator[Any]:
    return _tasks(case, TaskState.WAITING)


def armed(case: Any) -> Iterator[tuple[datetime, Any, Timer]]:
    """Every timer that will go off one day."""
    for task in waiting(case):
        for timer in timers(task.task_spec):
            at = timer.due(task)
            if at is not None:
                yield at, task, timer


def _tasks(case: Any, state: int) -> Iterator[Any]:
    for workflow in alive(case):
        yield from [task for task in workflow.tasks.values() if task.state == state]


def _next_ready(case: Any) -> Any:
    # Who leaves goes first: a boundary event ends what it is attached to before anything in
    # there moves on. After that the innermost process, so that a call ends before its caller.
    found = None
    for workflow in alive(case):
        first = None
        for task in workflow.tasks.values():
            if task.state == TaskState.READY and not task.task_spec.manual:
                if isinstance(task.task_spec, BoundaryEvent):
                    return task
                first = first or task
        found = first or found
    return found


def progress(case: Any, move: Move, state: bytes) -> Progress:
    """Where the case stands, and what the move has brought about."""
    steps = tuple(_step(task, move) for task in open_tasks(case))
    listening = list(waiting(case))
    waits = tuple(
        Wait(message.name, move.place(task.workflow)[0])
        for task in listening
        for message in messages(task.task_spec)
    )
    clocks = [timer.due(task) for task in listening for timer in timers(task.task_spec)]
    finished = case.data.get("finished") if case.completed else None
    if not (steps or waits or clocks or finished):
        raise CaseStuck(f"{case.spec.name}: not finished, and nothing is open")
    return Progress(
        state=state,
        steps=steps,
        waits=waits,
        signals=tuple(move.signals),
        walked=tuple(move.walked),
        next_due=min((at for at in clocks if at), default=None),
        finished=finished,
    )


def _step(task: Any, move: Move) -> Step:
    path, _ = move.place(task.workflow)
    spec = task.task_spec
    return Step(
        id=str(task.id),
        element=spec.bpmn_id,
        name=spec.bpmn_name or "",
        path=path,
        lane=spec.lane or "",
        properties=move.properties(task),
    )


@contextmanager
def _library_refusals() -> Iterator[None]:
    try:
        yield
    except SpiffWorkflowException as problem:
        raise CaseStuck(str(problem)) from problem
