"""What may happen at an event: a time is reached, a message arrives, an error leaves, a signal."""

# ruff: noqa: SLF001  (an event tells its task to look again)
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn import BpmnEvent
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.bpmn.specs.event_definitions import MultipleEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.util.task import TaskState

from .model import CaseStuck


class Timer(TimerEventDefinition):  # type: ignore[misc]
    """Waits until a fact: a point in time, or None = for ever.

    It never looks at a clock. It asks its fact when it is armed and fires only when told to,
    so a time that is already past when the case comes by is fired by the next tick.
    """

    def __init__(self, name: str, fact: str) -> None:
        super().__init__(name, fact)

    def arm(self, task: Any) -> None:
        """Ask the fact (again)."""
        due = task.workflow.script_engine.evaluate(task, self.expression)
        if due is not None and (not isinstance(due, datetime) or due.tzinfo is None):
            raise TypeError(f"{self.expression} must be a time with an offset, or None: {due!r}")
        # One entry for each timer, so that two timers of one event gateway do not share a value.
        task.internal_data.setdefault("due", {})[self.name] = due

    def due(self, task: Any) -> datetime | None:
        found: datetime | None = task.internal_data["due"][self.name]
        return found

    def fire(self, task: Any) -> None:
        """Let it go off."""
        task.internal_data["fired"] = self.name
        task.task_spec._update(task)

    def has_fired(self, task: Any) -> bool:
        if self.name not in task.internal_data.get("due", {}):
            self.arm(task)
        return bool(task.internal_data.get("fired") == self.name)

    def reset(self, task: Any) -> None:
        task.internal_data.clear()


class Message(EventDefinition):  # type: ignore[misc]
    """Waits for a message with this name; what the message says lives in the records."""

    def arrive(self, task: Any) -> None:
        """Let it be heard by a task that waits for it."""
        task.task_spec.catch(task, BpmnEvent(self))
        task.task_spec._update(task)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self.name == other.name

    __hash__ = None  # type: ignore[assignment]


class Failure(EventDefinition):  # type: ignore[misc]
    """Leaves a called process irregularly, towards the boundary that catches this code."""

    def throw(self, task: Any) -> None:
        # The library offers an error to every place that knows the code; two parallel calls of
        # one fragment would both be left. The way out is the way in: call by call, upwards.
        workflow = task.workflow
        while workflow.parent_task_id is not None:
            call = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
            for boundary in call.parent.children:
                if _catches(boundary, self.name):
                    boundary.task_spec.catch(boundary, None)
                    boundary.task_spec._update(boundary)
                    return
            workflow = call.workflow
        if task.workflow.parent_task_id is not None:
            raise CaseStuck(f"nobody catches the error {self.name}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Failure) and self.name == other.name

    __hash__ = None  # type: ignore[assignment]


class Announcement(EventDefinition):  # type: ignore[misc]
    """States a fact to the world outside; nothing inside the diagram listens."""

    def throw(self, task: Any) -> None:
        task.workflow.script_engine.announce(task, self.name)


def note_events(task_spec: Any) -> None:
    """Write beside an element, once, what it waits for."""
    found = getattr(task_spec, "event_definition", None)
    each = found.event_definitions if isinstance(found, MultipleEventDefinition) else [found]
    task_spec.timers = tuple(event for event in each if isinstance(event, Timer))
    task_spec.messages = tuple(event for event in each if isinstance(event, Message))


def timers(task_spec: Any) -> tuple[Timer, ...]:
    """The timers an element waits for."""
    found: tuple[Timer, ...] = task_spec.timers
    return found


def messages(task_spec: Any) -> tuple[Message, ...]:
    """The messages an element waits for."""
    found: tuple[Message, ...] = task_spec.messages
    return found


def _catches(task: Any, code: str) -> bool:
    definition = getattr(task.task_spec, "event_definition", None)
    return (
        isinstance(task.task_spec, BoundaryEvent)
        and task.state == TaskState.WAITING
        and isinstance(definition, Failure)
        and definition.name == code
    )
