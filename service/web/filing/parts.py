"""A long form in parts, one section a page: what each asks for and how far it has come."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from forms import AnswersRefused, Form, Problem
from service.web.language import either, say

# The last page: everything once more, and handing it in.
CHECK = "check"
# The whole form on one page, for those who like it so.
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a form."""

    id: str
    title: str
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of the list of steps."""

    id: str
    title: str
    state: str
    problems: int = 0
    remarks: int = 0
    here: bool = False

    @property
    def words(self) -> str:
        """How far it has come, in words."""
        if self.state == "wrong":
            return say("{n} 处需要改正", n=self.problems)
        return {
            "done": say("已填好"),
            "todo": say("还没有填"),
            "blank": say("没有填（可以不填）"),
        }.get(self.state, "")


def parts_of(form: Form, without: Collection[str] = ()) -> list[Part]:
    """The parts of a form that is filled in page by page; none where it fits on one."""
    if not form.in_parts:
        return []
    return [
        Part(name, either(form.sections.get(name)), frozenset(f.id for f in fields))
        for name, fields in groupby(form.fields, key=lambda f: f.section)
        if name not in without
    ]


def problems_in(form: Form, answers: Mapping[str, object], today: date) -> Sequence[Problem]:
    """Everything that stands against handing it in now."""
    try:
        form.check(answers, today=today)
    except AnswersRefused as refused:
        return refused.problems
    return ()


def field_of(path: str) -> str:
    """`roster[3].id_no` is about the roster."""
    return path.partition("[")[0].partition(".")[0]


def about(part: Part, problems: Sequence[Any]) -> list[Any]:
    """The problems of one part."""
    return [one for one in problems if field_of(one.field) in part.fields]


def standing(
    parts: Sequence[Part],
    problems: Sequence[Any],
    *,
    seen: Collection[str],
    blank: Collection[str],
    remarks: Collection[str],
    here: str,
) -> list[Standing]:
    """The list of steps; a part that nobody has opened yet is not blamed for being empty."""
    wrong = Counter(field_of(one.field) for one in problems)
    lines = []
    for part in parts:
        count = sum(wrong[name] for name in part.fields)
        filled = "blank" if part.id in blank else "done"
        state = "todo" if part.id not in seen else "wrong" if count else filled
        told = len(part.fields & set(remarks))
        lines.append(Standing(part.id, part.title, state, count, told, part.id == here))
    return [*lines, Standing(CHECK, say("核对并提交"), "check", here=here == CHECK)]
