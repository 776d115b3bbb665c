"""Which cases were filed at the counter: by whom, when the papers really came in, and why there."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

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
