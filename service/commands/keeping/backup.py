"""A backup while the house works: finished as a whole under its name, or not there at all."""

import os
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Engine

from service.commands.keeping import erased_since
from service.commands.keeping import manifest as manifests
from service.commands.keeping.manifest import DOCUMENTS, BackupUnusable, Manifest, kept_as
from service.records import snapshots
from service.records.seal import KeyRing, key_ring
from service.records.sealed import values_by_key
from service.records.snapshots import Part, PartWriter, private, summed
from service.records.storage import Missing, Storage

STAMP = "%Y%m%dT%H%M%SZ"
UNFINISHED = ".unfinished"


def back_up(engine: Engine, storage: Storage, to: Path, *, now: datetime) -> Path:
    """Write a backup of the records and the documents; where it stands."""
    place = to / now.astimezone(UTC).strftime(STAMP)
    if place.exists():
        raise BackupUnusable(f"{place} is there already; wait a second.")
    begun = to / f"{place.name}-{secrets.token_hex(4)}{UNFINISHED}"
    begun.mkdir(mode=0o700, parents=True)
    try:
        _write(engine, storage, begun, now=now, before=newest(to))
        _onto_the_disk(begun)
        begun.rename(place)
        _onto_the_disk(to)
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return place


def _write(
    engine: Engine, storage: Storage, folder: Path, *, now: datetime, before: Path | None
) -> None:
    writer = PartWriter(folder)
    picture = snapshots.take(engine, writer)
    # After the records: what they name was stored before them.
    documents = tuple(_documents(storage, folder / DOCUMENTS, before))
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
            erasures=erased_since.agreed(engine),
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


def _documents(storage: Storage, folder: Path, before: Path | None) -> Iterator[Part]:
    """Every sealed file under its own digest; one that rotted away is not taken for the whole."""
    for key, _at in storage.kept():
        path = folder / kept_as(key)
        try:
            _keep(storage, key, path, before / DOCUMENTS / kept_as(key) if before else None)
        except Missing:  # erased since its key was read
            continue
        yield summed(path, key)


def _keep(storage: Storage, key: str, path: Path, kept: Path | None) -> None:
    """A sealed file never changes: what the last backup holds whole is not written once more."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if kept is not None and kept.is_file() and summed(kept, key).sha256 == key:
        with suppress(OSError):  # another file system, or one without links
            os.link(kept, path)
            return
    with storage.open(key) as content, private(path) as file:
        shutil.copyfileobj(content, file)
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
