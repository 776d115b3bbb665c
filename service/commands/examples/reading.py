"""Reading an example file: the office's shorthand becomes the answers of the forms."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

Table = Mapping[str, Any]


class BadExample(Exception):
    """The file is not an example that could be played."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing somebody does, or time alone passing, and what must follow."""

    at: datetime
    case: str = ""
    # On the first scene of a case: the diagram it runs, and the case it follows on.
    process: str = ""
    follows: str | None = None
    who: str | None = None
    step: str | None = None
    order: str | None = None
    answers: Table = field(default_factory=dict)
    refused: str | None = None
    faults: tuple[str, ...] = ()
    then: Table = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A whole story."""

    file: Path
    title: Table
    clauses: tuple[str, ...]
    jurisdiction: str
    region: str
    request: Table
    lists: Sequence[Table]
    # What stands in the catalogues before the story begins.
    catalogue: Sequence[Table]
    same_person: Mapping[str, str]
    scenes: tuple[Scene, ...]
    end: Table


SCENE_KEYS = {
    "at",
    "case",
    "process",
    "follows",
    "who",
    "step",
    "order",
    "with",
    "refused",
    "faults",
    "then",
}
CHAPTERS = "chapters"  # The folder of what many stories begin with, one file a chapter.


def read_example(file: Path) -> Example:
    """Read the file and the class it starts from."""
    try:
        return _example(file, _read(file))
    except KeyError as lacking:
        raise BadExample(f"{file.name}: {lacking} is missing") from lacking


def _read(file: Path) -> Table:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as unread:
        raise BadExample(f"{file.name} cannot be read: {unread}") from unread


def _example(file: Path, raw: Table) -> Example:
    request = dict(raw.get("request", {}))
    if "like" in raw:
        request = {**read_request(file.with_name(raw["like"])), **request}
    return Example(
        file=file,
        title=raw["title"],
        clauses=tuple(raw.get("clauses", ())),
        jurisdiction=raw.get("jurisdiction") or file.parent.parent.name,
        region=raw["region"],
        request=request,
        lists=tuple(raw.get("list", ())),
        catalogue=tuple(_catalogue(file, raw)),
        same_person=raw.get("same_person", {}),
        scenes=tuple(_scenes(file, raw)),
        end=raw["end"],
    )


def _catalogue(file: Path, raw: Table) -> Iterator[Table]:
    """The entries of a file and of those it is like."""
    if "like" in raw:
        like = file.with_name(raw["like"])
        yield from _catalogue(like, _read(like))
    yield from raw.get("catalogue", ())


def read_chapter(folder: Path, name: str) -> Iterator[Scene]:
    """The scenes that many stories of a folder begin with."""
    told = folder / CHAPTERS / f"{name}.toml"
    for one in _read(told)["do"]:
        yield read_scene(told, one)


def read_request(file: Path) -> Table:
    """The class a story starts from, with that of the file it is like."""
    raw = _read(file)
    request = raw["request"]
    return {**read_request(file.with_name(raw["like"])), **request} if "like" in raw else request


def _scenes(file: Path, raw: Table) -> Iterator[Scene]:
    for chapter in raw.get("chapters", ()):
        yield from read_chapter(file.parent, chapter)
    for one in raw["do"]:
        yield read_scene(file, one)


def read_scene(file: Path, raw: Table) -> Scene:
    """One scene as a file tells it."""
    strange = set(raw) - SCENE_KEYS
    if strange or ("step" in raw and "order" in raw):
        raise BadExample(f"{file.name}: {', '.join(sorted(strange)) or 'step and order'}")
    if raw["at"].tzinfo is None:
        raise BadExample(f"{file.name}: {raw['at']} has no offset")
    return Scene(
        at=raw["at"],
        case=raw.get("case", ""),
        process=raw.get("process", ""),
        follows=raw.get("follows"),
        who=raw.get("who"),
        step=raw.get("step"),
        order=raw.get("order"),
        answers=raw.get("with", {}),
        refused=raw.get("refused"),
        faults=tuple(raw.get("faults", ())),
        then=raw.get("then", {}),
    )
