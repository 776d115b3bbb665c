"""The roster of a class: its lines, and who stands on it twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One learner as the institution lists him."""

    line: int
    name: str = field(repr=False)
    id_no: str = field(repr=False)
    category: str = ""
    phone: str = field(default="", repr=False)
    relation: str = "none"
    out_of_city: bool = False
    # What the place's own form asks of each learner beyond these.
    particulars: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, line: int, row: Mapping[str, Any]) -> "RosterLine":
        """A line from a row of the form."""
        return cls(
            line=line,
            name=row["name"],
            id_no=row["id_no"],
            category=row.get("category") or "",
            phone=row.get("phone") or "",
            relation=row.get("relation") or "none",
            out_of_city=bool(row.get("out_of_city")),
            particulars={name: value for name, value in row.items() if name not in _COMMON},
        )


_COMMON = frozenset(one.name for one in fields(RosterLine))


def duplicates(lines: Sequence[RosterLine]) -> list[tuple[int, int]]:
    """Pairs of places, the earlier first, that hold one and the same person."""
    seen: dict[str, int] = {}
    found = []
    for place, line in enumerate(lines):
        person = line.id_no.strip().upper()
        if person in seen:
            found.append((seen[person], place))
        else:
            seen[person] = place
    return found
