"""Which cases were filed at the counter: by whom, when the papers really came in, and why there."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey, PersonRef
from service.records.columns import Sealed


class CounterFiling(Base):
    """A request that a clerk files on behalf of an institution."""

    __tablename__ = "counter_filing"

    case_id: Mapped[CaseKey]
    clerk_id: Mapped[PersonRef]
    received_at: Mapped[datetime]
    taken_in_at: Mapped[datetime]
    reason: Mapped[str]
    note: Mapped[str | None] = mapped_column(Sealed("counter_filing.note"))
    proof: Mapped[str | None]
    filed_at: Mapped[datetime | None]


def filing_of(session: Session, case_id: int) -> CounterFiling | None:
    """How the case was filed at the counter, if it was."""
    return session.get(CounterFiling, case_id)


def not_filed_yet(session: Session, clerk_id: int) -> list[CounterFiling]:
    """What a clerk took in and has not handed in, the oldest first."""
    asked = select(CounterFiling).where(
        CounterFiling.clerk_id == clerk_id, CounterFiling.filed_at.is_(None)
    )
    return list(session.scalars(asked.order_by(CounterFiling.case_id)))
