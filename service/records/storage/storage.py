"""What is asked of a storage: keep sealed bytes under a key, give them back, forget them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import BinaryIO, Protocol


class Unreachable(Exception):
    """The storage does not answer now; the same may succeed later."""


class Missing(Exception):
    """The storage answers, and has nothing under that key."""


class Storage(Protocol):
    """A place for sealed files; a key is the SHA-256 of what lies under it."""

    def put(self, key: str, content: BinaryIO) -> None:
        """Keep the content; whole or not at all."""

    def open(self, key: str) -> AbstractContextManager[BinaryIO]:
        """The content, to be read from its beginning."""

    def remove(self, key: str) -> None:
        """Forget the content; nothing happens where there is none."""

    def kept(self) -> Iterator[tuple[str, datetime]]:
        """Every key something lies under, and since when."""

    def tidy(self, before: datetime) -> int:
        """Drop what a broken-off write left behind before then; how much there was."""
