"""The work list: what waits for me, the soonest due first, narrowed by plain links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands import desk, place
from service.commands.library import LIBRARY, RuleBook
from service.domain import permissions
from service.records.base import LARGEST_ID
from service.records.bundle import published_jurisdictions
from service.records.database import db
from service.records.institution import Institution
from service.records.opening import class_names
from service.records.step import QueueLine, Sieve
from service.web.case import step_title
from service.web.desks.timing import in_force, left
from service.web.due import Due
from service.web.filing.home import home, is_home
from service.web.front import actor, blueprint, minute, now
from service.web.history import form_title, names_of
from service.web.language import say, spoken
from service.web.naming import process_name
from service.web.places import elsewhere
from workflows import tasks

PAGE = 50
MOST_COUNTED = 1000
WHOSE = {"": "全部", "mine": "我签收的", "free": "未签收", "others": "同事签收的"}


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the work list."""

    number: str
    key: str
    version: int
    title: str
    institution: str
    institution_id: int
    class_name: str
    kind: str
    since: str
    due: Due | None
    holder: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    step: str = ""
    whose: str = ""
    late: bool = False
    institution: int | None = None

    def sieve(self) -> Sieve:
        """The same, as the queue reads it."""
        me = actor().person_id
        return Sieve(
            element=self.step or None,
            institution_id=self.institution,
            due_before=now() if self.late else None,
            assignee_id=me if self.whose == "mine" else None,
            free=self.whose == "free",
            taken_but_not_by=me if self.whose == "others" else None,
        )

    def address(self, **changed: object) -> str:
        """The list with one thing asked for otherwise."""
        asked: dict[str, object] = {
            "step": self.step,
            "whose": self.whose,
            "late": "1" if self.late else "",
            "institution": self.institution,
        }
        kept = {name: value for name, value in (asked | changed).items() if value}
        return url_for("web.work_list", **kept)  # type: ignore[arg-type]

    @property
    def any(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.step or self.whose or self.late or self.institution)


@blueprint.get("/")
def work_list() -> str | Response:
    """What waits for me; whoever keeps no queue begins at a desk of his own."""
    if is_home():
        return home()
    if (place_of_theirs := elsewhere()) is not None:
        return redirect(place_of_theirs, 303)
    session = db.session()
    wanted, after = _wanted(), place.read(request.args.get("after"))
    lines = desk.work(session, actor(), sieve=wanted.sieve(), after=after, limit=PAGE)
    more = place.write(lines[-1].place) if len(lines) == PAGE else None
    return render_template(
        "work.html",
        tasks=_drawn(session, lines),
        wanted=wanted,
        whose=[
            (wanted.address(whose=name), text, wanted.whose == name) for name, text in WHOSE.items()
        ],
        kinds=_kinds(session) if lines or wanted.any else [],
        institution=_name_of(session, wanted.institution),
        count=None if after else _count(session, wanted, len(lines), more=more is not None),
        next_page=wanted.address(after=more) if more else None,
        first_page=wanted.address() if after else None,
        may_open=bool(
            permissions.roles_for("OpenClass") & {grant.role for grant in actor().grants}
        ),
    )


def _count(session: Session, wanted: Wanted, shown: int, *, more: bool) -> str:
    if not more:
        return str(shown)
    found = desk.waiting(session, actor(), sieve=wanted.sieve(), most=MOST_COUNTED)
    return f"{found}+" if found == MOST_COUNTED else str(found)


def _wanted() -> Wanted:
    institution = request.args.get("institution", type=int)
    whose = request.args.get("whose", "")
    return Wanted(
        request.args.get("step", "")[:64],
        whose if whose in WHOSE else "",
        late=request.args.get("late") == "1",
        institution=institution if institution and 0 < institution <= LARGEST_ID else None,
    )


def _drawn(session: Session, lines: Sequence[QueueLine]) -> list[Task]:
    if not lines:
        return []
    names = class_names(session, [line.step.case_id for line in lines])
    held = [line.step.assignee_id for line in lines]
    holders = names_of(session, held) if any(held) else {}
    return [_task(session, line, names.get(line.step.case_id, ""), holders) for line in lines]


def _task(session: Session, line: QueueLine, class_name: str, holders: Mapping[int, str]) -> Task:
    step, book = line.step, in_force(session, line.step.jurisdiction)[0]
    return Task(
        line.number,
        step.key,
        step.version,
        step_title(book, step),
        line.institution,
        step.institution_id,
        class_name,
        process_name(book.policy, line.process),
        minute(step.opened_at),
        left(session, step.jurisdiction, step.due_at),
        _holder(line, holders),
        step.assignee_id is not None and step.assignee_id == actor().person_id,
    )


def _holder(line: QueueLine, holders: Mapping[int, str]) -> str:
    return holders.get(line.step.assignee_id, "") if line.step.assignee_id else ""


def _kinds(session: Session) -> list[tuple[str, str]]:
    """The kinds of step that lie in my lanes, from the rule books in force where I work."""
    lanes = {grant.role for grant in actor().grants}
    named = {grant.jurisdiction for grant in actor().grants}
    codes = published_jurisdictions(session) if None in named else sorted(filter(None, named))
    found: dict[str, str] = {}
    for code in codes:
        book = LIBRARY.in_force(session, code)[0]
        for task in tasks(book.bundle):
            if task.lane in lanes:
                found.setdefault(task.id, _title(book, task.form, task.name))
    return list(found.items())


def _title(book: RuleBook, form: str, name: str) -> str:
    return form_title(book, form, name) if spoken() == "en" else name


def _name_of(session: Session, institution_id: int | None) -> str:
    """The institution the list is narrowed to; one that is not among my work stays unnamed."""
    if institution_id is None:
        return ""
    sieve = Sieve(institution_id=institution_id)
    if not desk.work(session, actor(), sieve=sieve, limit=1):
        return say("所选单位")
    return session.get_one(Institution, institution_id).name
