"""The catalogue entries that a document itself names, as its policy.toml holds them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from service.domain.catalogue import AUDIENCES, KINDS, ORIGINS, Listed

_KNOWN = {
    *("kind", "code", "name", "since", "until", "origin", "audience", "is_free", "owner_uscc"),
    *("clause", "article", "source"),
}
_NEEDED = {"kind", "code", "name", "since", "origin"}


@dataclass(frozen=True, slots=True)
class NamedByDocument:
    """An entry nobody has to decide on: the document names it, or a default stands in for it."""

    listed: Listed
    name_en: str
    origin: str
    is_free: bool
    clause: str


def read_catalogue(rows: Sequence[Mapping[str, Any]]) -> tuple[NamedByDocument, ...]:
    """The entries in the order of the file."""
    return tuple(
        NamedByDocument(
            Listed(
                kind=row["kind"],
                code=row["code"],
                name=row["name"]["zh"],
                valid_from=row["since"],
                valid_to=row.get("until"),
                owner_uscc=row.get("owner_uscc"),
                audience=row.get("audience", "all"),
            ),
            row["name"]["en"],
            row["origin"],
            bool(row.get("is_free")),
            row.get("clause", ""),
        )
        for row in rows
    )


def problems(rows: object) -> Iterator[str]:
    """What is wrong with the entries, each sentence naming its code."""
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        yield "catalogue：应为表 / must be a table"
        return
    seen: set[tuple[object, object, object]] = set()
    for row in rows:
        where = f"catalogue.{row.get('code')}"
        yield from (f"{where}：{one}" for one in _of_entry(row))
        known = (row.get("kind"), row.get("code"), row.get("since"))
        if known in seen:
            yield f"{where}：重复 / stands twice"
        seen.add(known)


def _of_entry(row: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(set(row) - _KNOWN):
        yield f"不认识的键 {name} / unknown key {name}"
    for name in sorted(_NEEDED - set(row)):
        yield f"缺少 {name} / {name} is missing"
    for name, words in (("kind", KINDS), ("origin", ORIGINS), ("audience", AUDIENCES)):
        if row.get(name, next(iter(words))) not in words:
            yield f"{name} 应为 {tuple(words)} / must be one of them"
    names = row.get("name")
    if not isinstance(names, Mapping) or not all(names.get(tongue) for tongue in ("zh", "en")):
        yield "须有中文和英文名称 / needs a name in zh and in en"
    for name in ("since", "until"):
        if name in row and (isinstance(row[name], datetime) or not isinstance(row[name], date)):
            yield f"{name} 应为日期 / must be a date"
    if row.get("source", "default") != "default":
        yield "source 只能写 default / source can only be default"
    elif not row.get("clause") and "source" not in row:
        yield "缺少条款或 source / neither a clause nor a source"
