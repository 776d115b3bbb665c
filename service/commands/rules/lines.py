"""Answers that must name every line once: nobody left out, nobody added, nobody twice."""

from collections.abc import Collection, Sequence
from typing import Any

from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong


def require_every(rows: Sequence[dict[str, Any]], *, asked: Collection[int], field: str) -> None:
    """Refuse a table that does not hold exactly the lines asked for."""
    given = [row["line"] for row in rows]
    wrong = (
        (set(asked) - set(given), "missing", "缺少学员", "Lines missing"),
        (set(given) - set(asked), "unknown_line", "名单中没有", "Lines not on the list"),
        (
            {line for line in given if given.count(line) > 1},
            "twice",
            "重复填写",
            "Lines given twice",
        ),
    )
    faults = [
        Problem(field, code, f"{zh}：{named}。", f"{en}: {named}.")
        for lines, code, zh, en in wrong
        if lines and (named := ", ".join(map(str, sorted(lines))))
    ]
    if faults:
        raise AnswersWrong(faults)
