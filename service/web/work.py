"""The work list: what waits for me, the soonest due first."""

from dataclasses import dataclass

from flask import render_template, request

from service.commands import desk, place
from service.commands.library import LIBRARY
from service.domain import permissions
from service.records.database import db
from service.records.opening import class_names
from service.web.case import step_title
from service.web.due import Due, due
from service.web.front import actor, blueprint, minute, now

PAGE = 50


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the work list."""

    number: str
    key: str
    title: str
    institution: str
    class_name: str
    since: str
    due: Due | None


@blueprint.get("/")
def work_list() -> str:
    """What waits for me."""
    session = db.session()
    lines = desk.work(session, actor(), after=place.read(request.args.get("after")), limit=PAGE)
    names = class_names(session, [line.step.case_id for line in lines])
    rules = LIBRARY.in_force(session, lines[0].step.jurisdiction) if lines else None
    tasks = [
        Task(
            line.number,
            line.step.key,
            step_title(rules[0], line.step) if rules else line.step.name,
            line.institution,
            names.get(line.step.case_id, ""),
            minute(line.step.opened_at),
            due(line.step.due_at, now(), rules[1]) if line.step.due_at and rules else None,
        )
        for line in lines
    ]
    return render_template(
        "work.html",
        tasks=tasks,
        after=place.write(lines[-1].place) if len(lines) == PAGE else None,
        may_open=bool(
            permissions.roles_for("OpenClass") & {grant.role for grant in actor().grants}
        ),
    )
