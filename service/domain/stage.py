"""The stages in which a subsidy is paid, as a folder says them, and how an amount is split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WHOLE_BP = 10_000
STANDARD, REST, APPLICANT, PERSONS = "standard", "rest", "applicant", "persons"


@dataclass(frozen=True, slots=True)
class Stage:
    """One payment on the way: to whom, for which learners, and which part of the subsidy."""

    name: str
    label: tuple[tuple[str, str], ...]
    processes: tuple[str, ...]
    tracks: tuple[str, ...]
    of: str
    share: str
    earned_by: str
    granted: bool
    payee: str

    def belongs_to(self, process: str, track: str) -> bool:
        """Whether a case of that diagram and track is paid in this stage."""
        here = not self.processes or process in self.processes
        return here and (not self.tracks or track in self.tracks)


def read_stages(tables: Mapping[str, Mapping[str, Any]]) -> tuple[Stage, ...]:
    """The stages of a folder in the order in which they are paid."""
    return tuple(
        Stage(
            name=name,
            label=tuple(sorted(table["label"].items())),
            processes=tuple(table.get("process", ())),
            tracks=tuple(table.get("tracks", ())),
            of=table.get("of", STANDARD),
            share=table.get("share", ""),
            earned_by=table.get("earned_by", "" if table.get("granted") else "claimed"),
            granted=bool(table.get("granted")),
            payee=table.get("payee", APPLICANT),
        )
        for name, table in tables.items()
    )


def share_fen(base_fen: int, share: int, whole: int = WHOLE_BP) -> int:
    """Part of an amount, half a fen and more counting as one."""
    return (base_fen * share * 2 + whole) // (whole * 2) if whole else 0


def scaled(parts: Sequence[int], total_fen: int) -> tuple[int, ...]:
    """The parts of a line whose total was cut; the last takes what the others leave."""
    whole = sum(parts)
    if whole == total_fen or not whole:
        return tuple(parts)
    kept = [share_fen(total_fen, part, whole) for part in parts[:-1]]
    return (*kept, total_fen - sum(kept))
