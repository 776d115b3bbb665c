"""Changing a running class: what a child case asked for is written into the class it follows on.

The child holds its own case and then the class's, never the other way round: whoever holds a class
only reads what follows on it, so nobody waits in a ring.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from service.commands import record
from service.commands.clocks import FixedClock
from service.commands.dossier import Dossier
from service.commands.locking import Overdue, open_dossier
from service.domain.orders import ApplyChange
from service.domain.plan import Lesson as Planned
from service.domain.plan import clock_time, overlaps
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.domain.roster import RosterLine as Asked
from service.records.answer import last_answer
from service.records.duplicates import one_at_a_time
from service.records.institution import listed_persons
from service.records.plan import Lesson, lessons_of
from service.records.roster import RosterLine, running_elsewhere
from service.records.seal import blind_index
from service.records.supervision import ClassChange

MOVABLE = ("date", "start", "end", "teacher", "room")
ROSTER = {"roster_add", "roster_remove"}
Asking = Mapping[str, Any]


def class_of(dossier: Dossier) -> Dossier:
    """The class that is to change, to read from."""
    if dossier.parent is None:
        raise NotNow("本办件没有原班次。", "This case follows on no class.")
    return dossier.parent


def held_class(dossier: Dossier) -> Dossier:
    """The class, held until the change is written; what is due on it happens first."""
    parent = open_dossier(
        dossier.session,
        class_of(dossier).case.id,
        actor=dossier.actor,
        clock=FixedClock(dossier.now),
    )
    if parent.case.next_due is not None and parent.case.next_due <= parent.now:
        raise Overdue(parent.case.id)
    return parent


def require_possible(parent: Dossier, asked: Asking) -> None:
    """Everything that stands against a change, told at once."""
    opening = parent.opening
    if parent.case.finished is not None or not opening.actual_start_on or opening.completed_on:
        raise NotNow("只有已开班、未结业的班次可以变更。", "Only a class that runs can be changed.")
    problems = [
        *(_of_lessons(parent, asked) if asked["kind"] not in ROSTER else ()),
        *(_of_newcomers(parent, asked) if asked["kind"] == "roster_add" else ()),
        *(_of_leavers(parent, asked) if asked["kind"] == "roster_remove" else ()),
    ]
    if problems:
        raise AnswersWrong(problems)


def apply(dossier: Dossier) -> None:
    """Write what was asked for into the class, and tell its history so."""
    answer = last_answer(dossier.session, dossier.case.id, "change_fill")
    if answer is None:
        raise NotNow("没有变更申请。", "No change was asked for.")
    asked, parent = _as_typed(answer.body), held_class(dossier)
    require_possible(parent, asked)
    before, after = {
        "roster_add": _add_newcomers,
        "roster_remove": _remove_leavers,
    }.get(asked["kind"], _move_lessons)(parent, asked)
    dossier.session.add(
        ClassChange(
            case_id=dossier.case.id,
            parent_id=parent.case.id,
            kind=asked["kind"],
            filed_on=answer.at.date(),
            before=before,
            after=after,
            applied_at=dossier.now,
        )
    )
    parent.lane = dossier.lane
    record.beside(parent, ApplyChange(case_id=parent.case.id), {"change": asked["kind"]})


def _as_typed(body: Asking) -> dict[str, Any]:
    """Sealed answers keep days as text."""
    rows = [
        {**row, "date": date.fromisoformat(row["date"])} if row.get("date") else row
        for row in body.get("lessons") or ()
    ]
    return {**body, "lessons": rows}


def _planned(parent: Dossier) -> dict[int, Lesson]:
    return {row.no: row for row in lessons_of(parent.session, parent.case.id)}


def _of_lessons(parent: Dossier, asked: Asking) -> Iterator[Problem]:
    plan, opening = _planned(parent), parent.opening
    if not asked.get("lessons"):
        yield Problem("lessons", "required", "请列出变更的课次。", "List the lessons to change.")
        return
    for at, row in enumerate(asked["lessons"]):
        lesson, field = plan.get(row["no"]), f"lessons[{at}].no"
        if lesson is None:
            yield Problem(
                field,
                "unknown_lesson",
                f"课程表没有第 {row['no']} 课次。",
                f"The plan has no lesson {row['no']}.",
            )
        elif min(lesson.date, row.get("date") or lesson.date) < parent.today:
            yield Problem(
                field,
                "lesson_over",
                f"第 {row['no']} 课次在今天以前，不能变更。",
                f"Lesson {row['no']} lies before today and cannot be changed.",
            )
        elif not opening.starts_on <= (row.get("date") or lesson.date) <= opening.ends_on:
            yield Problem(
                f"lessons[{at}].date",
                "outside_class",
                "变更后的日期不在培训起止日期之内。",
                "The new day lies outside the class.",
            )
    yield from _of_overlaps(plan, asked)


def _of_overlaps(plan: Mapping[int, Lesson], asked: Asking) -> Iterator[Problem]:
    moved = {row["no"]: row for row in asked["lessons"]}
    numbers = sorted(plan)
    whole = [_as_planned(plan[no], moved.get(no, {})) for no in numbers]
    yield from (
        Problem(
            "lessons",
            "times_reversed",
            f"第 {no} 课次的结束时间应晚于开始时间。",
            f"Lesson {no} ends before it begins.",
        )
        for no, one in zip(numbers, whole, strict=True)
        if no in moved and one.end <= one.start
    )
    for clash in overlaps(whole):
        if {numbers[clash.first], numbers[clash.second]} & moved.keys():
            yield Problem(
                "lessons",
                f"{clash.what}_overlap",
                f"第 {numbers[clash.first]} 与第 {numbers[clash.second]} 课次的教师或教室冲突。",
                f"Lessons {numbers[clash.first]} and {numbers[clash.second]} want one"
                f" {clash.what} at one time.",
            )


def _as_planned(row: Lesson, moved: Asking) -> Planned:
    return Planned(
        day=moved.get("date") or row.date,
        start=clock_time(moved.get("start") or row.start),
        end=clock_time(moved.get("end") or row.end),
        hours=row.hours,
        kind=row.kind,
        delivery=row.delivery,
        teacher=moved.get("teacher") or row.teacher,
        room=moved.get("room") or row.room or "",
    )


def _of_newcomers(parent: Dossier, asked: Asking) -> Iterator[Problem]:
    opening, days = parent.opening, parent.number("roster_add_days")
    began = opening.actual_start_on
    if began is not None and (parent.today - began).days > days:
        yield Problem(
            "learners",
            "too_late_to_add",
            f"开班 {days} 日后不能再增加学员（{began} 开班）。",
            f"Nobody joins more than {days} days after the start on {began}.",
            parent.value("roster_add_days").clause or None,
        )
    rows = asked.get("learners") or ()
    here = sum(1 for line in parent.roster.values() if not line.withdrawn)
    if not rows or here + len(rows) > (opening.approved_heads or 0):
        yield Problem(
            "learners",
            "above_approved",
            f"请列出增加的学员，合计不得超过批准的 {opening.approved_heads} 人（现有 {here} 人）。",
            f"List who joins; together no more than the {opening.approved_heads} approved"
            f" (now {here}).",
        )
    one_at_a_time(parent.session, parent.case.jurisdiction)
    indexes = {blind_index(row["id_no"]): at for at, row in enumerate(rows)}
    if parent.is_on("black_list_bars"):
        place = parent.case.jurisdiction
        for index in listed_persons(parent.session, list(indexes), place, on=parent.today):
            yield Problem(
                f"learners[{indexes[index]}].id_no",
                "listed_black",
                "该学员在培训黑名单内，不能列入花名册。",
                "This person stands on the black list.",
            )
    known = {line.person_index for line in parent.roster.values()}
    known |= {
        one.person_index for one in running_elsewhere(parent.session, list(indexes), parent.case.id)
    }
    for index in indexes.keys() & known:
        yield Problem(
            f"learners[{indexes[index]}].id_no",
            "enrolled_elsewhere",
            "该学员已在本班或其他在办班次。",
            "This person already learns in this or another running class.",
        )


def _of_leavers(parent: Dossier, asked: Asking) -> Iterator[Problem]:
    rows = asked.get("leavers") or ()
    if not rows:
        yield Problem("leavers", "required", "请列出退出的学员。", "List who leaves.")
    for at, row in enumerate(rows):
        line = parent.roster.get(row["line"])
        if line is None or line.withdrawn:
            yield Problem(
                f"leavers[{at}].line",
                "unknown_line",
                f"花名册中没有第 {row['line']} 号学员，或已退出。",
                f"The roster has no line {row['line']}, or that learner has left.",
            )


def _move_lessons(parent: Dossier, asked: Asking) -> tuple[dict[str, Any], dict[str, Any]]:
    plan, before, after = _planned(parent), {}, {}
    for row in asked["lessons"]:
        lesson = plan[row["no"]]
        before[str(lesson.no)] = _shown(lesson)
        planned = _as_planned(lesson, row)
        lesson.date, lesson.start, lesson.end = planned.day, planned.start, planned.end
        lesson.teacher, lesson.room = planned.teacher, planned.room or None
        after[str(lesson.no)] = _shown(lesson)
    return before, after


def _shown(lesson: Lesson) -> dict[str, str]:
    return {name: str(getattr(lesson, name) or "") for name in MOVABLE}


def _add_newcomers(parent: Dossier, asked: Asking) -> tuple[dict[str, Any], dict[str, Any]]:
    """New lines go below the old ones: a number once given is nobody else's."""
    first = max(parent.roster, default=0) + 1
    for line, row in enumerate(asked["learners"], start=first):
        newcomer = Asked.of(line, row)
        parent.session.add(
            RosterLine(
                case_id=parent.case.id,
                line=line,
                name=newcomer.name,
                id_no=newcomer.id_no,
                person_index=blind_index(newcomer.id_no),
                phone=row.get("phone"),
                category=row.get("category"),
                relation=row.get("relation"),
                out_of_city=bool(row.get("out_of_city")),
            )
        )
    added = list(range(first, first + len(asked["learners"])))
    return {"heads": len(parent.roster)}, {"lines": added}


def _remove_leavers(parent: Dossier, asked: Asking) -> tuple[dict[str, Any], dict[str, Any]]:
    lines = sorted(row["line"] for row in asked["leavers"])
    for line in lines:
        parent.roster[line].withdrawn = True
    return {"lines": lines}, {"withdrawn": lines}
