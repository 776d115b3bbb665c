"""The training plan: its hours by kind and delivery, and lessons that cannot both be held."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

THEORY = frozenset({"theory", "general"})
KINDS = ("theory", "general", "simulation", "video_demo", "practice")
ONLINE = "online"

_WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson of the plan."""

    day: date
    start: time
    end: time
    hours: int
    kind: str
    delivery: str
    home_practice: bool = False
    method: str = ""
    content: str = ""
    teacher: str = ""
    teacher_id: str = ""
    room: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Lesson":
        """A lesson from a row of the form."""
        return cls(
            day=row["date"],
            start=clock_time(row["start"]),
            end=clock_time(row["end"]),
            hours=int(row["hours"]),
            kind=row["kind"],
            delivery=row["delivery"],
            home_practice=bool(row.get("home_practice")),
            method=row.get("method") or "",
            content=row.get("content") or "",
            teacher=row.get("teacher") or "",
            teacher_id=row.get("teacher_id") or "",
            room=row.get("room") or "",
        )

    @property
    def is_theory(self) -> bool:
        """General vocational knowledge is taught as theory is."""
        return self.kind in THEORY

    @property
    def is_online(self) -> bool:
        """Whether learners follow it from elsewhere."""
        return self.delivery == ONLINE


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """The hours of a plan."""

    total: int
    theory: int
    practical: int
    online_theory: int
    online_practical: int

    @property
    def online(self) -> int:
        """All hours that are online."""
        return self.online_theory + self.online_practical


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two lessons, by their place in the plan, that want one teacher or room at one time."""

    first: int
    second: int
    what: Literal["teacher", "room"]


def clock_time(value: time | str) -> time:
    """`09:30` as a time of day."""
    return value if isinstance(value, time) else time.fromisoformat(value)


def figures(lessons: Iterable[Lesson]) -> PlanFigures:
    """The hours of the lessons, added up."""
    hours = {(theory, online): 0 for theory in (True, False) for online in (True, False)}
    for lesson in lessons:
        hours[lesson.is_theory, lesson.is_online] += lesson.hours
    theory = hours[True, True] + hours[True, False]
    practical = hours[False, True] + hours[False, False]
    return PlanFigures(theory + practical, theory, practical, hours[True, True], hours[False, True])


def missing_theory_hours(plan: PlanFigures, min_bp: int) -> int:
    """How many hours of theory a plan of this length lacks to reach its least share."""
    needed = -(-plan.total * min_bp // _WHOLE_BP)
    return max(needed - plan.theory, 0)


def theory_share_ok(plan: PlanFigures, min_bp: int) -> bool:
    """Whether theory has its least share; the exact share is enough (CQ-02)."""
    return plan.theory * _WHOLE_BP >= plan.total * min_bp


@dataclass(frozen=True, slots=True)
class OnlineShare:
    """How much of the practice may be online, and the clause that says so."""

    practical_max_bp: int
    clause: str = ""


def most_online(practical: int, max_bp: int) -> int:
    """How many practical hours may be online; the exact share is still within it."""
    return practical * max_bp // _WHOLE_BP


def unflagged_practical(lessons: Sequence[Lesson]) -> list[int]:
    """Online practical lessons not marked as practised at home or taught online (CQ-02)."""
    return [
        place
        for place, lesson in enumerate(lessons)
        if lesson.is_online and not lesson.is_theory and not lesson.home_practice
    ]


def kinds_not_allowed(lessons: Sequence[Lesson], allowed: Iterable[str]) -> list[int]:
    """Online lessons of a kind that may not be online once offline training is back (CQ-05)."""
    kinds = frozenset(allowed)
    return [
        place
        for place, lesson in enumerate(lessons)
        if lesson.is_online and lesson.kind not in kinds
    ]


def overlaps(lessons: Sequence[Lesson]) -> list[Overlap]:
    """Every pair of neighbouring lessons that want one teacher or one room at one time."""
    found = [
        Overlap(first, second, "teacher")
        for first, second in _clashes(lessons, [one.teacher_id or one.teacher for one in lessons])
    ]
    found += [
        Overlap(first, second, "room")
        for first, second in _clashes(lessons, [one.room for one in lessons])
    ]
    return found


def _clashes(lessons: Sequence[Lesson], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    order = sorted(
        (place for place, name in enumerate(wanted) if name),
        key=lambda place: (wanted[place], lessons[place].day, lessons[place].start),
    )
    # The lesson that ends last so far is the one a later lesson can run into.
    latest: int | None = None
    for place in order:
        if latest is not None and _same_day(lessons, wanted, (latest, place)):
            if lessons[place].start < lessons[latest].end:
                yield min(latest, place), max(latest, place)
            if lessons[place].end <= lessons[latest].end:
                continue
        latest = place


def _same_day(lessons: Sequence[Lesson], wanted: Sequence[str], pair: tuple[int, int]) -> bool:
    one, other = pair
    return wanted[one] == wanted[other] and lessons[one].day == lessons[other].day
