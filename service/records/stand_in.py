"""Who acts for whom while somebody is away: one role, from a day to a day."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from service.records.base import Base, PersonRef, RowId


class StandIn(Base):
    """That a person does the work of another's role for some days, named by him or the head."""

    __tablename__ = "stand_in"
    __table_args__ = (
        CheckConstraint("person_id <> for_person_id", name="another"),
        CheckConstraint("since <= until", name="days"),
        Index(None, "person_id", "until"),
        Index(None, "for_person_id", "until"),
    )

    id: Mapped[RowId]
    person_id: Mapped[PersonRef]
    for_person_id: Mapped[PersonRef]
    role: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    named_by: Mapped[PersonRef]
    named_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
