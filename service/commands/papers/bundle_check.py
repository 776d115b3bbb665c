"""Checking a case bundle without database or keys: digests, chain, ledger, rule books, papers."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from service.commands.paying.book import OPENING
from service.domain import case_bundle as parts
from service.domain.books import Key, of_payment, wrong_entries
from service.domain.history import PAPERS, first_broken, papers_amiss
from service.domain.ledger import Transfer, broken_invariants
from workflows import Bundle

PIECE = 1024 * 1024
LARGEST_TEXT = 512 * PIECE


class NoBundle(Exception):
    """The file is no case bundle that this kaiban can read."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found wrong, and by which digests an honest bundle is known."""

    case: str
    entries: int
    head: str
    manifest: str
    wrong: tuple[str, ...]


def check_bundle(path: Path) -> Checked:
    """Everything that does not fit; nothing wrong means that it fits in itself."""
    try:
        with ZipFile(path) as file:
            return _check(file)
    except (OSError, BadZipFile, KeyError, ValueError, TypeError, AttributeError) as unread:
        raise NoBundle(f"{path.name} is no case bundle ({type(unread).__name__}).") from unread


def _check(file: ZipFile) -> Checked:
    raw = _text(file, parts.MANIFEST)
    manifest = json.loads(raw)
    if manifest["format"] != parts.FORMAT:
        raise ValueError(manifest["format"])
    wrong = list(_torn(file, manifest["files"]))
    if not wrong:
        # Only what is whole can be read; the first that is not is named by its digest.
        wrong = [*_history(file), *_ledger(file), *_rules(file), *_papers(file, manifest)]
    case = json.loads(_text(file, parts.CASE)) if parts.CASE in file.namelist() else {}
    return Checked(
        case=str(manifest["case"]),
        entries=int(case.get("history_seq", 0)),
        head=str(case.get("history_head", "")),
        manifest=sha256(raw).hexdigest(),
        wrong=tuple(wrong),
    )


def _torn(file: ZipFile, listed: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Parts that are missing, twice, not listed, or not what the manifest says."""
    inside: dict[str, ZipInfo] = {}
    for info in file.infolist():
        if info.filename in inside:
            yield f"{info.filename}: stands twice"
        inside[info.filename] = info
    for name in sorted({*parts.NEEDED, *listed} - inside.keys()):
        yield f"{name}: is missing"
    for name in sorted(inside.keys() - {*listed, parts.MANIFEST}):
        yield f"{name}: is not in the manifest"
    for name in sorted(inside.keys() & listed.keys()):
        if _digest(file, name, most=int(listed[name]["bytes"])) != listed[name]["sha256"]:
            yield f"{name}: is not what the manifest says"


def _digest(file: ZipFile, name: str, *, most: int) -> str:
    """The digest of a part; one that grows beyond its size is not read to its end."""
    digest, size = sha256(), 0
    try:
        with file.open(name) as part:
            while size <= most and (piece := part.read(PIECE)):
                digest.update(piece)
                size += len(piece)
    except BadZipFile:
        return ""
    return digest.hexdigest()


def _history(file: ZipFile) -> Iterator[str]:
    entries, case = _rows(file, parts.HISTORY), json.loads(_text(file, parts.CASE))
    broken = first_broken((row["previous"], row["payload"], row["digest"]) for row in entries)
    if broken is not None:
        seq = entries[broken]["payload"].get("seq")
        yield f"{parts.HISTORY}: entry {seq} does not fit the one before it"
        return
    if {row["payload"]["case_id"] for row in entries} - {case["id"]}:
        yield f"{parts.HISTORY}: holds entries of another case"
    if (len(entries), entries[-1]["digest"] if entries else "") != (
        case["history_seq"],
        case["history_head"],
    ):
        yield f"{parts.HISTORY}: the last entries are missing"


def _ledger(file: ZipFile) -> Iterator[str]:
    rows, case = _rows(file, parts.LEDGER), json.loads(_text(file, parts.CASE))
    numbered = [(int(row["id"]), _transfer(row)) for row in rows]
    expected: dict[Key, int] = {}
    if case["approved_total_fen"]:
        expected["COMMIT", OPENING, 1] = case["approved_total_fen"]
    for paid in _rows(file, parts.PAYMENTS):
        stage, attempt, fen = paid["stage"], paid["attempt"], paid["amount_fen"]
        parts_by_line = {int(line): part for line, part in paid.get("parts", {}).items()}
        said = {int(line): word for line, word in paid.get("results", {}).items()}
        expected |= of_payment(
            stage, attempt, state=paid["state"], fen=fen, parts=parts_by_line, results=said
        )
    wrong = wrong_entries(numbered, expected)
    broken = broken_invariants(
        [transfer for _, transfer in numbered],
        approved_fen=case["approved_total_fen"],
        advance_cap_fen=case["advance_fen"],
    )
    yield from (f"{parts.LEDGER}: {sentence}" for sentence in (*wrong, *broken))
    if _sums(file) != [(str(row["id"]), str(row["fen"])) for row in rows]:
        yield f"{parts.LEDGER_TABLE}: does not say what {parts.LEDGER} says"


def _sums(file: ZipFile) -> list[tuple[str, str]]:
    table = csv.DictReader(_text(file, parts.LEDGER_TABLE).decode("utf-8-sig").splitlines())
    return [(row["id"], row["fen"]) for row in table]


def _transfer(row: Mapping[str, Any]) -> Transfer:
    names = ("debit", "credit", "fen", "kind", "stage", "line", "attempt", "fund", "clause")
    return Transfer(**{name: row[name] for name in names})


def _rules(file: ZipFile) -> Iterator[str]:
    """The rule books named in history are all there, and are what their hash says."""
    found: dict[str, dict[str, bytes]] = {}
    for name in file.namelist():
        if name.startswith(f"{parts.RULES}/"):
            _, digest, inner = name.split("/", 2)
            found.setdefault(digest, {})[inner] = _text(file, name)
    named = {row["payload"]["bundle_hash"] for row in _rows(file, parts.HISTORY)}
    for digest in sorted(named - found.keys()):
        yield f"{parts.RULES}: rule book {digest[:12]} is missing"
    for digest, files in sorted(found.items()):
        if Bundle("", dict(sorted(files.items()))).hash != digest:
            yield f"{parts.RULES}: rule book {digest[:12]} is not what its hash says"


def _papers(file: ZipFile, manifest: Mapping[str, Any]) -> Iterator[str]:
    entries = [row["payload"] for row in _rows(file, parts.HISTORY)]
    told = {entry["seq"]: entry["outcome"].get(PAPERS, {}) for entry in entries}
    kept = [
        (one["reference"], one["handed_in_seq"], one["sha256"]) for one in manifest["documents"]
    ]
    for reference in papers_amiss(told, kept):
        yield f"{parts.DOCUMENTS}/{reference}: is not the document that was handed in"
    for paper in manifest["documents"]:
        name = paper["file"]
        if name is not None and manifest["files"].get(name, {}).get("sha256") != paper["sha256"]:
            yield f"{name}: is not the document that was handed in"


def _rows(file: ZipFile, name: str) -> list[Any]:
    return [json.loads(line) for line in _text(file, name).splitlines()]


def _text(file: ZipFile, name: str) -> bytes:
    if file.getinfo(name).file_size > LARGEST_TEXT:
        raise ValueError(name)
    return file.read(name)
