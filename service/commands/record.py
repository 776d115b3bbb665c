"""Writing down what a move did: state, open steps, deadlines, one history row, promises."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.commands import closing, held
from service.commands.budgets import drawing
from service.commands.dossier import Dossier
from service.commands.paying import earning
from service.commands.reactions import react
from service.commands.receipt import Receipt, StepNow
from service.domain.history import PAPERS, entry_digest
from service.domain.orders import (
    Assignment,
    CaseOrder,
    FileAtCounter,
    FinishStep,
    OpenClass,
)
from service.domain.permissions import CLOCK_ACTOR
from service.records.answer import Answer
from service.records.history import HistoryEntry
from service.records.step import OpenStep
from service.records.writing import write_down
from workflows import Progress, Step

# What history may hold of a form's answers: words of ours, never a person's data.
PUBLIC_ANSWERS = (
    "decision",
    "result",
    "stage",
    "approved_heads",
    "advance_rate",
    "objection",
    "moved",
    "step",
    "assignee",
    # Words of ours again: why people were seen in full, what went away, what was erased.
    "seen_for",
    "documents",
    "erased",
    # Why and when papers came in at the counter.
    "counter_reason",
    # What kind of change was written into a class.
    "change",
    "papers_received",
)


def save(
    dossier: Dossier,
    order: CaseOrder | OpenClass | FileAtCounter,
    progress: Progress | None,
    given: Mapping[str, Any],
) -> Receipt:
    """Record the move and promise what its signals mean."""
    if progress is not None:
        dossier.case.state = progress.state
        for signal in progress.signals:
            react(dossier, signal)
        _settle_steps(dossier, progress)
        dossier.case.waits = sorted([wait.message, "/".join(wait.path)] for wait in progress.waits)
        if progress.finished is not None:
            closing.close(dossier, progress.finished)
        dossier.case.next_due = _next_due(dossier, progress)
    drawing.draw(dossier)
    _write_history(dossier, order, progress, given)
    _keep_answers(dossier, order, given)
    dossier.session.flush()
    write_down(dossier.session, dossier.written)
    return receipt_of(dossier)


def beside(dossier: Dossier, order: CaseOrder, told: Mapping[str, Any]) -> Receipt:
    """Record an act that does not move the case: history tells it, in no lane."""
    _write_history(dossier, order, None, told)
    dossier.session.flush()
    write_down(dossier.session, dossier.written)
    return receipt_of(dossier)


def receipt_of(dossier: Dossier) -> Receipt:
    """Where the case stands now."""
    return Receipt(
        case_id=dossier.case.id,
        number=dossier.case.number,
        seq=dossier.case.history_seq,
        finished=dossier.case.finished,
        at=dossier.now,
        steps=tuple(
            StepNow(
                key=step.key,
                element=step.element,
                path=step.path,
                lane=step.lane,
                version=step.version,
            )
            for step in dossier.steps.values()
        ),
    )


def _next_due(dossier: Dossier, progress: Progress) -> datetime | None:
    times = (progress.next_due, dossier.deadlines.next_rung_at)
    return min((time for time in times if time is not None), default=None)


def _settle_steps(dossier: Dossier, progress: Progress) -> None:
    open_now = {step.id for step in progress.steps}
    gone = [dossier.steps.pop(key) for key in list(dossier.steps) if key not in open_now]
    left_behind = {step.properties.get("deadline") for step in gone}
    opened = [step for step in progress.steps if step.id not in dossier.steps]
    for step in opened:
        # The row of a step that is done becomes the row of the next one.
        row = gone.pop() if gone else None
        dossier.steps[step.id] = _open(dossier, step, row)
    held.tell_head(dossier, [dossier.steps[step.id] for step in opened])
    for left in gone:
        dossier.session.delete(left)
    dossier.deadlines.steps_left(left_behind)


def _open(dossier: Dossier, step: Step, row: OpenStep | None) -> OpenStep:
    case = dossier.case
    opened = row or OpenStep()
    opened.case_id = case.id
    opened.key = step.id
    opened.element = step.element
    opened.name = step.name
    opened.path = "/".join(step.path)
    opened.lane = step.lane
    opened.form = step.properties.get("form", step.element)
    opened.properties = dict(step.properties)
    opened.version = 1
    opened.opened_at = dossier.now
    opened.due_at = dossier.deadlines.step_opened(step)
    opened.assignee_id = None
    opened.held_since = None
    stage = step.properties.get("stage")
    opened.amount_fen = earning.stage_fen(dossier, stage) if stage else None
    opened.jurisdiction = case.jurisdiction
    opened.region = case.region
    opened.institution_id = case.institution_id
    if row is None:
        dossier.written.append(opened)
    return opened


def _write_history(
    dossier: Dossier,
    order: CaseOrder | OpenClass | FileAtCounter,
    progress: Progress | None,
    given: Mapping[str, Any],
) -> None:
    case, actor = dossier.case, dossier.actor
    entry = HistoryEntry(
        case_id=case.id,
        seq=dossier.seq,
        at=dossier.now,
        actor_id=None if actor is CLOCK_ACTOR else actor.person_id,
        actor_kind="clock" if actor is CLOCK_ACTOR else "person",
        acting_for=actor.acting_for,
        natural_person=actor.natural_person,
        lane=dossier.lane,
        order=order.name,
        step=dossier.step.element if isinstance(order, FinishStep) and dossier.step else None,
        path=dossier.step.path if dossier.step else "",
        outcome={name: given[name] for name in PUBLIC_ANSWERS if given.get(name) is not None}
        | ({PAPERS: dict(dossier.papers)} if dossier.papers else {}),
        walked=list(progress.walked) if progress else [],
        signals=[signal.name for signal in progress.signals] if progress else [],
        bundle_hash=dossier.books.newest.hash,
        previous=case.history_head,
        digest="",
    )
    entry.digest = entry_digest(case.history_head, content(entry))
    case.history_seq, case.history_head, case.last_at = dossier.seq, entry.digest, dossier.now
    case.version += 1
    dossier.written.append(entry)


def content(entry: HistoryEntry) -> dict[str, object]:
    """What an entry's digest answers for: everything in it but the chain itself."""
    return {
        column.key: getattr(entry, column.key)
        for column in HistoryEntry.__table__.columns
        if column.key not in ("previous", "digest")
    }


def _keep_answers(
    dossier: Dossier, order: CaseOrder | OpenClass | FileAtCounter, given: Mapping[str, Any]
) -> None:
    if not given or dossier.actor is CLOCK_ACTOR or isinstance(order, Assignment):
        return
    dossier.written.append(
        Answer(
            case_id=dossier.case.id,
            seq=dossier.seq,
            step=dossier.step.element if dossier.step else order.name,
            path=dossier.step.path if dossier.step else "",
            person_id=dossier.actor.person_id,
            at=dossier.now,
            body=dict(given),
        )
    )
