"""Any form, drawn from its definition: what was typed, with each problem beside its field."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType
from typing import Protocol

from forms import Field, Form
from service.web.control import Attached, Control, Drawn, Option, Row, Section, Wrong
from service.web.language import either, say, spoken

NOTHING: Mapping[str, Sequence[str]] = MappingProxyType({})
NO_FILES: Mapping[str, Sequence[Attached]] = MappingProxyType({})
YES = {"true", "True", "on", "1"}


class Said(Protocol):
    """A problem with one answer, as the forms and the rules word it."""

    @property
    def field(self) -> str: ...
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...
    @property
    def clause(self) -> str | None: ...


# Whom each row of a table is about: table → line → masked name.
Labels = Mapping[str, Mapping[str, str]]
Typed = Mapping[str, object]
# A narrow table begins with blank rows, so that nobody need ask for the first one.
NARROW = 2
BLANK_ROWS: Sequence[Typed] = ({}, {}, {})


def draw(
    form: Form,
    typed: Typed,
    problems: Sequence[Said] = (),
    *,
    labels: Labels | None = None,
    fixed: Collection[str] = (),
    remarks: Mapping[str, Sequence[str]] = NOTHING,
    attached: Mapping[str, Sequence[Attached]] = NO_FILES,
) -> Drawn:
    """Draw the form with what was typed; a fixed table keeps its rows."""
    wrong = _by_field(problems)
    controls = [
        replace(
            control,
            remarks=remarks.get(control.name, ()),
            attached=attached.get(control.name, ()),
        )
        for control in _controls(form, typed, wrong, labels=labels or {}, fixed=fixed)
    ]
    sections = tuple(
        Section(either(form.sections.get(name)), tuple(group), name)
        for name, group in groupby(controls, key=lambda control: control.section)
    )
    return Drawn(
        title=either(form.title),
        help=either(form.help),
        clause=form.clause,
        sections=sections,
        problem_list=_listed(problems, controls),
    )


def _controls(
    form: Form,
    typed: Typed,
    wrong: Mapping[str, Sequence[Wrong]],
    *,
    labels: Labels,
    fixed: Collection[str],
) -> list[Control]:
    return [
        _table(
            f,
            typed.get(f.id),
            wrong,
            labels=labels.get(f.id),
            fixed=f.id in fixed,
            among=form.fields,
        )
        if f.type == "table"
        else _control(f, f.id, typed.get(f.id), wrong.get(f.id, ()), among=form.fields)
        for f in form.fields
    ]


def flat(path: str) -> str:
    """`roster[3].id_no` as a page names it: `roster-3-id_no`."""
    return path.replace("].", "-").replace("[", "-").replace("]", "")


def _rows(value: object) -> list[Mapping[str, object]]:
    rows = value if isinstance(value, list | tuple) else ()
    return [row for row in rows if isinstance(row, Mapping)]


def _by_field(problems: Sequence[Said]) -> dict[str, list[Wrong]]:
    found: dict[str, list[Wrong]] = {}
    for problem in problems:
        wrong = Wrong(_sentence(problem), problem.clause or "")
        found.setdefault(flat(problem.field), []).append(wrong)
    return found


def _sentence(problem: Said) -> str:
    return problem.en if spoken() == "en" else problem.zh


def _control(
    f: Field, name: str, value: object, problems: Sequence[Wrong], *, among: Sequence[Field]
) -> Control:
    return Control(
        kind=f.type,
        name=name,
        label=either(f.label),
        hint=_hint(f, among),
        unit=unit_beside(f),
        value=_shown(value),
        example=f.example,
        section=f.section,
        required=f.required and f.when is None,
        read_only=f.read_only,
        options=_options(f, value),
        many=f.many,
        when=_condition(f),
        names_of=f.names_of,
        problems=problems,
    )


def unit_beside(f: Field) -> str:
    """The unit, unless the label says it already."""
    if not f.unit or f.unit in f.label["zh"] or say(f.unit) in either(f.label).lower():
        return ""
    return say(f.unit)


def _hint(f: Field, among: Sequence[Field]) -> str:
    parts = [_when(f, among), either(f.help)]
    if f.clause and f.clause not in either(f.help):
        parts.append(say("依据 {clause}", clause=f.clause))
    return " · ".join(filter(None, parts))


def _when(f: Field, among: Sequence[Field]) -> str:
    """Without script every field is on the page, so it says when it is to be filled in."""
    asked = next((g for g in among if f.when and g.id == f.when.field), None)
    if f.when is None or asked is None:
        return ""
    label = either(asked.label)
    if f.when.above is not None:
        return say("“{label}”大于 {n} 时填写", label=label, n=f.when.above)
    if asked.type == "boolean":
        return say("勾选“{label}”时填写", label=label)
    chosen = [either(c.label) for c in asked.choices if c.id in f.when.values]
    return say("“{label}”选“{values}”时填写", label=label, values=say("、").join(chosen))


def _condition(f: Field) -> str:
    """The same for the page's script, which hides what is not asked for."""
    if f.when is None:
        return ""
    values = [_shown(value) for value in f.when.values]
    return json.dumps({"field": f.when.field, "values": values, "above": f.when.above})


def _shown(value: object) -> str:
    if value is None or isinstance(value, list | tuple | Mapping):
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _options(f: Field, value: object) -> Sequence[Option] | None:
    if f.type == "boolean":
        return (Option("true", either(f.label), _shown(value) in YES),)
    if f.type not in ("choice", "choices"):
        return None
    chosen = set(map(str, value)) if isinstance(value, list | tuple) else {_shown(value)}
    listed = [Option(c.id, either(c.label), c.id in chosen) for c in f.choices]
    # What was pasted and is no choice stays in sight, beside the sentence that says so.
    strange = chosen - {"", *(c.id for c in f.choices)}
    return (*listed, *(Option(word, word, chosen=True) for word in sorted(strange)))


def _table(
    f: Field,
    value: object,
    wrong: Mapping[str, Sequence[Wrong]],
    *,
    labels: Mapping[str, str] | None,
    fixed: bool,
    among: Sequence[Field],
) -> Control:
    blank = () if fixed or len(f.columns) > NARROW else BLANK_ROWS

    def row(index: int, typed: Typed) -> Row:
        cells = [(column, f"{f.id}-{index}-{column.id}") for column in f.columns]
        return Row(
            index,
            tuple(
                _control(column, name, typed.get(column.id), wrong.get(name, ()), among=())
                for column, name in cells
            ),
            (labels or {}).get(_shown(typed.get("line")), ""),
        )

    return Control(
        kind="table",
        name=f.id,
        label=either(f.label),
        hint=_hint(f, among),
        section=f.section,
        required=f.required and f.when is None,
        when=_condition(f),
        problems=wrong.get(f.id, ()),
        columns=tuple(_control(c, c.id, None, (), among=f.columns) for c in f.columns),
        rows=tuple(row(index, typed) for index, typed in enumerate(_rows(value) or blank)),
        fixed=fixed,
        one_by_one=f.one_by_one,
    )


def _listed(problems: Sequence[Said], controls: Iterable[Control]) -> tuple[Wrong, ...]:
    targets: dict[str, str] = {}
    for control in controls:
        targets[control.name] = control.id
        for row in control.rows:
            targets.update({cell.name: cell.id for cell in row.cells})

    def target(name: str) -> str:
        return targets.get(name) or targets.get(name.partition("-")[0], "")

    return tuple(
        Wrong(_sentence(said), said.clause or "", target(flat(said.field))) for said in problems
    )
