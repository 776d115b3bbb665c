"""The five moves of the engine, made on a dossier: its pinned diagrams, its facts, its time."""

from collections.abc import Mapping

import workflows
from service.commands.dossier import Dossier
from service.domain.refusals import StepGone
from service.records.step import OpenStep
from workflows import Definition, Progress


def begin(dossier: Dossier) -> Progress:
    """Start the case's main process."""
    return workflows.start(_definition(dossier), facts=dossier.facts, now=dossier.now)


def complete(dossier: Dossier, step: OpenStep, *, outcome: Mapping[str, str]) -> Progress:
    """Finish an open step."""
    try:
        return workflows.complete(
            _definition(dossier),
            dossier.case.state,
            step.key,
            outcome=outcome,
            facts=dossier.facts,
            now=dossier.now,
        )
    except workflows.StepNotOpen as gone:
        raise StepGone("系统", None, "步骤已关闭") from gone


def send(dossier: Dossier, message: str, path: tuple[str, ...]) -> Progress:
    """Let the diagram hear a message where it waits for it."""
    return workflows.send(
        _definition(dossier),
        dossier.case.state,
        message,
        path=path,
        facts=dossier.facts,
        now=dossier.now,
    )


def tick(dossier: Dossier) -> Progress:
    """Let what is due in the diagram happen."""
    return workflows.tick(
        _definition(dossier), dossier.case.state, facts=dossier.facts, now=dossier.now
    )


def retime(dossier: Dossier) -> Progress:
    """Let waiting timers ask again when they are due."""
    return workflows.retime(
        _definition(dossier), dossier.case.state, facts=dossier.facts, now=dossier.now
    )


def _definition(dossier: Dossier) -> Definition:
    return dossier.books.pinned.bundle.definition(dossier.case.process)
