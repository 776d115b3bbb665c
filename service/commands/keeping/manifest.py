"""What a backup says of itself: what is in it, what it adds up to, which keys open it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from service.records.snapshots import Part, Picture, Table, private, summed

FORMAT = 1
NAME = "manifest.json"
DOCUMENTS = "documents"


class BackupUnusable(Exception):
    """The backup is torn, was changed, or does not fit this house; the message says which."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """An erasure two people agreed on: cases and kinds, and nothing about anybody in them."""

    digest: str
    lines: tuple[tuple[int, str], ...]
    proposed_by: str
    confirmed_by: str
    proposed_at: datetime
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Manifest:
    """The last file of a backup to be written; without it there is none."""

    kaiban: str
    taken_at: datetime
    picture: Picture
    parts: tuple[Part, ...]
    documents: tuple[Part, ...]
    keys: Mapping[int, str]
    index_key: str
    erasures: tuple[Agreed, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows all tables hold together."""
        return sum(table.rows for table in self.picture.tables.values())


def write(manifest: Manifest, folder: Path) -> None:
    """Put it beside what it is of."""
    words = {"format": FORMAT, **asdict(manifest), "taken_at": manifest.taken_at.isoformat()}
    with private(folder / NAME) as file:
        file.write(
            json.dumps(words, ensure_ascii=False, indent=1, default=datetime.isoformat).encode()
        )


def read(folder: Path) -> Manifest:
    """What the backup in a folder says of itself."""
    try:
        words = json.loads((folder / NAME).read_bytes())
    except FileNotFoundError as missing:
        raise BackupUnusable(f"{folder} holds no finished backup.") from missing
    except (OSError, ValueError) as unread:
        raise BackupUnusable(f"{folder}: its manifest cannot be read.") from unread
    if not isinstance(words, dict) or words.get("format") != FORMAT:
        raise BackupUnusable(f"{folder}: this kaiban does not know the format of that backup.")
    try:
        return _manifest(words)
    except (KeyError, TypeError, ValueError, AttributeError) as lacking:
        raise BackupUnusable(f"{folder}: its manifest is not complete.") from lacking


def _manifest(words: Mapping[str, Any]) -> Manifest:
    picture = words["picture"]
    tables = {
        name: Table(table["rows"], tuple(table["columns"]), table["part"])
        for name, table in picture["tables"].items()
    }
    return Manifest(
        kaiban=words["kaiban"],
        taken_at=datetime.fromisoformat(words["taken_at"]),
        picture=Picture(picture["kind"], picture["revision"], tables),
        parts=tuple(Part(**part) for part in words["parts"]),
        documents=tuple(Part(**part) for part in words["documents"]),
        keys={int(number): check for number, check in words["keys"].items()},
        index_key=words["index_key"],
        erasures=tuple(_agreed(one) for one in words.get("erasures", ())),
    )


def _agreed(words: Mapping[str, Any]) -> Agreed:
    return Agreed(
        digest=words["digest"],
        lines=tuple((int(case_id), str(kind)) for case_id, kind in words["lines"]),
        proposed_by=words["proposed_by"],
        confirmed_by=words["confirmed_by"],
        proposed_at=datetime.fromisoformat(words["proposed_at"]),
        confirmed_at=datetime.fromisoformat(words["confirmed_at"]),
    )


def require_whole(manifest: Manifest, folder: Path) -> None:
    """Every file is there and is what it was when it was written."""
    inside = [(part, part.name) for part in manifest.parts]
    inside += [(part, f"{DOCUMENTS}/{kept_as(part.name)}") for part in manifest.documents]
    for part, name in inside:
        if not (folder / name).is_file():
            raise BackupUnusable(f"{folder}: {name} is missing.")
        if summed(folder / name, part.name) != part:
            raise BackupUnusable(f"{folder}: {name} is not what was written.")


def kept_as(key: str) -> str:
    """Where a document lies in a backup: under its key, which is the digest of what is sealed."""
    return f"{key[:2]}/{key}"


def rotten(manifest: Manifest) -> list[str]:
    """The documents that were no longer what had been stored when the backup was made."""
    return [part.name for part in manifest.documents if part.sha256 != part.name]
