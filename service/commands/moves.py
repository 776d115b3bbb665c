"""Moving one case: look, judge, let the rule act, let the diagram move, record what follows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from service.commands import answers as answer_reading
from service.commands import assignment, engine_room, idempotency, permission, record
from service.commands.budgets import waiting
from service.commands.clocks import Clock
from service.commands.dossier import Dossier, StepAtHand
from service.commands.locking import Overdue, open_dossier
from service.commands.people import erasing, personal_data
from service.commands.receipt import Receipt
from service.commands.recovering import debt, offset
from service.commands.rules import RULES
from service.domain.orders import (
    BY_NAME,
    Assignment,
    AwaitBudget,
    CaseOrder,
    EraseData,
    FinishStep,
    GoOnPaying,
    HoldPayment,
    KeyedRequest,
    LiftHold,
    PassDeadlines,
    RecountDeadlines,
    SeePersonalData,
    TakeBundle,
)
from service.domain.permissions import Actor
from service.domain.refusals import CaseEnded, NotNow, Sentence, StaleStep, StepGone
from service.records import history
from service.records.step import OpenStep
from workflows import CaseStuck, NobodyWaiting, Progress

DONE_WITHOUT_A_FORM = {
    "OpenClass": Sentence("发起办件", "opened the case"),
    "FileAtCounter": Sentence("窗口代收", "took the papers in at the counter"),
    "PassDeadlines": Sentence("期限届满", "a deadline passed"),
    "RecountDeadlines": Sentence("工作日历更新", "the working days changed"),
    "TakeStep": Sentence("签收", "took the step"),
    "PutStepBack": Sentence("退回公共队列", "put the step back"),
    "HandStep": Sentence("转办", "handed the step on"),
    "opening_correct": Sentence("补正材料", "corrected the request"),
}


# Acts beside the diagram, whether the case runs or has ended: looked at, erased, or let wait.
BESIDE_THE_ROAD: Mapping[type[CaseOrder], Callable[[Any, Dossier], Receipt]] = {
    SeePersonalData: personal_data.see,
    TakeBundle: personal_data.take_bundle,
    EraseData: erasing.erase,
    AwaitBudget: waiting.await_money,
    GoOnPaying: waiting.go_on,
}


# What comes more than once, and whether or not the diagram waits for it just then.
ROWS = frozenset({"objection_filed", "proof_filed", "payable_changed"})


def move(
    order: CaseOrder,
    *,
    actor: Actor,
    session: Session,
    clock: Clock,
    keyed: KeyedRequest | None = None,
) -> Receipt:
    """Carry out an order on one case, inside the open transaction."""
    offset.take_hold(session, order)
    dossier = open_dossier(
        session, order.case_id, number=order.number, actor=actor, clock=clock, keyed=keyed
    )
    if type(order) in BESIDE_THE_ROAD:
        return BESIDE_THE_ROAD[type(order)](order, dossier)
    permission.see(dossier)
    if keyed is not None and dossier.answered is not None:
        return idempotency.repeated(dossier.answered, keyed)
    due = dossier.case.next_due is not None and dossier.case.next_due <= dossier.now
    if isinstance(order, PassDeadlines):
        permission.time_alone(dossier)
        return _pass_deadlines(order, dossier) if due else record.receipt_of(dossier)
    if isinstance(order, RecountDeadlines):
        permission.time_alone(dossier)
        return _recount(order, dossier)
    if dossier.case.finished is not None and not debt.outlives(dossier, order):
        raise CaseEnded
    if due:
        raise Overdue(dossier.case.id)
    return _act(order, dossier)


def _act(order: CaseOrder, dossier: Dossier) -> Receipt:
    if isinstance(order, FinishStep):
        return _finish_step(order, dossier)
    if isinstance(order, Assignment):
        return assignment.assign(order, dossier, _open_step(order, dossier))
    return _hear(order, dossier)


def _finish_step(order: FinishStep, dossier: Dossier) -> Receipt:
    step = _step_as_drawn(order, dossier)
    dossier.step = StepAtHand(step.element, step.path, step.properties)
    permission.may_finish(dossier, step)
    given = answer_reading.read(dossier, step.form, order.answers)
    _apply(dossier, step.element, given)
    progress = engine_room.complete(dossier, step, outcome=_outcome(given))
    return record.save(dossier, order, progress, given)


def _hear(order: CaseOrder, dossier: Dossier) -> Receipt:
    permission.may_order(dossier, order)
    if order.form is not None and order.form not in dossier.books.pinned.bundle.forms:
        raise NotNow("本地没有这一事项。", "There is no such matter in this place.")
    asked = order.answers  # type: ignore[attr-defined]
    # What has no form was not typed by anybody: the order that it is part of read it.
    given = answer_reading.read(dossier, order.form, asked) if order.form else dict(asked)
    path = _waiting_path(order, dossier, given)
    _apply(dossier, order.name, given)
    # A period that was stopped, or goes on, moves what waits for it.
    stopped = isinstance(order, HoldPayment | LiftHold)
    progress = engine_room.retime(dossier) if stopped else None
    if order.message is not None and path is not None:
        progress = engine_room.send(dossier, order.message, path)
    return record.save(dossier, order, progress, given)


def _pass_deadlines(order: PassDeadlines, dossier: Dossier) -> Receipt:
    """Let time have its turn; another worker may have had it since this one looked."""
    before = dossier.case.next_due
    dossier.deadlines.pass_rungs()
    progress: Progress = engine_room.tick(dossier)
    receipt = record.save(dossier, order, progress, {})
    if dossier.case.next_due == before:
        # Saved like this, the case would be taken up again at once, and again.
        raise CaseStuck(dossier.case.number)
    return receipt


def _recount(order: RecountDeadlines, dossier: Dossier) -> Receipt:
    moved = dossier.deadlines.recount()
    if not moved:
        return record.receipt_of(dossier)
    receipt = record.save(dossier, order, engine_room.retime(dossier), {"moved": moved})
    return replace(receipt, note=str(moved))


def _step_as_drawn(order: FinishStep, dossier: Dossier) -> OpenStep:
    step = dossier.steps.get(order.step_key)
    if step is not None and step.version == order.version:
        return step
    raise _changed(dossier, step)


def _open_step(order: Assignment, dossier: Dossier) -> OpenStep:
    step = dossier.steps.get(order.step_key)
    if step is None:
        raise _changed(dossier, None)
    return step


def _changed(dossier: Dossier, step: OpenStep | None) -> StaleStep | StepGone:
    """Who was quicker, and with what."""
    who, when, what = history.last_change(dossier.session, dossier.case.id)
    gone = StepGone if step is None else StaleStep
    return gone(who, when, what, _in_words(dossier, what))


def _in_words(dossier: Dossier, what: str) -> Sentence:
    """What was done, as the office calls it: the title of its form."""
    bundle = dossier.books.pinned.bundle
    form = BY_NAME[what].form if what in BY_NAME else bundle.borrowed_forms.get(what, what)
    if form in bundle.forms:
        title = dossier.books.pinned.form(str(form)).title
        return Sentence(title["zh"], title["en"])
    return DONE_WITHOUT_A_FORM.get(what, Sentence("办理", "a step"))


def _waiting_path(
    order: CaseOrder, dossier: Dossier, given: Mapping[str, Any]
) -> tuple[str, ...] | None:
    """Where the diagram waits for the order's message; objections may come while nobody waits."""
    paths = [
        tuple(filter(None, path.split("/")))
        for message, path in dossier.case.waits
        if message == order.message
    ]
    stage = str(given.get("stage", "")).lower()
    if stage and len(paths) > 1:
        paths = [path for path in paths if stage in path]
    if paths:
        return paths[0]
    ended = dossier.case.finished is not None
    if order.message is None or order.message in ROWS or ended:
        return None
    raise NotNow(
        "本办件目前的环节不能办理这一事项。",
        "The case does not stand where this could be done.",
    ) from NobodyWaiting(order.message)


def _apply(dossier: Dossier, word: str, given: Mapping[str, Any]) -> None:
    rule = RULES.get(word)
    if rule is not None:
        rule(dossier, given)


def _outcome(given: Mapping[str, Any]) -> dict[str, str]:
    decision = given.get("decision")
    return {"decision": str(decision)} if decision is not None else {}
