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
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from service.records.case import Case
from service.records.institution import Institution
from service.records.ledger import LedgerEntry
from service.records.opening import ClassOpening
from service.records.payment import Payment
from service.records.recovery import Recovery
from service.records.recovery_ways import RecoveryObjection, owed_by_fund
from service.records.step import EVERYTHING, OpenStep, Place, Scope, Sieve

REVIEW, RELEASE, RETURNED = "finance_review", "finance_pay", "account_fix"


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
    case: Case
    institution: str
    class_name: str | None

    @property
    def until(self) -> datetime | None:
        """By when it has to be back; a second notice sets another day."""
        return self.recovery.second_due_at or self.recovery.due_at

    @property
    def place(self) -> Place:
        return Place(self.until, self.recovery.id)


def totals(
    session: Session, scopes: Sequence[Scope], sieve: Sieve = EVERYTHING
) -> tuple[Total, Total, Total, Total]:
    """Count and sum of the four lists, in one question."""
    wanted = sieve.holds()
    parts = [
        _stepped(REVIEW, scopes, _to_pay()).where(*wanted),
        _stepped(RELEASE, scopes, _last_amount()).where(*wanted),
        _stepped(RETURNED, scopes, _last_amount()).where(*wanted),
        select(
            func.count().label("n"),
            func.coalesce(func.sum(Recovery.amount_fen - Recovery.repaid_fen), 0).label("fen"),
        )
        .join(Case, Case.id == Recovery.case_id)
        .where(*_open_recoveries(scopes, sieve.institution_id)),
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
    session: Session,
    scopes: Sequence[Scope],
    *,
    institution_id: int | None = None,
    after: Place | None = None,
    limit: int = 50,
) -> list[Owed]:
    """The next page of what has to come back: the soonest due first, undated last."""
    rows = session.execute(
        select(Recovery, Case, Institution.name, ClassOpening.class_name)
        .join(Case, Case.id == Recovery.case_id)
        .join(Institution, Institution.id == Case.institution_id)
        .outerjoin(ClassOpening, ClassOpening.case_id == Case.id)
        .where(*_open_recoveries(scopes, institution_id), _behind(after))
        .order_by(_UNTIL.is_(None), _UNTIL, Recovery.id)
        .limit(limit)
    )
    return [Owed(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class ToReturn:
    """One amount that came back and was never owed: it is given back by hand."""

    number: str
    institution: str
    fen: int
    decided_at: datetime | None


def to_return(
    session: Session,
    scopes: Sequence[Scope],
    *,
    institution_id: int | None = None,
    limit: int = 50,
) -> list[ToReturn]:
    """What objections found paid back for nothing, the newest decision first."""
    of_one = true() if institution_id is None else Case.institution_id == institution_id
    rows = session.execute(
        select(
            Case.number,
            Institution.name,
            RecoveryObjection.return_fen,
            RecoveryObjection.decided_at,
        )
        .join(Case, Case.id == RecoveryObjection.case_id)
        .join(Institution, Institution.id == Case.institution_id)
        .where(RecoveryObjection.return_fen > 0, _within(Case, scopes), of_one)
        .order_by(RecoveryObjection.id.desc())
        .limit(limit)
    )
    return [ToReturn(*row) for row in rows]


_UNTIL = func.coalesce(Recovery.second_due_at, Recovery.due_at)


def _open_recoveries(
    scopes: Sequence[Scope], institution_id: int | None
) -> tuple[ColumnElement[bool], ...]:
    of_one = true() if institution_id is None else Case.institution_id == institution_id
    return Recovery.repaid_fen < Recovery.amount_fen, _within(Case, scopes), of_one


def _behind(after: Place | None) -> ColumnElement[bool]:
    if after is None:
        return true()
    if after.due_at is None:
        return _UNTIL.is_(None) & (Recovery.id > after.id)
    due_at = literal(after.due_at, _UNTIL.type)
    twin = and_(due_at == _UNTIL, Recovery.id > after.id)
    return or_(due_at < _UNTIL, twin, _UNTIL.is_(None))


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


def bases_of_cases(session: Session, case_ids: Sequence[int], kind: str) -> dict[int, Basis]:
    """The fund and the clause of the last entry of a kind in the books of these cases."""
    rows = session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.case_id.in_(case_ids), LedgerEntry.kind == kind)
        .order_by(LedgerEntry.id)
    )
    return {row.case_id: Basis(row.fund, row.clause, row.at) for row in rows}


def funds_owed(session: Session, case_ids: Sequence[int]) -> dict[int, list[str]]:
    """The funds to which something still has to come back in these cases, first called first."""
    rows = session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.case_id.in_(case_ids))
        .where(or_(LedgerEntry.debit == "recoverable", LedgerEntry.credit == "recoverable"))
        .order_by(LedgerEntry.id)
    )
    found: dict[int, list[LedgerEntry]] = {case_id: [] for case_id in case_ids}
    for row in rows:
        found[row.case_id].append(row)
    return {case_id: list(owed_by_fund(entries)) for case_id, entries in found.items()}


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
        select(Payment.amount_fen - Payment.paid_fen)
        .where(Payment.case_id == OpenStep.case_id, Payment.stage == _stage())
        .order_by(Payment.attempt.desc())
        .limit(1)
        .correlate(OpenStep)
        .scalar_subquery()
    )


def _to_pay() -> ColumnElement[int]:
    """What a stage is about to pay, as it was counted when the step opened."""
    return func.coalesce(OpenStep.amount_fen, 0)
