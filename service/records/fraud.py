"""Fraud cases: whom each is about, how it was decided, and whose money stands still meanwhile."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Index, exists, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey, JsonList
from service.records.case import Case
from service.records.columns import Fen, Sealed
from service.records.deadline import Deadline
from service.records.institution import ListEntry

PROCESS, HEARING = "fraud_case", "fraud_hearing"


class FraudMatter(Base):
    """What one fraud case is about; a person is known by blind index alone."""

    __tablename__ = "fraud_matter"
    __table_args__ = (
        Index(None, "jurisdiction", "subject_uscc"),
        Index(None, "jurisdiction", "subject_index"),
    )

    case_id: Mapped[CaseKey]
    jurisdiction: Mapped[str]
    source: Mapped[str]
    subject_kind: Mapped[str]
    subject_uscc: Mapped[str | None]
    subject_index: Mapped[str | None]
    violation: Mapped[str]
    facts: Mapped[str] = mapped_column(Sealed("fraud_matter.facts"))
    # Who looked into it, as officials sign; two at least.
    investigators: Mapped[JsonList] = mapped_column(default=list)
    extended: Mapped[bool] = mapped_column(default=False)
    # None while the case is open: until then the subject's money stands still.
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    ban_years: Mapped[int | None]
    clawback_fen: Mapped[int] = mapped_column(Fen, default=0)
    # The same by fund (fund, clause, fen), first to last; None where it was not asked for.
    clawback_funds: Mapped[JsonList | None]
    referred_to: Mapped[JsonList] = mapped_column(default=list)


def matter_of(session: Session, case_id: int) -> FraudMatter | None:
    """What this fraud case is about."""
    return session.get(FraudMatter, case_id)


def matters_about(
    session: Session,
    jurisdiction: str,
    *,
    opened_on: date,
    codes: Collection[str] = (),
    persons: Collection[str] = (),
) -> list[FraudMatter]:
    """The fraud cases about any of these that freeze the money of a class opened that day.

    An open one does, and a proven one, unless the class was opened after the ban had ended.
    """
    about = [FraudMatter.subject_uscc.in_(codes)] if codes else []
    about += [FraudMatter.subject_index.in_(persons)] if persons else []
    if not about:
        return []
    served = exists().where(ListEntry.case_id == FraudMatter.case_id, ListEntry.until < opened_on)
    asked = (
        select(FraudMatter)
        .where(FraudMatter.jurisdiction == jurisdiction, or_(*about))
        .where(FraudMatter.decision.is_(None) | ((FraudMatter.decision == "serious") & ~served))
        .order_by(FraudMatter.case_id)
    )
    return list(session.scalars(asked))


def untold() -> ColumnElement[bool]:
    """Fraud cases that still run and whose subject has not been asked to answer yet."""
    asked = exists().where(Deadline.case_id == Case.id, Deadline.rule == HEARING)
    return (Case.process == PROCESS) & Case.finished.is_(None) & ~asked


def is_untold(session: Session, case: Case) -> bool:
    """Whether this is such a case; of any other nothing is asked."""
    if case.process != PROCESS or case.finished is not None:
        return False
    return session.scalar(select(Case.id).where(Case.id == case.id, untold())) is not None
