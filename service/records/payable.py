"""Payments that finance has reviewed and nobody has sent yet: what a batch may be drawn from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from service.domain.batch import BODY, PERSONS
from service.records.base import LARGEST_ID
from service.records.case import Case
from service.records.finance import RELEASE
from service.records.institution import Institution
from service.records.payment import Payment
from service.records.payment_batch import BatchItem
from service.records.payment_line import PaymentLine
from service.records.step import OpenStep, Scope

Row = TypeVarTuple("Row")


@dataclass(frozen=True, slots=True)
class Payable:
    """One payment that can be drawn, with the case it belongs to."""

    payment: Payment
    number: str
    jurisdiction: str
    region: str
    institution: str
    due_at: datetime | None
    assignee_id: int | None
    heads: int

    @property
    def kind(self) -> str:
        """Whether it goes to a body or to persons."""
        return PERSONS if self.heads else BODY


@dataclass(frozen=True, slots=True)
class Purse:
    """What can be drawn together: one place, one fund, one kind of payee."""

    jurisdiction: str
    region: str
    fund: str
    kind: str
    payments: int
    fen: int


_HEADS = (
    select(func.count())
    .where(PaymentLine.payment_id == Payment.id)
    .correlate(Payment)
    .scalar_subquery()
)
_TO_PERSONS = exists().where(PaymentLine.payment_id == Payment.id)


def purses(session: Session, scopes: Sequence[Scope]) -> list[Purse]:
    """What waits to be drawn in these places, by place, fund and kind of payee."""
    found = []
    for kind, wanted in ((BODY, ~_TO_PERSONS), (PERSONS, _TO_PERSONS)):
        asked = (
            _waiting(select(Case.jurisdiction, Case.region, Payment.fund), scopes)
            .where(wanted)
            .add_columns(func.count(), func.sum(Payment.amount_fen))
            .group_by(Case.jurisdiction, Case.region, Payment.fund)
        )
        found += [
            Purse(place, region, fund, kind, payments, int(fen))
            for place, region, fund, payments, fen in session.execute(asked)
        ]
    return sorted(found, key=lambda one: (one.jurisdiction, one.region, one.fund, one.kind))


def payables(
    session: Session,
    scope: Scope,
    *,
    fund: str,
    kind: str,
    after: int = 0,
    limit: int = 200,
) -> list[Payable]:
    """The next page of what waits to be drawn, in the order it was reviewed."""
    asked = (
        _waiting(
            select(
                Payment,
                Case.number,
                Case.jurisdiction,
                Case.region,
                Institution.name,
                OpenStep.due_at,
                OpenStep.assignee_id,
                _HEADS,
            ),
            [scope],
        )
        .join(Institution, Institution.id == Case.institution_id)
        .where(*_of(fund, kind), Payment.id > min(max(after, 0), LARGEST_ID))
        .order_by(Payment.id)
        .limit(limit)
    )
    return [Payable(*row) for row in session.execute(asked)]


def to_draw(
    session: Session,
    scope: Scope,
    *,
    fund: str,
    kind: str,
    only: Collection[int] = (),
    after: int = 0,
    limit: int = 500,
) -> list[Payment]:
    """The next payments that go into a batch; those named, or every one that waits."""
    asked = _waiting(select(Payment), [scope]).where(*_of(fund, kind), Payment.id > after)
    if only:
        asked = asked.where(Payment.id.in_(only))
    return list(session.scalars(asked.order_by(Payment.id).limit(limit)))


def _of(fund: str, kind: str) -> tuple[ColumnElement[bool], ...]:
    return Payment.fund == fund, _TO_PERSONS if kind == PERSONS else ~_TO_PERSONS


def _waiting(asked: Select[*Row], scopes: Sequence[Scope]) -> Select[*Row]:
    drawn = exists().where(BatchItem.payment_id == Payment.id, BatchItem.living)
    within = [
        and_(
            OpenStep.jurisdiction == scope.jurisdiction if scope.jurisdiction else true(),
            OpenStep.region == scope.region if scope.region else true(),
        )
        for scope in scopes
    ]
    return (
        asked.select_from(OpenStep)
        .join(
            Payment,
            and_(
                Payment.case_id == OpenStep.case_id,
                Payment.stage == OpenStep.properties["stage"].as_string(),
                Payment.state == "reviewed",
            ),
        )
        .join(Case, Case.id == OpenStep.case_id)
        .where(OpenStep.element == RELEASE, or_(*within), ~drawn)
    )
