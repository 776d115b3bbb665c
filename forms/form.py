"""A form that can be checked: typed answers in, values or every problem out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forms import openapi, shown
from forms.conditions import Answers, call_for, rows_of
from forms.definition import Field, Rule, Words
from forms.places import Places
from forms.problems import AnswersRefused, Problem, Refused, worded
from forms.rules import keep_apart, keep_rules
from forms.schema import load
from forms.tallies import Tally
from forms.values import TODAY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import marshmallow


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One step's questions, as its definition file words them."""

    name: str
    title: Words
    help: Words
    clause: str
    sections: Mapping[str, Words]
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    schema: marshmallow.Schema
    in_parts: bool = False
    tallies: tuple[Tally, ...] = ()

    def field(self, name: str) -> Field | None:
        """The field of that id, if the form has it."""
        return next((field for field in self.fields if field.id == name), None)

    def check(self, answers: Mapping[str, object], *, today: date) -> dict[str, object]:
        """The typed values of every field, blanks as None; raises AnswersRefused with all."""
        running = TODAY.set(today)
        try:
            read, found = load(self.schema, answers)
        finally:
            TODAY.reset(running)
        checked = Answers(read)
        for path, refusal in found:
            checked.refuse("" if refusal.code == "not_a_form" else path, refusal)
        if "" not in checked.refused:
            call_for(self.fields, checked)
            keep_apart(self.fields, checked)
            keep_rules(self.rules, checked)
        if checked.refused:
            raise AnswersRefused(self._in_order(checked))
        return {field.id: _without_blank_rows(read[field.id]) for field in self.fields}

    def shown(self, values: Mapping[str, object]) -> dict[str, object]:
        """Checked values as they are typed, to draw the form again; `check` reads them back."""
        return shown.as_typed(self.fields, values)

    def json_schema(self) -> dict[str, Any]:
        """The same questions as an OpenAPI 3 schema."""
        return openapi.schema_of_form(self.title, self.help, self.fields)

    def _in_order(self, checked: Answers) -> list[Problem]:
        places = Places(self.title, self.clause, self.fields)
        paths = sorted(checked.refused, key=places.order)
        return [_told(places, path, checked.refused[path]) for path in paths]


def _told(places: Places, path: str, refusal: Refused) -> Problem:
    rule = refusal.details.get("rule")
    if isinstance(rule, Rule):
        clause = rule.clause or places.clause(path)
        return Problem(path, refusal.code, rule.sentence.zh, rule.sentence.en, clause)
    return worded(refusal, path, label=places.label(path), clause=places.clause(path))


def _without_blank_rows(value: object) -> object:
    if isinstance(value, list) and any(row is None or isinstance(row, dict) for row in value):
        return [row for _, row in rows_of(value)]
    return value
