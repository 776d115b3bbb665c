"""A form told to other systems: the same fields as an OpenAPI 3 schema."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forms.definition import Field, When, Words

_SHAPES: Final[dict[str, dict[str, object]]] = {
    "integer": {"type": "integer"},
    "hours": {"type": "integer"},
    "money": {
        "type": "string",
        "pattern": r"^-?\d{1,13}(\.\d{1,2})?$",
        "example": "1500.00",
    },
    "percent": {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,2})?$", "example": "50"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": r"^\d{1,2}:\d{2}$", "example": "09:00"},
    "instant": {"type": "string", "format": "date-time"},
    "boolean": {"type": "boolean"},
    "id_no": {"type": "string", "pattern": r"^[1-9]\d{16}[0-9Xx]$"},
    "uscc": {"type": "string", "minLength": 18, "maxLength": 18},
    "mobile": {"type": "string", "pattern": r"^1[3-9]\d{9}$"},
    "file": {"type": "string", "pattern": r"^d-[1-9]\d{0,17}$", "example": "d-12"},
    "bank_account": {"type": "string", "pattern": r"^\d{12,19}$"},
}


def schema_of_form(title: Words, help_text: Words, fields: Iterable[Field]) -> dict[str, object]:
    """The whole form as one object schema that refuses unknown fields."""
    described = _object(fields)
    described["title"] = title.zh
    described["description"] = _both(title, help_text)
    return described


def _object(fields: Iterable[Field]) -> dict[str, object]:
    asked = tuple(fields)
    described: dict[str, object] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.id: _property(field) for field in asked},
    }
    always = [field.id for field in asked if field.required and field.when is None]
    return described | ({"required": always} if always else {})


def _property(field: Field) -> dict[str, object]:
    described = dict(_SHAPES.get(field.type, {"type": "string"})) | _limits(field)
    described |= {"title": field.label.zh, "description": _description(field)}
    if field.type == "choice":
        described["enum"] = [choice.id for choice in field.choices]
    elif field.type == "choices":
        described |= {"type": "array", "uniqueItems": True}
        described["items"] = {"type": "string", "enum": [choice.id for choice in field.choices]}
    elif field.type == "file" and field.many:
        reference = {name: described.pop(name) for name in ("pattern", "example")}
        described |= {"type": "array", "items": {"type": "string", **reference}, "maxItems": 20}
    elif field.type == "table":
        described |= {"type": "array", "items": _object(field.columns)}
    if field.read_only:
        described["readOnly"] = True
    if field.default is not None and isinstance(field.default, (str, bool)):
        described["default"] = field.default
    return described


def _limits(field: Field) -> dict[str, object]:
    names = {
        "integer": ("minimum", "maximum"),
        "hours": ("minimum", "maximum"),
        "table": ("minItems", "maxItems"),
    }.get(field.type)
    if field.type in ("text", "long_text"):
        return {"maxLength": field.max_length}
    if names is None:
        return {}
    ends = zip(names, (field.minimum, field.maximum), strict=True)
    return {name: end for name, end in ends if isinstance(end, int)}


def _description(field: Field) -> str:
    told = _both(field.label, field.help)
    if field.when is not None:
        told += f" Asked only when {_condition(field.when)}."
    if field.required_when is not None:
        told += f" Required when {_condition(field.required_when)}."
    if field.type == "file":
        told += " The reference of a document sent to POST /cases/{number}/documents."
    if field.type == "date":
        told += "".join(
            f" {side} {limit.isoformat() if isinstance(limit, date) else limit}."
            for side, limit in (("From", field.minimum), ("Until", field.maximum))
            if limit is not None
        )
    return told + (f" [{field.clause}]" if field.clause else "")


def _condition(when: When) -> str:
    if when.above is not None:
        return f"{when.field} > {when.above}"
    return f"{when.field} is " + " or ".join(str(value) for value in when.values)


def _both(label: Words, help_text: Words) -> str:
    return " — ".join(part for part in (label.en, help_text.zh, help_text.en) if part)
