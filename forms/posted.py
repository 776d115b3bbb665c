"""A page's flat posting, `roster-3-id_no`, put back into the shape of its form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CELL = re.compile(r"(?P<table>[a-z][a-z0-9_]*)-(?P<row>[0-9]{1,6})-(?P<column>[a-z][a-z0-9_]*)")


def unflatten(items: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Rows in the order of their numbers; a name posted twice is a list.

    Numbers only order the rows, so a page may skip some and nobody can ask for a million.
    """
    answers: dict[str, object] = {}
    tables: dict[str, dict[int, dict[str, object]]] = {}
    for name, text in items:
        cell = _CELL.fullmatch(name)
        if cell is None:
            _put(answers, name, text)
        else:
            row = tables.setdefault(cell["table"], {}).setdefault(int(cell["row"]), {})
            _put(row, cell["column"], text)
    for table, rows in tables.items():
        answers[table] = [rows[number] for number in sorted(rows)]
    return answers


def _put(into: dict[str, object], name: str, text: str) -> None:
    if name not in into:
        into[name] = text
        return
    before = into[name]
    into[name] = [*before, text] if isinstance(before, list) else [before, text]
