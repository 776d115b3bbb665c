"""Learning records, handed in while the class runs, and what is supplied of them afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.commands.delivery import attendance, evidence
from service.commands.dossier import Dossier
from service.commands.rules import real_name
from service.commands.rules.table import Given, rule
from service.domain.evidence import NotLessons, lesson_numbers
from service.domain.plan import clock_time
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.learning import LearningRecord, has_batch

ATTENDED = ("attended_on", "attended_from", "attended_to")
COUNTED = (
    *("minutes", "face_checks", "random_checks", "images"),
    *("sign_ins", "qa", "tests", "theory_hours", "practical_hours", "training_days"),
)
SUPPLEMENT = "evidence_supplement"


@rule("RecordLearning")
def record_learning(dossier: Dossier, given: Given) -> None:
    """Keep a batch of learning records; the same batch handed in twice counts once."""
    opening = dossier.opening
    if opening.actual_start_on is None or (opening.completed_on and not _supplied(dossier)):
        raise NotNow(
            "只有正在开班的班次可以登记学习记录。",
            "Learning is recorded only while the class runs.",
        )
    _keep(dossier, given)


@rule(SUPPLEMENT)
def supplement_evidence(dossier: Dossier, given: Given) -> None:
    """What is lacking is supplied for the learners who lack it, or given up."""
    if given["decision"] != "submit":
        return
    open_lines = evidence.lacking(dossier)
    complete = [row["line"] for row in given["records"] if row["line"] not in open_lines]
    if complete:
        raise AnswersWrong(
            [
                Problem(
                    "records",
                    "not_asked",
                    f"第 {', '.join(map(str, complete))} 号学员的证据没有欠缺，不需补充。",
                    f"Line {', '.join(map(str, complete))} lacks nothing.",
                )
            ]
        )
    _keep(dossier, given)


def _supplied(dossier: Dossier) -> bool:
    """Whether the time to supply what is lacking runs."""
    return any(step.element == SUPPLEMENT for step in dossier.steps.values())


def _keep(dossier: Dossier, given: Given) -> None:
    rows = given.get("records") or []
    problems = [*_strangers(dossier, rows), *_hours_amiss(rows), *_unreadable(rows)]
    if problems:
        raise AnswersWrong(problems)
    if has_batch(dossier.session, dossier.case.id, given["batch_ref"]):
        raise NotNow(
            f"批次 {given['batch_ref']} 已登记，未重复计入。",
            f"Batch {given['batch_ref']} is already recorded; nothing was counted twice.",
        )
    dossier.session.add_all([_record(dossier, given, row) for row in rows])
    attendance.keep(dossier, given)
    real_name.speaks_for(dossier, {row["line"] for row in rows}, given["batch_ref"])
    dossier.session.flush()
    # What the diagram asks next is to know of these records.
    for read in ("learning", "lessons_followed"):
        dossier.__dict__.pop(read, None)
    if _supplied(dossier):
        evidence.set_aside(dossier)


def _strangers(dossier: Dossier, rows: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    strangers = [row["line"] for row in rows if row["line"] not in dossier.roster]
    if strangers:
        yield Problem(
            "records",
            "unknown_line",
            f"花名册中没有第 {', '.join(map(str, strangers))} 号学员。",
            f"The roster has no line {', '.join(map(str, strangers))}.",
        )


def _unreadable(rows: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    for at, row in enumerate(rows):
        try:
            lesson_numbers(row.get("lesson_nos") or "")
        except NotLessons as part:
            yield Problem(
                f"records[{at}].lesson_nos",
                "not_lessons",
                f"「{part}」不是课次，请写成 1、2、5-8。",
                f"“{part}” is no lesson; write 1, 2, 5-8.",
            )


def _hour(value: Any) -> Any:
    return clock_time(value) if isinstance(value, str) else value


def _hours_amiss(rows: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """Hours of attendance stand together: a day, a beginning and a later end."""
    for at, row in enumerate(rows):
        day, began, ended = (_hour(row.get(name)) for name in ATTENDED)
        if (began is None) != (ended is None) or (began and (day is None or began >= ended)):
            yield Problem(
                f"records[{at}].attended_to",
                "hours_amiss",
                "考勤须同时填写日期、起止时间，且止晚于起。",
                "Attendance needs its day, its beginning and a later end.",
            )


def _record(dossier: Dossier, given: Given, row: Mapping[str, Any]) -> LearningRecord:
    return LearningRecord(
        case_id=dossier.case.id,
        batch_ref=given["batch_ref"],
        at=dossier.now,
        line=row["line"],
        **{name: row.get(name) or 0 for name in COUNTED},
        **{name: _hour(row.get(name)) for name in ATTENDED},
        offline_in_city=bool(row.get("offline_in_city")),
        learned_on=row.get("learned_on"),
        lesson_nos=row.get("lesson_nos"),
        platform_ref=given.get("platform_ref"),
        platform_hash=given.get("platform_hash"),
    )
