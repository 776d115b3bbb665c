"""Personal data as it may be shown: enough to recognise, not enough to misuse."""

from collections.abc import Callable, Mapping
from typing import Any

SHOWN_HEAD = 3
SHOWN_TAIL = 3


def name(full: str) -> str:
    """王小明 → 王**."""
    return full[:1] + "*" * max(len(full) - 1, 1) if full else ""


def number(full: str, *, head: int = SHOWN_HEAD, tail: int = SHOWN_TAIL) -> str:
    """510123199001011031 → 510************031; short numbers are hidden whole."""
    if len(full) <= head + tail:
        return "*" * len(full)
    return full[:head] + "*" * (len(full) - head - tail) + full[-tail:]


def mobile(full: str) -> str:
    """13812345678 → 138****5678."""
    return number(full, head=3, tail=4)


def account(full: str) -> str:
    """6222021000000000017 → ***************0017."""
    return number(full, head=0, tail=4)


MASKS: Mapping[str, Callable[[str], str]] = {
    "id_no": number,
    "mobile": mobile,
    "bank_account": account,
    "uscc": str,
    "file": str,  # a reference names nobody
}


def personal(kind: str, value: object) -> str:
    """Mask a personal answer by the type of its field; anything unknown is treated as a name."""
    text = str(value)
    return MASKS.get(kind, name)(text)


def answers_masked(body: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    """Answers with everything personal masked; `kinds` names the fields, `roster.name` a column."""
    return {name: _masked(name, value, kinds) for name, value in body.items()}


def _masked(name: str, value: Any, kinds: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [
            {column: _masked(f"{name}.{column}", cell, kinds) for column, cell in row.items()}
            if isinstance(row, Mapping)
            else row
            for row in value
        ]
    return personal(kinds[name], value) if name in kinds and value is not None else value
