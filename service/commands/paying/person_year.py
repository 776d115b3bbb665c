"""The cap on subsidised trainings per person and year, over all institutions of a place."""

from collections.abc import Iterator, Mapping

from service.commands.dossier import Dossier
from service.commands.paying.gates import Obstacles, gate
from service.domain.person_year import Training, going_before
from service.domain.policy import Value
from service.domain.problem import Problem
from service.records.duplicates import one_at_a_time

MOST = "subsidised_trainings_per_year"
FULL = "year_full"


@gate
def has_room_in_the_year(dossier: Dossier, line: int) -> Obstacles:
    """Nobody is paid for more trainings in a calendar year than the place allows."""
    rule = rule_of(dossier)
    return [(FULL, rule.clause)] if rule and _full(dossier, line, rule) else []


def rule_of(dossier: Dossier) -> Value | None:
    """How many a year, by the start of the course; None where the place has no such rule."""
    return dossier.course.find(MOST)


def hold(dossier: Dossier) -> None:
    """Two claims for the last place of somebody's year would each see it free."""
    if rule_of(dossier) is not None:
        one_at_a_time(dossier.session, dossier.case.jurisdiction)
        # What was read before the wait says nothing about who came first.
        dossier.__dict__.pop("trainings", None)


def told(dossier: Dossier) -> tuple[str, str]:
    """What is said of a line for which there is no place left."""
    rule, year = rule_of(dossier), dossier.course.began_on.year
    most = rule.value if rule else 0
    silent = rule is not None and rule.is_default
    return (
        f"{year} 年补贴培训已满 {most} 次" + ("（默认值）" if silent else ""),
        f"{most} subsidised trainings in {year} already" + (" (a default)" if silent else ""),
    )


def above(dossier: Dossier, kept: Mapping[int, str]) -> Iterator[Problem]:
    """A problem for each of these lines (line → field) that stands above the cap by now."""
    rule = rule_of(dossier) if kept else None
    if rule is None:
        return
    zh, en = told(dossier)
    for line, field in sorted(kept.items()):
        if full := _full(dossier, line, rule):
            others = "、".join(one.number for one in full.values())
            yield Problem(
                field,
                FULL,
                f"第 {line} 号学员{zh}：{others}。请剔除该学员并写明理由。",
                f"Line {line} has {en}: {others}. Remove the line with that as the reason.",
                rule.clause or None,
            )


def _full(dossier: Dossier, line: int, rule: Value) -> Mapping[int, Training]:
    """The trainings that fill somebody's year, this one not counted; none where there is room."""
    entry = dossier.claim_lines.get(line)
    person = dossier.roster[line].person_index
    before = going_before(
        dossier.trainings.get(person, ()),
        dossier.course.case.id,
        claimed=entry is not None and not entry.excluded,
    )
    return before if len(before) >= int(str(rule.value)) else {}
