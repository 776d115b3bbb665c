"""A backup while the house works: finished as a whole under its name, or not there at all."""

import hashlib
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine

from service.commands.keeping import manifest as manifests
from service.commands.keeping.manifest import DOCUMENTS, BackupUnusable, Manifest, kept_as
from service.commands.keeping.papers import Papers
from service.records import snapshots
from service.records.seal import KeyRing, key_ring
from service.records.sealed import values_by_key
from service.records.snapshots import Part, PartWriter, private

STAMP = "%Y%m%dT%H%M%SZ"
UNFINISHED = ".unfinished"


def back_up(engine: Engine, papers: Papers, to: Path, *, now: datetime) -> Path:
    """Write a backup of the records and the documents; where it stands."""
    place = to / now.astimezone(UTC).strftime(STAMP)
    if place.exists():
        raise BackupUnusable(f"{place} is there already; wait a second.")
    begun = to / f"{place.name}-{secrets.token_hex(4)}{UNFINISHED}"
    begun.mkdir(mode=0o700, parents=True)
    try:
        _write(engine, papers, begun, now=now, before=newest(to))
        _onto_the_disk(begun)
        begun.rename(place)
        _onto_the_disk(to)
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return place


def _write(
    engine: Engine, papers: Papers, folder: Path, *, now: datetime, before: Path | None
) -> None:
    writer = PartWriter(folder)
    picture = snapshots.take(engine, writer)
    # After the records: what they name was stored before them.
    documents = tuple(_documents(papers, folder / DOCUMENTS, before))
    ring = key_ring()
    manifests.write(
        Manifest(
            kaiban=version("kaiban"),
            taken_at=now,
            picture=picture,
            parts=tuple(writer.parts),
            documents=documents,
            keys={number: ring.checks[number] for number in _keys_in_use(engine, ring)},
            index_key=ring.index_check,
        ),
        folder,
    )


def _keys_in_use(engine: Engine, ring: KeyRing) -> list[int]:
    """The numbers of the keys that open it; a value no key opens would be lost unnoticed."""
    with engine.connect() as connection:
        used: Counter[int] = sum(values_by_key(connection).values(), Counter())
    missing = sorted(used.keys() - ring.checks.keys())
    if missing:
        raise BackupUnusable(f"Values are sealed with key {missing[0]}, which is not on the ring.")
    return sorted(used.keys() | {ring.newest})


def _documents(papers: Papers, folder: Path, before: Path | None) -> Iterator[Part]:
    for name in sorted(papers.names()):
        try:
            content = papers.read(name)
        except KeyError:  # erased since its name was read
            continue
        part = Part(name, hashlib.sha256(content).hexdigest(), len(content))
        _keep(content, folder, kept_as(part), before)
        yield part


def _keep(content: bytes, folder: Path, where: str, before: Path | None) -> None:
    """A document never changes: what the last backup holds is not written once more."""
    path = folder / where
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = before / DOCUMENTS / where if before else None
    if kept is not None and kept.is_file() and kept.read_bytes() == content:
        try:
            os.link(kept, path)
        except OSError:  # another file system, or one without links
            pass
        else:
            return
    with private(path) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def backups(folder: Path) -> list[Path]:
    """The finished backups in a folder, oldest first."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if path.suffix != UNFINISHED)
    return sorted(path for path in found if (path / manifests.NAME).is_file())


def newest(folder: Path) -> Path | None:
    """The last finished backup in a folder, if there is one."""
    return next(reversed(backups(folder)), None)


def prune(folder: Path, *, keep: int) -> list[Path]:
    """Drop the oldest until so many are left, and what a broken-off backup left behind."""
    gone = backups(folder)[:-keep]
    for path in (*gone, *folder.glob(f"*{UNFINISHED}")):
        shutil.rmtree(path)
    return gone


def _onto_the_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
