"""Taking in who sat in the classroom on which day, handed in with the learning records."""

from collections.abc import Mapping
from typing import Any

from service.commands.dossier import Dossier
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong
from service.records.attendance import AttendanceDay, attended_days


def keep(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """Each learner and day once, however often it is reported; no stranger, no day to come."""
    rows = given.get("attendance") or ()
    if not rows and not given.get("records"):
        raise AnswersWrong(
            [
                Problem(
                    "records",
                    "required",
                    "请填写学习记录或线下考勤。",
                    "Give learning records or days attended.",
                )
            ]
        )
    problems = [
        _problem(dossier, at, row)
        for at, row in enumerate(rows)
        if row["line"] not in dossier.roster or row["day"] > dossier.today
    ]
    if problems:
        raise AnswersWrong(problems)
    known = attended_days(dossier.session, dossier.case.id) if rows else {}
    days = {(row["line"], row["day"]) for row in rows}
    dossier.session.add_all(
        AttendanceDay(case_id=dossier.case.id, line=line, day=day, batch_ref=given["batch_ref"])
        for line, day in sorted(days)
        if day not in known.get(line, ())
    )


def _problem(dossier: Dossier, at: int, row: Mapping[str, Any]) -> Problem:
    if row["line"] not in dossier.roster:
        return Problem(
            f"attendance[{at}].line",
            "unknown_line",
            f"花名册中没有第 {row['line']} 号学员。",
            f"The roster has no line {row['line']}.",
        )
    return Problem(
        f"attendance[{at}].day",
        "in_future",
        "考勤日期不能晚于今天。",
        "Nobody has attended after today.",
    )
