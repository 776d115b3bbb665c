"""Sealed files in a folder of this machine, spread by digest, put in place in one move."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from service.records.storage.storage import Missing, Unreachable

KEY = re.compile(r"[0-9a-f]{64}")
UNFINISHED = ".part-"


class Folder:
    """A folder outside the web root that only this user reads."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, content: BinaryIO) -> None:
        """Write beside the place, then move it there: a crash leaves nothing half-written."""
        place = self._place(key)
        unfinished = place.with_name(f"{UNFINISHED}{secrets.token_hex(8)}")
        try:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(content, file)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(place)
            _settle(place.parent)
        except OSError as failed:
            _forget(unfinished)
            raise Unreachable("the folder of documents cannot be written") from failed

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        """The sealed file."""
        try:
            file = self._place(key).open("rb")
        except FileNotFoundError as gone:
            if not self.root.is_dir():
                raise Unreachable("the folder of documents is not there") from gone
            raise Missing(key) from gone
        except OSError as failed:
            raise Unreachable("the folder of documents cannot be read") from failed
        with file:
            yield file

    def remove(self, key: str) -> None:
        """Unlink it."""
        try:
            self._place(key).unlink(missing_ok=True)
        except OSError as failed:
            raise Unreachable("the folder of documents cannot be written") from failed

    def kept(self) -> Iterator[tuple[str, datetime]]:
        """Every file that stands in its place."""
        for path in sorted(self.root.glob("??/??/*")):
            if KEY.fullmatch(path.name):
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def tidy(self, before: datetime) -> int:
        """A process that was killed while it wrote could not clear up after itself."""
        dropped = 0
        for path in self.root.glob(f"??/??/{UNFINISHED}*"):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                path.unlink(missing_ok=True)
                dropped += 1
        return dropped

    def _place(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise Missing(key)
        return self.root / key[:2] / key[2:4] / key


def _settle(folder: Path) -> None:
    """Have the folder's own entry written down, where the system can do that."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget(unfinished: Path) -> None:
    try:
        unfinished.unlink(missing_ok=True)
    except OSError:
        return
