"""The documents as a backup meets them: a name and what is in it, wherever they are kept."""

from collections.abc import Iterable, Iterator
from typing import Protocol


class Papers(Protocol):
    """Where documents are kept."""

    def names(self) -> Iterable[str]:
        """The names of all that is kept."""

    def read(self, name: str) -> bytes:
        """What is kept under a name; KeyError where it is gone by now."""

    def put(self, name: str, content: bytes) -> None:
        """Keep it under this name."""


class NoPapers:
    """A house that keeps no documents."""

    def names(self) -> Iterator[str]:
        """None."""
        return iter(())

    def read(self, name: str) -> bytes:
        """Nothing is kept."""
        raise KeyError(name)

    def put(self, name: str, content: bytes) -> None:
        """Nowhere to put it."""
        raise NotImplementedError(name)
