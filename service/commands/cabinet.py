"""The cabinet that documents are put into: where they lie, how large, who looks first."""

from dataclasses import dataclass, field

from service.commands.virus_scan import Clamd
from service.domain.document import Limits
from service.records.storage import Storage


@dataclass(frozen=True, slots=True)
class Cabinet:
    """Given once when a process starts; without a scanner nothing is looked at for viruses."""

    storage: Storage
    limits: Limits = field(default_factory=Limits)
    scanner: Clamd | None = None
    take_unscanned: bool = False


class NoCabinet(RuntimeError):
    """Documents cannot be kept before the cabinet is put in place."""


_in_place: list[Cabinet] = []


def use_cabinet(cabinet: Cabinet) -> None:
    """Put the cabinet in place."""
    _in_place[:] = [cabinet]


def cabinet() -> Cabinet:
    """The cabinet in place."""
    if not _in_place:
        raise NoCabinet("use_cabinet() was not called at start-up")
    return _in_place[0]
