"""A form definition from its file → a form, or sentences that say what is wrong with it."""

from __future__ import annotations

import marshal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from forms.complaints import Complaints, is_table
from forms.definition import RULES, Field, Rule, Words
from forms.form import Form
from forms.problems import BadForm
from forms.reading_fields import read_fields
from forms.schema import schema_of
from forms.tallies import read_tallies

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORM_KEYS: Final = frozenset(
    {
        "name",
        "zh",
        "en",
        "help_zh",
        "help_en",
        "clause",
        "sections",
        "in_parts",
        "field",
        "rule",
        "tally",
    }
)
# A form of more sections is filled in page by page, a section each.
MOST_ON_A_PAGE: Final = 3
_RULE_KEYS: Final = frozenset(
    {"kind", "zh", "en", "clause", "first", "second", "total", "parts", "table"}
)
_RULE_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "before": ("first", "second"),
    "not_after": ("first", "second"),
    "at_most": ("first", "second"),
    "sum": ("total", "parts"),
    "rows_at_most": ("table", "second"),
}
_COMPARABLE: Final = {
    "integer": "number",
    "hours": "number",
    "money": "money",
    "percent": "percent",
    "date": "date",
    "time": "time",
    "instant": "instant",
}


# The newer formats write equal content differently, by how often an object is referred to.
_WITHOUT_REFERENCES: Final = 2


class _Held:
    """A definition as a cache key: the same content is the same form."""

    __slots__ = ("raw", "text")

    def __init__(self, raw: object) -> None:
        self.raw = raw
        self.text = _content(raw)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)


def _content(raw: Any) -> bytes:
    """The content as bytes: ten times faster than text where there are no dates in it."""
    try:
        return marshal.dumps(raw, _WITHOUT_REFERENCES)
    except ValueError:
        return repr(raw).encode("utf-8", "backslashreplace")


def read_form(raw: Mapping[str, object]) -> Form:
    """The form of this definition; raises BadForm with every mistake in it.

    Its schema is built once for the same content, however often a page asks.
    """
    return _read(_Held(raw))


@lru_cache(maxsize=512)
def _read(held: _Held) -> Form:
    complaints = Complaints()
    raw = held.raw
    if not is_table(raw):
        raise BadForm(["表单：应为一张表，请核对文件 (form: must be a table of keys)"])
    complaints.unknown_keys("表单 form", raw, _FORM_KEYS)
    name = complaints.text("表单 form", raw, "name", needed=True)
    sections = _sections(raw.get("sections", {}), complaints)
    fields = read_fields(raw.get("field"), complaints, sections=frozenset(sections))
    rules = _rules(raw.get("rule", []), fields, complaints)
    tallies = read_tallies(raw.get("tally", []), fields, complaints)
    title = complaints.words("表单 form", raw, needed=True)
    help_text = complaints.words("表单 form", raw, prefix="help_")
    clause = complaints.text("表单 form", raw, "clause")
    in_parts = complaints.flag("表单 form", raw, "in_parts") or len(sections) > MOST_ON_A_PAGE
    if complaints.sentences:
        raise BadForm(complaints.sentences)
    return Form(
        name,
        title,
        help_text,
        clause,
        sections,
        fields,
        rules,
        schema_of(fields),
        in_parts=in_parts,
        tallies=tallies,
    )


def _sections(raw: object, complaints: Complaints) -> dict[str, Words]:
    if not is_table(raw):
        complaints.add("sections", "应为 id = [中文, 英文] 的表", "must be id = [zh, en]")
        return {}
    sections = {}
    for name, words in raw.items():
        match words:
            case [str() as zh, str() as en]:
                sections[str(name)] = Words(zh, en)
            case _:
                complaints.add(f"sections.{name}", "应写成 [中文, 英文]", "must be [zh, en]")
    return sections


def _rules(raw: object, fields: tuple[Field, ...], complaints: Complaints) -> tuple[Rule, ...]:
    if not isinstance(raw, list):
        complaints.add("rule", "应写成 [[rule]]", "must be written [[rule]]")
        return ()
    return tuple(
        rule
        for place, one in enumerate(raw, start=1)
        if (rule := _rule(f"规则 rule {place}", one, fields, complaints)) is not None
    )


def _rule(
    where: str, raw: object, fields: tuple[Field, ...], complaints: Complaints
) -> Rule | None:
    if not is_table(raw):
        complaints.add(where, "应为一张表", "must be a table")
        return None
    complaints.unknown_keys(where, raw, _RULE_KEYS)
    kind = complaints.text(where, raw, "kind", needed=True)
    if kind not in RULES:
        kinds = ", ".join(sorted(RULES))
        complaints.add(where, f"kind“{kind}”不认识，可用 {kinds}", f"kind must be one of {kinds}")
        return None
    rule = Rule(
        kind,
        complaints.words(where, raw, needed=True),
        first=complaints.text(where, raw, "first", needed="first" in _RULE_NEEDS[kind]),
        second=complaints.text(where, raw, "second", needed="second" in _RULE_NEEDS[kind]),
        total=complaints.text(where, raw, "total", needed="total" in _RULE_NEEDS[kind]),
        parts=complaints.texts(where, raw, "parts", needed="parts" in _RULE_NEEDS[kind]),
        table=complaints.text(where, raw, "table", needed="table" in _RULE_NEEDS[kind]),
        clause=complaints.text(where, raw, "clause"),
    )
    _check_rule(where, rule, fields, complaints)
    return rule


def _check_rule(where: str, rule: Rule, fields: tuple[Field, ...], complaints: Complaints) -> None:
    scope = fields
    if rule.table:
        table = next((one for one in fields if one.id == rule.table), None)
        if table is None or table.type != "table":
            complaints.add(where, f"没有表格“{rule.table}”", f"no table {rule.table!r}")
            return
        scope = fields if rule.kind == "rows_at_most" else table.columns
    types = {field.id: field.type for field in scope}
    for name in rule.looks_at:
        if name not in types:
            complaints.add(where, f"没有栏目“{name}”", f"no field {name!r}")
        elif types[name] not in _COMPARABLE:
            complaints.add(where, f"栏目“{name}”不能比较", f"field {name!r} cannot be compared")
    if len({_COMPARABLE.get(types[name]) for name in rule.looks_at if name in types}) > 1:
        complaints.add(where, "所比较的栏目类型不同", "its fields are of different types")
