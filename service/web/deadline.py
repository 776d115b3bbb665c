"""The deadlines of a case: due when, under which clause, of which kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.commands.library import LIBRARY
from service.domain.calendar import beijing_date
from service.domain.holding import REASONS
from service.domain.policy import Policy
from service.records.case import Case
from service.records.deadline import Deadline, deadlines_of
from service.web.basis import Basis, of_value
from service.web.counting import Day, counted
from service.web.due import due
from service.web.front import minute
from service.web.holding import reason_of
from service.web.language import either, say


@dataclass(frozen=True, slots=True)
class Line:
    """One deadline as a page shows it."""

    label: str
    kind: str
    clause: str
    when: str
    basis: Basis | None = None
    days: int = 0
    overdue: bool = False
    paused: bool = False
    estimated: bool = False
    done: bool = False
    note: str = ""
    counted: Sequence[Day] = ()
    pauses: Sequence[str] = ()


def lines(session: Session, case: Case, policy: Policy, now: datetime) -> list[Line]:
    """Every deadline, the running ones first."""
    _, calendar = LIBRARY.in_force(session, case.jurisdiction)
    shown = []
    for row in deadlines_of(session, case.id):
        label, clause = label_of(row, policy, case), clause_of(row)
        if row.due_at is None:
            shown.append(
                Line(
                    label,
                    row.kind,
                    clause,
                    say("已暂停"),
                    basis_of(row, policy),
                    days=row.remaining or 0,
                    paused=True,
                )
            )
            continue
        left = due(row.due_at, now, calendar)
        shown.append(
            Line(
                label,
                row.kind,
                clause,
                left.when,
                basis_of(row, policy),
                days=left.days,
                overdue=left.overdue,
                estimated=left.estimated,
                done=row.state in ("met", "late"),
                counted=counted(row, calendar) if row.state not in ("met", "late") else (),
                pauses=_pauses(row),
            )
        )
    return sorted(shown, key=lambda line: line.done)


def _pauses(row: Deadline) -> list[str]:
    """When it stood still."""
    return [
        _pause(one.get("reason", ""), _at(one["from"]), _at(one.get("to"))) for one in row.pauses
    ]


def _pause(reason: str, begin: str, end: str) -> str:
    if reason in REASONS:
        why = reason_of(reason)
        return say("{begin} 至 {end} 暂停（{why}）", begin=begin, end=end, why=why)
    return say("{begin} 至 {end} 暂停（补正）", begin=begin, end=end)


def _at(text: str | None) -> str:
    return minute(datetime.fromisoformat(text)) if text else say("现在")


def label_of(row: Deadline, policy: Policy, case: Case) -> str:
    """What the office calls the deadline."""
    if row.rule not in policy.deadlines:
        return row.rule
    return either(dict(policy.deadline(row.rule, beijing_date(case.opened_at)).label))


def basis_of(row: Deadline, policy: Policy) -> Basis:
    """What speaks for its length: the version of the value it was counted by."""
    silent = row.source == "default"
    if row.rule in policy.deadlines:
        key = policy.deadline_days(row.rule)
        for one in reversed(policy.versions(key)):
            if one.since <= row.starts_on and one.is_default == silent:
                return of_value(one, either(policy.label(key)))
    return Basis("" if silent else row.clause, silent)


def clause_of(row: Deadline) -> str:
    """The clause, or that the documents are silent."""
    if row.source == "default":
        return say("文件未规定，按默认值")
    return f"{say('依据')} {row.clause}" if row.clause else ""
