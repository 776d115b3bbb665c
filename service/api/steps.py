"""Open steps over the API: read one with its questions, finish it with If-Match."""

from typing import Any

from flask import abort, g, request

from service.api.caller import actor, body, give
from service.api.operation import (
    CURSOR,
    IDEMPOTENCY,
    IF_MATCH,
    LIMIT,
    json_body,
    operation,
)
from service.api.paging import limit, nonsense
from service.api.schemas import ReceiptSchema, StepSchema, TaskPageSchema
from service.commands import desk, place
from service.commands.receipt import Receipt
from service.domain.orders import FinishStep
from service.domain.refusals import NotVisible
from service.records.base import row_number
from service.records.database import db
from service.records.step import OpenStep, Place, step_of

ANSWERS = json_body({"type": "object", "description": "as GET …/steps/{key} describes them"})


@operation("GET", "/tasks", answer=TaskPageSchema, parameters=(CURSOR, LIMIT))
def list_tasks() -> dict[str, Any]:
    """What waits for you, the soonest due first"""
    size = limit()
    lines = desk.work(db.session(), actor(), after=_place(request.args.get("cursor")), limit=size)
    return {
        "items": [_task(line.step, line.number, line.institution) for line in lines],
        "next": place.write(lines[-1].place) if len(lines) == size else None,
    }


@operation("GET", "/cases/<number>/steps/<key>", answer=StepSchema)
def read_step(number: str, key: str) -> dict[str, Any]:
    """One open step, the questions of its form, and its ETag"""
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    step = step_of(session, case.id, key)
    if step is None:
        raise NotVisible
    g.etag = etag(step.key, step.version)
    return {
        "key": step.key,
        "element": step.element,
        "path": step.path,
        "lane": step.lane,
        "version": step.version,
        "name": step.name,
        "form": step.form,
        "due_at": step.due_at,
        "answers_schema": desk.rule_book(session, case).form(step.form).json_schema(),
    }


@operation(
    "POST",
    "/cases/<number>/steps/<key>",
    answer=ReceiptSchema,
    parameters=(IDEMPOTENCY, IF_MATCH),
    request_body=ANSWERS,
)
def finish_step(number: str, key: str) -> Receipt:
    """Finish an open step with its answers"""
    if not request.if_match:
        abort(428)
    return give(FinishStep(number=number, step_key=key, version=_version(key), answers=body()))


def etag(key: str, version: int) -> str:
    """The tag of a step as it stands."""
    return f"{key}.{version}"


def _version(key: str) -> int:
    """The version the caller has read; 0, which never was, where the tag is of something else."""
    for tag in request.if_match.as_set(include_weak=True):
        name, _, version = (tag or "").rpartition(".")
        if name.removeprefix("W/").strip('"') == key:
            return row_number(version.strip('"')) or 0
    return 0


def _task(step: OpenStep, number: str, institution: str) -> dict[str, Any]:
    return {
        "number": number,
        "institution": institution,
        "key": step.key,
        "element": step.element,
        "name": step.name,
        "lane": step.lane,
        "version": step.version,
        "opened_at": step.opened_at,
        "due_at": step.due_at,
    }


def _place(given: str | None) -> Place | None:
    if not given:
        return None
    ended = place.read(given)
    if ended is None:
        raise nonsense()
    return ended
