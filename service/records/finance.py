"""What finance has before it: payments to review, to release, sent back, and money to recover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from service.records.base import LARGEST_ID
from service.records.case import Case
from service.records.claim import ClaimLine
from service.records.institution import Institution
from service.records.ledger import LedgerEntry
from service.records.opening import ClassOpening
from service.records.payment import Payment
from service.records.recovery import Recovery
from service.records.step import OpenStep, Scope

REVIEW, RELEASE, RETURNED = "finance_review", "finance_pay", "account_fix"
EARNED = ("approved", "cut")


@dataclass(frozen=True, slots=True)
class Total:
    """How many, and how much in all."""

    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class Basis:
    """The fund an amount is taken from, and the clause behind it."""

    fund: str
    clause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """One amount that has to come back."""

    recovery: Recovery
    number: str
    jurisdiction: str
    institution: str


def totals(session: Session, scopes: Sequence[Scope]) -> tuple[Total, Total, Total, Total]:
    """Count and sum of the four lists, in one question."""
    parts = [
        _stepped(REVIEW, scopes, _to_pay()),
        _stepped(RELEASE, scopes, _last_amount()),
        _stepped(RETURNED, scopes, _last_amount()),
        select(
            func.count().label("n"),
            func.coalesce(func.sum(Recovery.amount_fen - Recovery.repaid_fen), 0).label("fen"),
        )
        .join(Case, Case.id == Recovery.case_id)
        .where(Recovery.repaid_fen < Recovery.amount_fen, _within(Case, scopes)),
    ]
    first, *others = [part.subquery() for part in parts]
    beside: FromClause = first
    for other in others:
        beside = beside.join(other, true())
    columns = [column for table in (first, *others) for column in (table.c.n, table.c.fen)]
    row = session.execute(select(*columns).select_from(beside)).one()
    pairs = [Total(row[at], int(row[at + 1])) for at in range(0, 8, 2)]
    return pairs[0], pairs[1], pairs[2], pairs[3]


def owed(
    session: Session, scopes: Sequence[Scope], *, after: int = 0, limit: int = 50
) -> list[Owed]:
    """The next page of what has to come back, the oldest first."""
    rows = session.execute(
        select(Recovery, Case.number, Case.jurisdiction, Institution.name)
        .join(Case, Case.id == Recovery.case_id)
        .join(Institution, Institution.id == Case.institution_id)
        .where(Recovery.repaid_fen < Recovery.amount_fen, _within(Case, scopes))
        .where(Recovery.id > min(after, LARGEST_ID))
        .order_by(Recovery.id)
        .limit(limit)
    )
    return [Owed(*row) for row in rows]


def openings_of(session: Session, case_ids: Sequence[int]) -> dict[int, ClassOpening]:
    """The classes of these cases."""
    rows = session.scalars(select(ClassOpening).where(ClassOpening.case_id.in_(case_ids)))
    return {row.case_id: row for row in rows}


def payments_of_cases(session: Session, case_ids: Sequence[int]) -> dict[int, list[Payment]]:
    """Every attempt to pay on these cases, in the order they were made."""
    found: dict[int, list[Payment]] = {case_id: [] for case_id in case_ids}
    asked = select(Payment).where(Payment.case_id.in_(case_ids)).order_by(Payment.id)
    for row in session.scalars(asked):
        found[row.case_id].append(row)
    return found


def earned_of_cases(session: Session, case_ids: Sequence[int]) -> dict[int, int]:
    """What the approved lines of the claims of these cases come to."""
    rows = session.execute(
        select(ClaimLine.case_id, func.sum(ClaimLine.amount_fen))
        .where(ClaimLine.case_id.in_(case_ids), ~ClaimLine.excluded)
        .where(ClaimLine.verdict.in_(EARNED))
        .group_by(ClaimLine.case_id)
    )
    return {case_id: int(fen) for case_id, fen in rows}


def bases_of_cases(session: Session, case_ids: Sequence[int], kind: str) -> dict[int, Basis]:
    """The fund and the clause of the last entry of a kind in the books of these cases."""
    rows = session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.case_id.in_(case_ids), LedgerEntry.kind == kind)
        .order_by(LedgerEntry.id)
    )
    return {row.case_id: Basis(row.fund, row.clause, row.at) for row in rows}


def _stepped(
    element: str, scopes: Sequence[Scope], amount: ColumnElement[int] | ScalarSelect[int]
) -> Select[int, int]:
    return select(func.count().label("n"), func.coalesce(func.sum(amount), 0).label("fen")).where(
        OpenStep.element == element, _within(OpenStep, scopes)
    )


def _within(table: type[OpenStep] | type[Case], scopes: Sequence[Scope]) -> ColumnElement[bool]:
    return or_(
        *(
            and_(
                table.jurisdiction == scope.jurisdiction if scope.jurisdiction else true(),
                table.region == scope.region if scope.region else true(),
            )
            for scope in scopes
        )
    )


def _stage() -> ColumnElement[str]:
    stage: ColumnElement[str] = OpenStep.properties["stage"].as_string()
    return stage


def _last_amount() -> ScalarSelect[int]:
    return (
        select(Payment.amount_fen)
        .where(Payment.case_id == OpenStep.case_id, Payment.stage == _stage())
        .order_by(Payment.attempt.desc())
        .limit(1)
        .correlate(OpenStep)
        .scalar_subquery()
    )


def _to_pay() -> ColumnElement[int]:
    """What a stage is about to pay: the advance as granted, else what the advance leaves."""
    granted = (
        select(func.coalesce(ClassOpening.advance_fen, 0))
        .where(ClassOpening.case_id == OpenStep.case_id)
        .correlate(OpenStep)
        .scalar_subquery()
    )
    earned = (
        select(func.coalesce(func.sum(ClaimLine.amount_fen), 0))
        .where(ClaimLine.case_id == OpenStep.case_id, ~ClaimLine.excluded)
        .where(ClaimLine.verdict.in_(EARNED))
        .correlate(OpenStep)
        .scalar_subquery()
    )
    advanced = (
        select(func.coalesce(func.sum(Payment.amount_fen), 0))
        .where(Payment.case_id == OpenStep.case_id, Payment.stage == "ADVANCE")
        .where(Payment.state == "paid")
        .correlate(OpenStep)
        .scalar_subquery()
    )
    return case((_stage() == "ADVANCE", granted), (earned > advanced, earned - advanced), else_=0)
