"""What must be true between fields: order, sums, counts, and no row twice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forms.conditions import Answers, rows_of
from forms.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forms.definition import Field, Rule


def keep_rules(rules: tuple[Rule, ...], answers: Answers) -> None:
    """Hold every rule against the values that could be read."""
    for rule in rules:
        if rule.table and rule.kind != "rows_at_most":
            for at, row in rows_of(answers.values.get(rule.table)):
                _keep(rule, row, answers, prefix=f"{rule.table}[{at}].")
        else:
            _keep(rule, answers.values, answers, prefix="")


def keep_apart(fields: tuple[Field, ...], answers: Answers) -> None:
    """Refuse a row whose value in a `unique` column already stands in an earlier row."""
    for field in fields:
        for column in field.columns:
            if column.unique:
                _keep_column_apart(field, column, answers)


def _keep_column_apart(table: Field, column: Field, answers: Answers) -> None:
    seen: dict[object, int] = {}
    for at, row in rows_of(answers.values.get(table.id)):
        value = row.get(column.id)
        if value is None:
            continue
        if value in seen:
            path = f"{table.id}[{at}].{column.id}"
            answers.refuse(path, Refused("duplicate", row=seen[value] + 1))
        else:
            seen[value] = at


def _keep(rule: Rule, values: Mapping[str, object], answers: Answers, *, prefix: str) -> None:
    if any(prefix + name in answers.refused for name in rule.looks_at):
        return
    if not _is_kept(rule, values):
        answers.refuse(prefix + rule.at, Refused(rule.kind, rule=rule))


def _is_kept(rule: Rule, values: Mapping[str, object]) -> bool:
    if rule.kind == "sum":
        return _adds_up(rule, values)
    if rule.kind == "rows_at_most":
        most = values.get(rule.second)
        return not isinstance(most, int) or sum(1 for _ in rows_of(values.get(rule.table))) <= most
    first, second = values.get(rule.first), values.get(rule.second)
    if first is None or second is None:
        return True
    return _precedes(first, second, may_equal=rule.kind != "before")


def _adds_up(rule: Rule, values: Mapping[str, object]) -> bool:
    total = values.get(rule.total)
    parts = [values.get(name) for name in rule.parts]
    if not isinstance(total, int) or all(part is None for part in parts):
        return True
    return total == sum(part for part in parts if isinstance(part, int))


def _precedes(first: object, second: object, *, may_equal: bool) -> bool:
    if first == second:
        return may_equal
    if isinstance(first, int) and isinstance(second, int):
        return first < second
    if isinstance(first, str) and isinstance(second, str):
        return first < second
    return isinstance(first, date) and isinstance(second, date) and first < second
