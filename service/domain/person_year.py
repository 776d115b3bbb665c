"""How many subsidised trainings a person has in one year: which of them go before a claim."""

from collections.abc import Iterable
from typing import NamedTuple


class Training(NamedTuple):
    """That a claim stands for one person in a course, by the case of the course's first class."""

    person_index: str
    course: int
    number: str
    # Whether the office has agreed to it; a claim that nobody has judged may still fall away.
    agreed: bool


def going_before(
    trainings: Iterable[Training], course: int, *, claimed: bool
) -> dict[int, Training]:
    """The other courses that take a place of the year before this one does, each once.

    Whoever claims first has the place. Of claims that stand beside each other all the same, those
    agreed to go first, then the course that was opened first.
    """
    found = {one.course: one for one in sorted(trainings, key=lambda one: one.agreed)}
    if course in found:
        return {}  # What follows on a course takes no second place.
    return {
        other: one
        for other, one in sorted(found.items())
        if one.agreed or not claimed or other < course
    }
