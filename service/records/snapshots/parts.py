"""The files of a snapshot: packed, counted and summed up while they are written."""

import gzip
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

QUICKLY = 1  # sealed values hardly shrink; more effort only keeps the snapshot open longer
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a snapshot and what it must add up to."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Table:
    """What a snapshot holds of one table."""

    rows: int
    columns: tuple[str, ...] = ()
    part: str = ""


@dataclass
class PartWriter:
    """Writes the files of one snapshot into one folder, readable by this user only."""

    folder: Path
    parts: list[Part] = field(default_factory=list)

    @contextmanager
    def packed(self, name: str) -> Iterator[BinaryIO]:
        """A packed file; on leaving it is on the disk and summed up."""
        path = self.folder / name
        with private(path) as file:
            with gzip.GzipFile("", "wb", QUICKLY, file, mtime=0) as packed:
                yield packed  # type: ignore[misc]
            file.flush()
            os.fsync(file.fileno())
        self.parts.append(summed(path, name))


def private(path: Path) -> BinaryIO:
    """A new file that only this user may read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(handle, "wb")


def summed(path: Path, name: str) -> Part:
    """A file as it stands on the disk."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Part(name, digest, path.stat().st_size)


def reading(path: Path) -> BinaryIO:
    """A packed file, unpacked as it is read."""
    return gzip.open(path, "rb")  # type: ignore[return-value]
