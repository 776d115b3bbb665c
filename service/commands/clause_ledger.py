"""The ledger of clauses: what each sentence of a notice asks, where it lives, what shows it."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.commands.clause_places import Place, exists, named_in, shown_in, written
from workflows import jurisdictions, read_folder

FILE = "clauses.toml"


@dataclass(frozen=True, slots=True)
class Clause:
    """One row: the notice's words, ours, and where the rule is held and shown."""

    id: str
    article: str
    quote: str
    zh: str
    en: str
    lives: tuple[Place, ...]
    shown: tuple[Place, ...]
    # Why there is nothing to enforce, by language; empty where there is.
    nothing: Mapping[str, str]

    @property
    def is_open(self) -> bool:
        """Whether the rule has no home yet, or nothing that shows it."""
        return not self.nothing and not (self.lives and self.shown)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All rows of one notice."""

    folder: Path
    root: Path
    names: Mapping[str, str]
    document: str
    clauses: tuple[Clause, ...]
    # Clauses that files of the folder name and no row tells of.
    untold: tuple[tuple[str, Place], ...]


def ledgers(folders: Mapping[str, Path] | None = None) -> list[Ledger]:
    """The ledger of every place that keeps one, in the order of their folders."""
    found = jurisdictions() if folders is None else folders
    return [read_ledger(folder) for folder in found.values() if (folder / FILE).is_file()]


def read_ledger(folder: Path) -> Ledger:
    """One folder's ledger: its rows, and all that its files say by themselves."""
    root = folder.parents[2]
    rows = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))["clause"]
    place = read_folder(folder).policy["jurisdiction"]
    lives, shown = _gathered(named_in(folder, root)), _gathered(shown_in(folder, root))
    known = {row["id"] for row in rows}
    return Ledger(
        folder=folder,
        root=root,
        names=dict(place["name"]),
        document=place["document"],
        clauses=tuple(_clause(row, folder, root, lives=lives, shown=shown) for row in rows),
        untold=tuple(
            (clause, found[0])
            for gathered in (lives, shown)
            for clause, found in sorted(gathered.items())
            if clause not in known
        ),
    )


def problems(ledger: Ledger) -> Iterator[str]:
    """What a ledger says that is not so; open rows are no lie, and told apart."""
    seen: set[str] = set()
    for row in ledger.clauses:
        if row.id in seen:
            yield f"{row.id}: stands twice"
        seen.add(row.id)
        for place in (*row.lives, *row.shown):
            if not exists(place, ledger.root):
                yield f"{row.id}: there is no {place.file} {place.anchor}".rstrip()
        if row.nothing and row.shown:
            yield f"{row.id}: nothing to enforce, yet {row.shown[0].file} shows it"
        if row.nothing and not (row.nothing.get("zh") and row.nothing.get("en")):
            yield f"{row.id}: why there is nothing to enforce is not said in both languages"
    for clause, place in ledger.untold:
        yield f"{clause}: named in {place.file}, but no row tells of it"


def open_rows(ledger: Ledger) -> list[str]:
    """The clauses that still want a home or something that shows them."""
    return [row.id for row in ledger.clauses if row.is_open]


def _clause(
    row: Mapping[str, Any],
    folder: Path,
    root: Path,
    *,
    lives: Mapping[str, Iterable[Place]],
    shown: Mapping[str, Iterable[Place]],
) -> Clause:
    return Clause(
        id=row["id"],
        article=row["article"],
        quote=row["quote"],
        zh=row["zh"],
        en=row["en"],
        lives=_together(lives.get(row["id"], ()), row.get("lives", ()), folder, root),
        shown=_together(shown.get(row["id"], ()), row.get("shown", ()), folder, root),
        nothing=row.get("nothing", {}),
    )


def _together(
    found: Iterable[Place], told: Iterable[str], folder: Path, root: Path
) -> tuple[Place, ...]:
    """What the files say and what somebody wrote down, each place once."""
    return tuple(dict.fromkeys((*found, *(written(text, folder, root) for text in told))))


def _gathered(found: Iterable[tuple[str, Place]]) -> dict[str, list[Place]]:
    by_clause: dict[str, list[Place]] = defaultdict(list)
    for clause, place in found:
        by_clause[clause].append(place)
    return by_clause
