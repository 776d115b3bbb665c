"""A form that can be checked: typed answers in, values or every problem out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms import openapi, shown
from forms.conditions import Answers, call_for, rows_of
from forms.definition import Field, Rule, Words
from forms.identifiers import bank_account_doubtful
from forms.problems import AnswersRefused, Problem, Refused, worded
from forms.rules import keep_apart, keep_rules
from forms.schema import load
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

    def warnings(self, values: Mapping[str, object]) -> tuple[Problem, ...]:
        """What deserves a second look in checked values but refuses nothing."""
        doubtful = (
            field
            for field in self.fields
            if field.type == "bank_account"
            and isinstance(number := values.get(field.id), str)
            and bank_account_doubtful(number)
        )
        return tuple(
            self._problem(field.id, Refused("bank_account_doubtful")) for field in doubtful
        )

    def shown(self, values: Mapping[str, object]) -> dict[str, object]:
        """Checked values as they are typed, to draw the form again; `check` reads them back."""
        return shown.as_typed(self.fields, values)

    def json_schema(self) -> dict[str, object]:
        """The same questions as an OpenAPI 3 schema."""
        return openapi.schema_of_form(self.title, self.help, self.fields)

    def _in_order(self, checked: Answers) -> list[Problem]:
        order = {
            name: place
            for place, name in enumerate(
                name
                for field in self.fields
                for name in (field.id, *(f"{field.id}.{column.id}" for column in field.columns))
            )
        }

        def as_drawn(path: str) -> tuple[int, int, int]:
            table, _, cell = path.partition("[")
            row, _, column = cell.partition("].")
            last = len(order)
            return (
                order.get(table, last),
                int(row.rstrip("]") or 0) if cell else -1,
                order.get(f"{table}.{column}", last),
            )

        return [
            self._problem(path, checked.refused[path])
            for path in sorted(checked.refused, key=as_drawn)
        ]

    def _problem(self, path: str, refusal: Refused) -> Problem:
        rule = refusal.details.get("rule")
        if isinstance(rule, Rule):
            clause = rule.clause or self._clause(path)
            return Problem(path, refusal.code, rule.sentence.zh, rule.sentence.en, clause)
        label = self._label(path)
        return worded(
            refusal, path, label_zh=label.zh, label_en=label.en, clause=self._clause(path)
        )

    def _label(self, path: str) -> Words:
        """Where it is, as a person would say it: 学员花名册 第 4 行 身份证号."""
        name, _, cell = path.partition("[")
        field = self.field(name)
        if field is None:
            return Words(name, name) if name else self.title
        if not cell:
            return field.label
        row, _, column_name = cell.partition("].")
        row = str(int(row.rstrip("]")) + 1)
        column = next((one for one in field.columns if one.id == column_name), None)
        below = column.label if column else Words(column_name, column_name)
        return Words(
            f"{field.label.zh} 第 {row} 行 {below.zh}".rstrip(),
            f"{field.label.en}, row {row}, {below.en}".rstrip(", "),
        )

    def _clause(self, path: str) -> str:
        name, _, cell = path.partition("[")
        field = self.field(name)
        if field is None:
            return self.clause
        column_name = cell.partition("].")[2]
        column = next((one for one in field.columns if one.id == column_name), None)
        return (column.clause if column else "") or field.clause or self.clause


def _without_blank_rows(value: object) -> object:
    if isinstance(value, list) and any(row is None or isinstance(row, dict) for row in value):
        return [row for _, row in rows_of(value)]
    return value
