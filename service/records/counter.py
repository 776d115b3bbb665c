"""Which cases were filed at the counter: by whom, when the papers really came in, and why there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey, PersonRef
from service.records.case import Case
from service.records.columns import Sealed
from service.records.document import Document
from service.records.institution import Institution


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


def not_filed_yet(
    session: Session, clerk_id: int, proof: str
) -> Sequence[Row[CounterFiling, str, str, bool]]:
    """What a clerk took in and has not handed in, the oldest receipt first: with the case's number,
    the institution, and whether a document of that field was attached."""
    scanned = exists().where(Document.case_id == CounterFiling.case_id, Document.field == proof)
    asked = (
        select(CounterFiling, Case.number, Institution.name, scanned)
        .join(Case, Case.id == CounterFiling.case_id)
        .join(Institution, Institution.id == Case.institution_id)
        .where(CounterFiling.clerk_id == clerk_id, CounterFiling.filed_at.is_(None))
        .order_by(CounterFiling.received_at, CounterFiling.case_id)
    )
    return session.execute(asked).all()
