"""The cabinet that documents are put into: where they lie, how large, who looks first."""

from dataclasses import dataclass, field

from service.commands.papers.virus_scan import Clamd
from service.domain.document import MEGABYTE, Limits
from service.records.storage import Storage, open_storage


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


def furnish(
    place: str,
    *,
    keys: tuple[str, str] = ("", ""),
    megabytes: int = 20,
    clamd: str = "",
    take_unscanned: bool = False,
) -> None:
    """Put the cabinet in place that the settings describe; nothing is touched before it is used."""
    use_cabinet(
        Cabinet(
            open_storage(place, key_id=keys[0], secret=keys[1]),
            Limits(most_bytes=megabytes * MEGABYTE),
            Clamd(clamd) if clamd else None,
            take_unscanned,
        )
    )
