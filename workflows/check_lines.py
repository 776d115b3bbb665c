"""On which line of its file a finding stands: an element by its id, a key by its way."""

import re
from collections import Counter
from collections.abc import Iterator

_HEADER = re.compile(r"^\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\"-]+)\s*=\s*(.*)$")
_INDEX = re.compile(r"\[([^\]]*)\]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_UNKNOWN = re.compile(r"unknown key (\S+)")
# A version of a value has no name in a finding: it is known by its first day.
_NAMELESS = "version"
# A finding knows one of a list by this entry of it.
_NAMING = "id"
FIRST, NEARER = 1, 0.5


def line_of(file: str, raw: bytes, element: str, why: str) -> int:
    """The line, counted from 1; the first where nothing nearer is known."""
    lines = raw.decode("utf-8", "replace").splitlines()
    if not file.endswith(".toml"):
        return _marked(lines, element)
    where, _, sentence = why.partition("：")
    unknown = _UNKNOWN.search(sentence)
    way = [part for part in _INDEX.sub("", where).split(".") if part]
    index = next(iter(_INDEX.findall(where)), "")
    days = _DATE.findall(index or sentence)
    return _nearest(
        lines,
        [*way, unknown.group(1)] if unknown else way,
        day=days[-1] if days else "",
        nth=int(index) if index.isdigit() else 0,
    )


def _marked(lines: list[str], element: str) -> int:
    marks = (f'id="{element}"', f'name="{element}"')
    found = (n for mark in marks for n, line in enumerate(lines, 1) if element and mark in line)
    return next(found, FIRST)


def _nearest(lines: list[str], way: list[str], *, day: str, nth: int) -> int:
    """The first line that goes furthest along the way; of several versions, the one of that day."""
    best, furthest = FIRST, 0.0
    for number, (path, written) in enumerate(_walked(lines, nth), 1):
        along = float(_shared([step for step in path if step != _NAMELESS], way))
        if along and day and day in written:
            along += NEARER
        if along > furthest:
            best, furthest = number, along
    return best


def _shared(path: list[str], way: list[str]) -> int:
    """How many steps of the way lie on the path, in order."""
    steps = 0
    for step in path:
        if steps < len(way) and step == way[steps]:
            steps += 1
    return steps


def _walked(lines: list[str], nth: int) -> Iterator[tuple[list[str], str]]:
    """Each line with the way to it and what is written there; of a list of tables, the nth only."""
    table: list[str] = []
    seen: Counter[str] = Counter()
    for line in lines:
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            name = header.group(2).replace('"', "").strip()
            seen[name] += 1
            listed = header.group(1) == "[[" and nth
            table = name.split(".") if not listed or seen[name] == nth else []
            yield table, ""
        elif key and table:
            yield [*table, key.group(1).strip('"')], key.group(2)
            if key.group(1) == _NAMING:
                # What follows belongs to the one of that name.
                table = [*table, key.group(2).strip('" ')]
        else:
            yield ([key.group(1)], key.group(2)) if key and not seen else ([], "")
