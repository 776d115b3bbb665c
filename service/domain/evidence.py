"""What shows that a learner followed online training: lessons by number, and what is lacking."""

import re
from collections.abc import Iterable

_PART = re.compile(r"(\d{1,4})(?:\s*[-—~至]\s*(\d{1,4}))?")
_BETWEEN = re.compile(r"[、，,;；\s]+")


class NotLessons(ValueError):
    """A list of lessons that cannot be read."""


def lesson_numbers(listed: str) -> frozenset[int]:
    """`1、2、5-8` as numbers; raises NotLessons."""
    found: set[int] = set()
    for part in filter(None, _BETWEEN.split(listed.strip())):
        matched = _PART.fullmatch(part)
        if matched is None:
            raise NotLessons(part)
        first = int(matched[1])
        last = int(matched[2] or first)
        if first < 1 or last < first:
            raise NotLessons(part)
        found |= set(range(first, last + 1))
    return frozenset(found)


def lessons_lacking(required: frozenset[int], listed: Iterable[str]) -> frozenset[int]:
    """The lessons of the plan for which no record names the learner."""
    followed: frozenset[int] = frozenset()
    for one in listed:
        followed |= lesson_numbers(one)
    return required - followed
