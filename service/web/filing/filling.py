"""Filling a form in: as a draft that is kept, in parts where it is long, handed in once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from http import HTTPStatus
from typing import Any

from flask import Response, flash, make_response, redirect, request, url_for

from forms import Problem
from service.commands.receipt import Receipt
from service.domain.calendar import beijing_date
from service.domain.refusals import TryAgain
from service.records.database import db
from service.records.draft import OF_AN_ORDER
from service.records.idempotency import answered
from service.web import rows
from service.web.filing import parts as paging
from service.web.filing import tables
from service.web.filing.keeping import Keeping, merged
from service.web.filing.pages import Pages
from service.web.filing.parts import CHECK, WHOLE, Part
from service.web.front import now
from service.web.language import say
from service.web.papers import Taken
from service.web.posting import posted_key, typed
from service.web.sheet import Sheet

HandIn = Callable[[dict[str, object]], Receipt]
SAVE, SAVE_QUIETLY, DROP, NEXT, BACK, SKIP, TO = (
    *("save", "save-quietly", "drop", "next", "back", "skip"),
    "to:",
)


@dataclass
class Filling:
    """One visit to a form's page."""

    sheet: Sheet
    keeping: Keeping
    hand_in: HandIn
    without: frozenset[str] = frozenset()
    parts: list[Part] = field(init=False)

    def __post_init__(self) -> None:
        self.parts = paging.parts_of(self.sheet.form, self.without)

    @cached_property
    def pages(self) -> Pages:
        """How its pages are drawn."""
        return Pages(self.sheet, self.keeping, self.parts)

    @property
    def known(self) -> dict[str, object]:
        """What was kept, or what is known beforehand."""
        return self.keeping.over(self.sheet.known.typed, self.sheet.known.fixed)

    def opened(self) -> Response:
        """The page as it is opened: what was kept before stands in it."""
        asked = tables.asked(self.sheet, self.keeping)
        if asked is not None:
            return asked
        where = request.args.get("part", self._first())
        return self.pages.at(where, self.known)

    def posted(self) -> Response:
        """The page after a button was pressed."""
        if self._twice():
            return make_response(redirect(url_for("web.case", number=self.sheet.head.number), 303))
        where = request.form.get("_part", WHOLE)
        part = next((one for one in self.parts if one.id == where), None)
        papers = self.sheet.papers.taken_in(self.sheet.form, typed())
        answers = self.known if where == CHECK else merged(self.known, part, papers.typed)
        go = request.form.get("go", "")
        if go == DROP:
            self.keeping.drop()
            return self._to("")
        if go == SAVE_QUIETLY:
            return self._saved_quietly(answers, part)
        if papers.stops:
            return self._papers_changed(papers, answers, where)
        return self._about_tables(answers, where) or (
            self._gone(go, answers, part) if go else self._handed_in(answers, where)
        )

    def _about_tables(self, answers: dict[str, object], where: str) -> Response | None:
        """A file was uploaded or taken over, or rows were changed; None for other buttons."""
        found = tables.uploaded(self.sheet, self.keeping, answers) or tables.adopted(
            self.sheet, self.keeping, answers
        )
        if found is not None:
            return self._to(where, "#sheet" if "read-sheet" in request.form else "")
        changed = rows.edited(self.sheet.form, answers, request.form)
        return None if changed is None else self._rows_changed(changed, where)

    def _twice(self) -> bool:
        """Whether this very button was pressed before, and the step went with the first time."""
        place = self.keeping.place
        if self.sheet.version or place.key.startswith(OF_AN_ORDER):
            return False
        return answered(db.session(), posted_key(), place.person_id) is not None

    def _first(self) -> str:
        if not self.parts:
            return WHOLE
        # A correction begins with what was handed in before and what the office said of it.
        return CHECK if self.sheet.remarks and self.keeping.kept is None else self.parts[0].id

    def _saved_quietly(self, answers: dict[str, object], part: Part | None) -> Response:
        seen = self.keeping.seen | ({part.id} if part else set())
        if not self.keeping.keep(answers, seen=sorted(seen)):
            return make_response(say("没有保存：本步骤已有变化"))
        at = (self.keeping.notice or {}).get("at", "")
        return make_response(say("已保存 {at}", at=at))

    def _papers_changed(self, papers: Taken, answers: dict[str, object], where: str) -> Response:
        """A file was refused, removed or sent by itself: the form is not handed in yet."""
        self.keeping.keep(answers)
        if papers.later:
            again = partial(self.pages.at, where)
            return self.sheet.again(answers, TryAgain(), again)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if papers.problems else HTTPStatus.OK
        return self.pages.at(
            where, answers, key=posted_key(), problems=papers.problems, status=status
        )

    def _rows_changed(self, changed: rows.Edited, where: str) -> Response:
        self.keeping.keep(changed.typed)
        problems: Sequence[Problem] = ()
        if changed.pasted:
            problems = [
                one
                for one in self._problems(changed.typed)
                if one.field.startswith(f"{changed.pasted}[")
            ]
        return self.pages.at(
            where,
            changed.typed,
            key=posted_key(),
            problems=problems,
            pasted=changed.pasted,
            notes=changed.notes,
        )

    def _gone(self, go: str, answers: dict[str, object], part: Part | None) -> Response:
        """To another part, with everything kept on the way."""
        here = part.id if part else WHOLE
        seen = self.keeping.seen | ({part.id} if part else set())
        self.keeping.keep(answers, seen=sorted(seen))
        if go == NEXT and part is not None:
            wrong = paging.about(part, self._problems(answers))
            if wrong:
                return self.pages.at(here, answers, problems=wrong, may_skip=True)
        if go == SAVE:
            flash(say("草稿已保存，尚未提交。"), "green")
        return self._to(self._target(go, here))

    def _target(self, go: str, here: str) -> str:
        order = [*(part.id for part in self.parts), CHECK]
        at = order.index(here) if here in order else len(order) - 1
        if go in (NEXT, SKIP):
            return order[min(at + 1, len(order) - 1)]
        if go == BACK:
            return order[max(at - 1, 0)]
        wanted = go.removeprefix(TO)
        return wanted if wanted in (*order, WHOLE) else here

    def _handed_in(self, answers: dict[str, object], where: str) -> Response:
        def shown_again(answers: dict[str, object], **more: Any) -> Response:
            return self.pages.at(CHECK if where == CHECK else WHOLE, answers, **more)

        response = self.sheet.handed_in(answers, self.hand_in, shown_again)
        if response.status_code == HTTPStatus.SEE_OTHER:
            self.keeping.drop()
        return response

    def _problems(self, answers: dict[str, object]) -> Sequence[Problem]:
        return paging.problems_in(self.sheet.form, answers, beijing_date(now()))

    def _to(self, where: str, anchor: str = "") -> Response:
        query = f"?part={where}" if where and self.parts else ""
        return make_response(redirect(f"{request.path}{query}{anchor}", 303))


def serve(
    sheet: Sheet, keeping: Keeping, hand_in: HandIn, without: frozenset[str] = frozenset()
) -> Response:
    """The page of one form, opened or after a button."""
    filling = Filling(sheet, keeping, hand_in, without)
    return filling.opened() if request.method == "GET" else filling.posted()


def order_key(name: str) -> str:
    """Under what name the draft of an order is kept."""
    return f"{OF_AN_ORDER}{name}"
