"""The words of the front: what a move answers, and the ways in which it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

Scalar = str | int | bool | None


class Facts(Protocol):
    """Answers a name that a diagram asks for, within the properties of the place that asks."""

    def __call__(self, name: str, properties: Mapping[str, str]) -> object: ...


@dataclass(frozen=True, slots=True)
class Step:
    """An open step: somebody has to act."""

    id: str
    element: str
    name: str
    path: tuple[str, ...]
    lane: str
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that became true on the way."""

    name: str
    element: str
    path: tuple[str, ...]
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wait:
    """A message that could arrive now, and where it would be heard."""

    message: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a case stands after a move, and what happened in that move."""

    state: bytes
    steps: tuple[Step, ...]
    waits: tuple[Wait, ...]
    signals: tuple[Signal, ...]
    walked: tuple[str, ...]
    next_due: datetime | None
    finished: str | None


class StepNotOpen(Exception):
    """The step is not open: it was finished before, or taken away."""


class NobodyWaiting(Exception):
    """No place in the case waits for this message."""


class UnknownFact(Exception):
    """A diagram asked for a fact that nobody knows."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class CaseStuck(Exception):
    """The case is not finished, and nothing in it can ever go on."""


class CaseTooDeep(Exception):
    """The case went round and round in one move, or grew deeper than the engine can carry."""


class Unreadable(Exception):
    """These bytes are not something that was saved here for this definition."""


class BadDiagram(Exception):
    """A diagram says something that the dialect does not have."""

    def __init__(self, file: str, element: str, reason: str) -> None:
        super().__init__(f"{file} {element}: {reason}")
        self.file = file
        self.element = element
        self.reason = reason
