"""A desk in the office: one case of a small diagram, and what is done to it."""

from datetime import timedelta
from functools import cache
from pathlib import Path

from tests.workflows.driver import NOON, answers
from workflows import complete, retime, send, start, tick
from workflows.dialect import parse

DIAGRAMS = Path(__file__).parent / "diagrams"
IN_THREE_DAYS = NOON + timedelta(days=3)


@cache
def definition(process):
    return parse(process, {path.name: path.read_bytes() for path in DIAGRAMS.glob("*.bpmn")})


class Desk:
    """Starts a case at noon and keeps its latest progress."""

    def __init__(self, process, **known):
        self.definition, self.known, self.now = definition(process), known, NOON
        self.seen = start(self.definition, **self._given())

    def finish(self, place, **outcome):
        found = [step.id for step in self.seen.steps if self._place(step) == place]
        return self.finish_id(found[0], **outcome)

    def finish_id(self, step_id, **outcome):
        move = {"outcome": outcome, **self._given()}
        return self._saw(complete(self.definition, self.seen.state, step_id, **move))

    def hear(self, message, *path):
        return self._saw(
            send(self.definition, self.seen.state, message, path=path, **self._given())
        )

    def tick(self, **later):
        self.now += timedelta(**later)
        return self._saw(tick(self.definition, self.seen.state, **self._given()))

    def retime(self):
        return self._saw(retime(self.definition, self.seen.state, **self._given()))

    @property
    def open(self):
        return sorted(self._place(step) for step in self.seen.steps)

    @property
    def said(self):
        return [signal.name for signal in self.seen.signals]

    def _saw(self, progress):
        self.seen = progress
        return self

    def _given(self):
        return {"facts": answers(self.known), "now": self.now}

    @staticmethod
    def _place(step):
        return "/".join((*step.path, step.element))
