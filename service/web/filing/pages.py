"""How the pages of a form are drawn: the whole of it, one part, or everything once more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, request

from service.domain.calendar import beijing_date
from service.web import form as forms_drawn
from service.web.control import Drawn, Wrong
from service.web.filing import parts as paging
from service.web.filing import tables
from service.web.filing.defects import ELSEWHERE
from service.web.filing.keeping import Keeping
from service.web.filing.parts import CHECK, WHOLE, Part
from service.web.filing.read_back import read_back
from service.web.filing.sums import sums
from service.web.front import now
from service.web.language import either, say, spoken
from service.web.posting import fresh_key
from service.web.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one form for one person."""

    sheet: Sheet
    keeping: Keeping
    parts: list[Part]

    def at(
        self,
        where: str,
        answers: dict[str, object],
        *,
        key: str = "",
        problems: Sequence[Any] = (),
        **more: Any,
    ) -> Response:
        """The page of that name; a name nobody knows is the first page."""
        key = key or fresh_key()
        more = {"notes": (), "may_skip": False, **more, **self._always(answers)}
        part = next((one for one in self.parts if one.id == where), None)
        if where == CHECK and self.parts:
            return self._check(answers, key=key, problems=problems, **more)
        if part is None and self.parts and where != WHOLE:
            part = self.parts[0]
        if part is None:
            return self.sheet.page(
                answers, key=key, problems=problems, part=WHOLE, steps=(), **more
            )
        return self._part(part, answers, key=key, problems=problems, **more)

    def _always(self, answers: dict[str, object]) -> dict[str, Any]:
        return {
            "draft": self.keeping.notice if request.method == "GET" else None,
            "in_parts": bool(self.parts),
            "sheets": tables.offers(self.sheet, self.keeping),
            "sums": sums(self.sheet.form, answers),
        }

    def _part(
        self,
        part: Part,
        answers: dict[str, object],
        *,
        key: str,
        problems: Sequence[Any],
        **more: Any,
    ) -> Response:
        every = paging.problems_in(self.sheet.form, answers, beijing_date(now()))
        if not problems and part.id in self.keeping.seen and request.method == "GET":
            # A file that was just read says itself what is wrong with its rows.
            offered = more["sheets"]
            problems = [
                one
                for one in paging.about(part, every)
                if paging.field_of(one.field) not in offered
            ]
        # Tables of other parts are not drawn, however long they are.
        tables_elsewhere = {f.id for f in self.sheet.form.fields if f.type == "table"} - part.fields
        here = {name: value for name, value in answers.items() if name not in tables_elsewhere}
        drawn = self.sheet.drawn(here, problems)
        return self.sheet.page(
            answers,
            key=key,
            template="filing_part.html",
            drawn=_only(drawn, part),
            part=part.id,
            steps=self._steps(every, part.id, answers),
            **more,
        )

    def _check(
        self, answers: dict[str, object], *, key: str, problems: Sequence[Any], **more: Any
    ) -> Response:
        found = problems or paging.problems_in(self.sheet.form, answers, beijing_date(now()))
        files = self.sheet.papers.attached(self.sheet.form, answers)
        drawn = Drawn(title="", help="", clause="", sections=(), problem_list=())
        return self.sheet.page(
            answers,
            key=key,
            template="filing_check.html",
            drawn=drawn,
            part=CHECK,
            steps=self._steps(found, CHECK, answers),
            listed=[self._with_link(one) for one in found],
            to_correct=list(self._to_correct()),
            shown=[
                (part, read_back(self.sheet.form, part.fields, answers, files), self._remarks(part))
                for part in self.parts
            ],
            **more,
        )

    def _steps(
        self, problems: Sequence[Any], here: str, answers: Mapping[str, object]
    ) -> list[paging.Standing]:
        blank = {one.id for one in self.parts if not any(answers.get(name) for name in one.fields)}
        return paging.standing(
            self.parts,
            problems,
            seen=self._seen(here),
            blank=blank,
            remarks=self.sheet.remarks,
            here=here,
        )

    def _seen(self, here: str) -> set[str]:
        """On the last page, and where a correction begins, every part has been looked at."""
        everything = here == CHECK or self.sheet.remarks
        return {part.id for part in self.parts} if everything else self.keeping.seen

    def _remarks(self, part: Part) -> list[str]:
        return [
            text
            for name, texts in self.sheet.remarks.items()
            if name in part.fields
            for text in texts
        ]

    def _to_correct(self) -> Iterator[tuple[str, str]]:
        """What the office asks for, with the place where it is mended; elsewhere has no place."""
        for name, texts in self.sheet.remarks.items():
            part = next((one.id for one in self.parts if name in one.fields), None)
            place = f"{request.path}?part={part}#f-{name}" if part else ""
            label = self._label(name)
            yield from ((f"{label}{text}", place) for text in texts)

    def _label(self, name: str) -> str:
        found = next((f for f in self.sheet.form.fields if f.id == name), None)
        return say("{label}：", label=either(found.label)) if found and name != ELSEWHERE else ""

    def _with_link(self, problem: Any) -> Wrong:
        name = paging.field_of(problem.field)
        part = next((one.id for one in self.parts if name in one.fields), WHOLE)
        words = problem.en if spoken() == "en" else problem.zh
        target = forms_drawn.flat(problem.field)
        return Wrong(words, problem.clause or "", f"{request.path}?part={part}#f-{target}")


def _only(drawn: Drawn, part: Part) -> Drawn:
    """The controls of one part; help and clause of the form stand on every page."""
    return replace(
        drawn,
        sections=tuple(one for one in drawn.sections if one.name == part.id),
    )
