"""Where a folder's files name a clause, and whether a place that somebody wrote down exists."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

CLAUSE = re.compile(r"\b[A-Z]{2,4}-\d{2}\b")
_DRAWN = re.compile(r'\sid="([^"]+)"|clause=([^<\s]+)')
_SAYS_WHERE = ("clause", "note")
_NAMED_BY = ("id", "name", "code")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file, counted from the top of the house, and what in it is meant; nothing: all of it."""

    file: str
    anchor: str = ""


def named_in(folder: Path, root: Path) -> Iterator[tuple[str, Place]]:
    """Every clause that a file of the folder names, and where; examples show, they do not hold."""
    for path in sorted(folder.rglob("*.*")):
        if path.name == "clauses.toml" or "examples" in path.relative_to(folder).parts:
            continue
        for clause, anchor in _named(path):
            yield clause, Place(path.relative_to(root).as_posix(), anchor)


def shown_in(folder: Path, root: Path) -> Iterator[tuple[str, Place]]:
    """Every clause that an example says it shows."""
    for path in sorted(folder.glob("examples/[!_]*.toml")):
        for clause in tomllib.loads(path.read_text(encoding="utf-8")).get("clauses", ()):
            yield clause, Place(path.relative_to(root).as_posix())


def written(text: str, folder: Path, root: Path) -> Place:
    """A place as a row of the ledger writes it: from the folder, what is shared, or the top."""
    file, _, anchor = text.partition("#")
    stands = (base / file for base in (folder, folder.parent / "_shared", root))
    found = next((path for path in stands if path.is_file()), root / file)
    return Place(found.relative_to(root).as_posix(), anchor)


def exists(place: Place, root: Path) -> bool:
    """Whether the file is there, and in it what is meant."""
    path = root / place.file
    if not path.is_file():
        return False
    if not place.anchor:
        return True
    if path.suffix == ".toml":
        return place.anchor in {label for label, _ in _labelled(_toml(path))}
    text = _text(path)
    if path.suffix == ".py":
        said = rf"^\s*(async def|def|class) {place.anchor}\b|^{place.anchor}\b.*="
        return re.search(said, text, re.MULTILINE) is not None
    return f'id="{place.anchor}"' in text


def _named(path: Path) -> Iterator[tuple[str, str]]:
    if path.suffix == ".toml":
        for label, table in _labelled(_toml(path)):
            said = " ".join(str(table.get(key, "")) for key in _SAYS_WHERE)
            yield from ((clause, label) for clause in CLAUSE.findall(said))
    elif path.suffix in (".dmn", ".bpmn"):
        element = ""
        for drawn, said in _DRAWN.findall(_text(path)):
            element = drawn or element
            yield from ((clause, element) for clause in CLAUSE.findall(said))


def _labelled(table: Mapping[str, Any], label: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each table of a file by the names that lead to it; what has no name is its parent's."""
    yield label, table
    for key, inner in table.items():
        if isinstance(inner, Mapping):
            yield from _labelled(inner, f"{label}.{key}".strip("."))
        for row in inner if isinstance(inner, list) else ():
            if isinstance(row, Mapping):
                name = next((row[by] for by in _NAMED_BY if isinstance(row.get(by), str)), "")
                yield from _labelled(row, f"{label}.{name}".strip("."))


@lru_cache(maxsize=512)
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _toml(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(_text(path))
