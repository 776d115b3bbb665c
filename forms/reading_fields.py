"""The fields of a form definition, each held to what its type allows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from forms.complaints import Complaints, is_table
from forms.definition import TYPES, Choice, Field, Limit, When, Words
from forms.problems import Refused
from forms.values import read

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS: Final = frozenset(
    {
        *("id", "type", "zh", "en", "help_zh", "help_en", "clause", "section", "required"),
        *(
            "choices",
            "minimum",
            "maximum",
            "max_length",
            "pattern",
            "example",
            "when",
            "required_when",
        ),
        *("column", "personal", "read_only", "unique", "close_up", "many", "default"),
        "one_by_one",
        "names_of",
    }
)
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_PERSONAL: Final = frozenset({"id_no", "mobile", "bank_account"})
_LENGTHS: Final = {"text": 100, "long_text": 2000}
_DEFAULT_LIMITS: Final[Mapping[str, tuple[Limit, Limit]]] = {
    "integer": (0, 2_000_000_000),
    "hours": (0, 10_000),
    "money": (0, 9_999_999_999_999),
    "percent": (0, 10_000),
    "date": (date(1900, 1, 1), date(2199, 12, 31)),
    "table": (0, 500),
}


def read_fields(
    raw: object,
    complaints: Complaints,
    *,
    sections: frozenset[str] = frozenset(),
    table: str = "",
    around: tuple[Field, ...] = (),
) -> tuple[Field, ...]:
    """The fields in their order, or a table's columns; `around` are the form's own by then."""
    if not isinstance(raw, list) or not raw:
        where = f"表格 table {table}" if table else "表单 form"
        complaints.add(where, "没有任何栏目，请补上", "has no fields")
        return ()
    fields: tuple[Field, ...] = ()
    for place, one in enumerate(raw, start=1):
        where = f"栏目 field {table + '.' if table else ''}{_name(one, place)}"
        if not is_table(one):
            complaints.add(where, "应为一张表", "must be a table")
            continue
        field = _field(where, one, complaints, inside_table=bool(table))
        if field.section and field.section not in sections:
            complaints.add(where, f"没有分节“{field.section}”", f"no section {field.section!r}")
        if any(field.id == other.id for other in fields):
            complaints.add(where, "与前面的栏目重名", "repeats the id of an earlier field")
        if field.type == "table":
            columns = read_fields(
                one.get("column"), complaints, table=field.id, around=(*around, *fields)
            )
            field = replace(field, columns=columns)
        for condition in (field.when, field.required_when):
            _check_when(where, condition, (*around, *fields), complaints)
        fields = (*fields, field)
    return fields


def _name(raw: object, place: int) -> str:
    return str(raw.get("id", place)) if is_table(raw) else str(place)


def _field(
    where: str, raw: Mapping[str, object], complaints: Complaints, *, inside_table: bool
) -> Field:
    complaints.unknown_keys(where, raw, _KEYS)
    kind = complaints.text(where, raw, "type", needed=True)
    if (kind and kind not in TYPES) or (kind == "table" and inside_table):
        allowed = "、".join(sorted(TYPES - {"table"} if inside_table else TYPES))
        complaints.add(where, f"类型“{kind}”不可用，可用：{allowed}", f"type {kind!r} not usable")
        kind = "text"
    minimum, maximum = _limits(where, raw, kind or "text", complaints)
    field = Field(
        id=_id(where, raw, complaints),
        type=kind or "text",
        label=complaints.words(where, raw, needed=True),
        help=complaints.words(where, raw, prefix="help_"),
        clause=complaints.text(where, raw, "clause"),
        section=complaints.text(where, raw, "section"),
        required=complaints.flag(where, raw, "required"),
        choices=_choices(where, raw, kind, complaints),
        minimum=minimum,
        maximum=maximum,
        max_length=_max_length(where, raw, kind, complaints),
        pattern=_pattern(where, raw, complaints),
        example=complaints.text(where, raw, "example"),
        when=_when(where, raw.get("when"), complaints),
        required_when=_when(where, raw.get("required_when"), complaints),
        personal=complaints.flag(where, raw, "personal") or kind in _PERSONAL,
        read_only=complaints.flag(where, raw, "read_only"),
        unique=complaints.flag(where, raw, "unique"),
        close_up=complaints.flag(where, raw, "close_up"),
        many=complaints.flag(where, raw, "many"),
        one_by_one=complaints.flag(where, raw, "one_by_one"),
        names_of=complaints.text(where, raw, "names_of"),
    )
    _check_placing(where, raw, field, complaints, inside_table=inside_table)
    return replace(field, default=_default(where, raw, field, complaints))


def _id(where: str, raw: Mapping[str, object], complaints: Complaints) -> str:
    name = complaints.text(where, raw, "id", needed=True)
    if name and _ID.fullmatch(name) is None:
        complaints.add(where, "id 只用小写字母、数字和下划线", "id: a-z, 0-9 and _ only")
    return name


def _check_placing(
    where: str,
    raw: Mapping[str, object],
    field: Field,
    complaints: Complaints,
    *,
    inside_table: bool,
) -> None:
    if "column" in raw and field.type != "table":
        complaints.add(where, "只有 table 才有 column", "only a table has columns")
    if field.unique and (not inside_table or field.type == "choices"):
        complaints.add(where, "unique 只用于表格的列", "unique is for columns of a table")
    if field.many and (field.type != "file" or inside_table):
        complaints.add(where, "many 只用于表格以外的 file", "many is for files outside tables")
    if field.pattern and not field.example:
        complaints.add(where, "有 pattern 就要有 example", "a pattern needs an example")


def _choices(
    where: str, raw: Mapping[str, object], kind: str, complaints: Complaints
) -> tuple[Choice, ...]:
    given = raw.get("choices", [])
    if (kind in ("choice", "choices")) != bool(given):
        complaints.add(
            where,
            "choice 与 choices 类型须列出 choices，其他类型不可",
            "choices are for the types choice and choices, and needed there",
        )
        return ()
    choices = []
    for one in given if isinstance(given, list) else [given]:
        match one:
            case [str() as name, str() as zh, str() as en] if name and zh and en:
                choices.append(Choice(name, Words(zh, en)))
            case _:
                complaints.add(where, "选项应写成 [id, 中文, 英文]", "a choice is [id, zh, en]")
    if len({choice.id for choice in choices}) != len(choices):
        complaints.add(where, "选项 id 重复", "repeats the id of a choice")
    return tuple(choices)


def _limits(
    where: str, raw: Mapping[str, object], kind: str, complaints: Complaints
) -> tuple[Limit, Limit]:
    least, most = _DEFAULT_LIMITS.get(kind, (None, None))
    found = [
        _limit(where, raw, key, kind=kind, complaints=complaints) if key in raw else usual
        for key, usual in (("minimum", least), ("maximum", most))
    ]
    low, high = found
    if isinstance(low, int) and isinstance(high, int) and low > high:
        complaints.add(where, "minimum 大于 maximum", "minimum is above maximum")
    return low, high


def _limit(
    where: str, raw: Mapping[str, object], key: str, *, kind: str, complaints: Complaints
) -> Limit:
    given = raw[key]
    if kind == "table" and isinstance(given, int) and not isinstance(given, bool):
        return given
    if kind == "date" and given == "today":
        return "today"
    if kind in _DEFAULT_LIMITS and kind != "table":
        try:
            limit = read(given, Field("limit", kind, Words("", "")))
        except Refused:
            limit = None
        if isinstance(limit, (int, date)):
            return limit
    complaints.add(where, f"“{key}”对类型 {kind} 不适用", f"{key!r} does not fit type {kind}")
    return None


def _max_length(where: str, raw: Mapping[str, object], kind: str, complaints: Complaints) -> int:
    usual = _LENGTHS.get(kind, 100)
    given = raw.get("max_length", usual)
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        complaints.add(where, "max_length 应为正整数", "max_length must be a positive number")
        return usual
    return given


def _pattern(where: str, raw: Mapping[str, object], complaints: Complaints) -> str:
    pattern = complaints.text(where, raw, "pattern")
    try:
        re.compile(pattern)
    except re.error:
        complaints.add(where, "pattern 不是有效的正则式", "pattern is no regular expression")
        return ""
    return pattern


def _default(where: str, raw: Mapping[str, object], field: Field, complaints: Complaints) -> object:
    if "default" not in raw:
        return None
    if field.type in ("table", "id_no"):
        complaints.add(where, "这种类型不能有 default", "this type takes no default")
        return None
    try:
        return read(raw["default"], field)
    except (Refused, LookupError):
        complaints.add(where, "default 不合本栏目要求", "default does not fit the field")
        return None


def _when(where: str, raw: object, complaints: Complaints) -> When | None:
    if raw is None:
        return None
    if is_table(raw) and isinstance(name := raw.get("field"), str):
        values, above = raw.get("is"), raw.get("above")
        if isinstance(values, list) and values and raw.keys() == {"field", "is"}:
            return When(name, values=tuple(values))
        if isinstance(above, int) and raw.keys() == {"field", "above"}:
            return When(name, above=above)
    complaints.add(
        where,
        "when 与 required_when 应写成 { field = …, is = […] } 或 { field = …, above = 0 }",
        "when must be { field, is = [...] } or { field, above = 0 }",
    )
    return None


def _check_when(
    where: str, when: When | None, before: tuple[Field, ...], complaints: Complaints
) -> None:
    if when is None:
        return
    asked = next((one for one in reversed(before) if one.id == when.field), None)
    if asked is None:
        name = when.field
        complaints.add(where, f"when 所指“{name}”须在其前面", f"no earlier field {name!r}")
        return
    known = [choice.id for choice in asked.choices]
    if known and any(value not in known for value in when.values):
        complaints.add(where, f"when 的值不是“{asked.id}”的选项", "when names an unknown choice")
