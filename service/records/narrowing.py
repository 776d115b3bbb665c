"""What a list of cases is narrowed to: place, state, time, money paid, and lateness."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from service.records.case import Case
from service.records.deadline import Deadline
from service.records.payment import Payment

OPEN, ENDED = "open", "ended"
LATE_NOW, LATE_EVER = "now", "ever"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The limits of a list; what is not named does not limit."""

    jurisdiction: str = ""
    region: str = ""
    state: str = ""
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    paid_from_fen: int | None = None
    paid_to_fen: int | None = None
    late: str = ""


def conditions(limits: Narrowed, now: datetime) -> list[ColumnElement[bool]]:
    """The limits as a database reads them."""
    found: list[ColumnElement[bool]] = []
    if limits.jurisdiction:
        found.append(Case.jurisdiction == limits.jurisdiction)
    if limits.region:
        found.append(Case.region == limits.region)
    if limits.state:
        found.append(_in_state(limits.state))
    if limits.opened_from is not None:
        found.append(Case.opened_at >= limits.opened_from)
    if limits.opened_before is not None:
        found.append(Case.opened_at < limits.opened_before)
    if limits.late:
        found.append(_late(now, ever=limits.late == LATE_EVER))
    return found + _paid(limits)


def _in_state(state: str) -> ColumnElement[bool]:
    if state == OPEN:
        return Case.finished.is_(None)
    return Case.finished.is_not(None) if state == ENDED else Case.finished == state


def _late(now: datetime, *, ever: bool) -> ColumnElement[bool]:
    past = ("passed", "late") if ever else ("passed",)
    over = or_(Deadline.state.in_(past), and_(Deadline.state == "running", Deadline.due_at <= now))
    return exists().where(Deadline.case_id == Case.id, over)


def _paid(limits: Narrowed) -> list[ColumnElement[bool]]:
    if limits.paid_from_fen is None and limits.paid_to_fen is None:
        return []
    total = func.sum(Payment.paid_fen)
    paid = select(Payment.case_id).where(Payment.paid_fen > 0).group_by(Payment.case_id)
    found: list[ColumnElement[bool]] = []
    if limits.paid_from_fen:
        found.append(Case.id.in_(paid.having(total >= limits.paid_from_fen)))
    if limits.paid_to_fen is not None:
        # A case that was paid nothing is within any upper bound.
        found.append(Case.id.not_in(paid.having(total > limits.paid_to_fen)))
    return found
