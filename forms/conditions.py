"""Which fields a set of answers calls for: those not called for are left out, the rest demanded."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as part
from typing import TYPE_CHECKING

from forms.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from forms.definition import Field, When


@dataclass(slots=True)
class Answers:
    """One set of answers on its way through a check: what was read, what was refused where."""

    values: dict[str, object]
    refused: dict[str, Refused] = part(default_factory=dict)

    def refuse(self, path: str, refusal: Refused) -> None:
        """Note a refusal; the first one about a field is the one that is told."""
        self.refused.setdefault(path, refusal)

    def forget(self, path: str) -> None:
        """Drop what was said about a field, and about its rows, that is not asked for."""
        below = f"{path}["
        for said in [said for said in self.refused if said == path or said.startswith(below)]:
            del self.refused[said]


def rows_of(value: object) -> Iterator[tuple[int, dict[str, object]]]:
    """The filled-in rows of a table with the place where each was submitted."""
    if isinstance(value, list):
        yield from ((at, row) for at, row in enumerate(value) if isinstance(row, dict))


def call_for(fields: tuple[Field, ...], answers: Answers) -> None:
    """Leave out what is not called for, and demand what is."""
    _settle(fields, answers.values, answers, prefix="")


def _settle(
    fields: tuple[Field, ...], values: dict[str, object], answers: Answers, *, prefix: str
) -> None:
    for field in fields:
        path = prefix + field.id
        called = field.when is None or _holds(field.when, values, answers, prefix=prefix)
        if called is False:
            answers.forget(path)
            values[field.id] = [] if field.type in ("choices", "table") else None
        elif path not in answers.refused:
            if values.get(field.id) is None:
                values[field.id] = _left_blank(field)
            if called:
                _demand(field, values, answers, prefix=prefix)
            _settle_rows(field, values, answers, path=path)


def _holds(
    when: When, values: Mapping[str, object], answers: Answers, *, prefix: str
) -> bool | None:
    """None when the field it looks at was itself refused, so that nobody can tell."""
    own = when.field in values or prefix + when.field in answers.refused
    path = prefix + when.field if own else when.field
    if path in answers.refused:
        return None
    return when.holds(values if own else answers.values)


def _left_blank(field: Field) -> object:
    if field.default is not None:
        return field.default
    return {"boolean": False, "choices": [], "table": []}.get(field.type)


def _demand(field: Field, values: Mapping[str, object], answers: Answers, *, prefix: str) -> None:
    value, path = values[field.id], prefix + field.id
    required = field.required or (
        field.required_when is not None
        and _holds(field.required_when, values, answers, prefix=prefix)
    )
    if field.type == "table":
        _demand_rows(field, value, answers, required=bool(required))
    elif not required:
        return
    elif field.type == "boolean" and value is not True:
        answers.refuse(path, Refused("must_tick"))
    elif value is None or value == []:
        answers.refuse(path, Refused("required"))


def _demand_rows(field: Field, value: object, answers: Answers, *, required: bool) -> None:
    path = field.id
    count = sum(1 for _ in rows_of(value))
    least = field.minimum if isinstance(field.minimum, int) else 0
    if required and count == 0:
        answers.refuse(path, Refused("required"))
    elif 0 < count < least:
        answers.refuse(path, Refused("too_few_rows", limit=least, count=count))
    elif isinstance(field.maximum, int) and count > field.maximum:
        answers.refuse(path, Refused("too_many_rows", limit=field.maximum, count=count))


def _settle_rows(field: Field, values: dict[str, object], answers: Answers, *, path: str) -> None:
    for at, row in rows_of(values[field.id]):
        if f"{path}[{at}]" not in answers.refused:
            _settle(field.columns, row, answers, prefix=f"{path}[{at}].")
