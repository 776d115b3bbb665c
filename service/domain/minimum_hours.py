"""The fewest hours a course of its kind must have, and by how many a plan falls short."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumHours:
    """What a course of one kind needs; a soft minimum gives way to a reason and consent."""

    online: int
    practical: int = 0
    hard: bool = True
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """By how many hours a plan stays below."""

    online: int = 0
    practical: int = 0

    def __bool__(self) -> bool:
        return self.online > 0 or self.practical > 0


def shortfall(minimum: MinimumHours, *, online: int, practical: int) -> Shortfall:
    """How far a plan with so many hours is below the minimum; nothing where it meets it."""
    return Shortfall(
        online=max(minimum.online - online, 0),
        practical=max(minimum.practical - practical, 0),
    )
