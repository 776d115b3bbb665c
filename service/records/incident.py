"""What went wrong without anyone asking: the clock's failures, and when each is tried again."""

from datetime import datetime

from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import LARGEST_ID, Base, CaseRef, RowId


class Incident(Base):
    """One failure that someone has to look at."""

    __tablename__ = "incident"
    __table_args__ = (Index(None, "case_id", "closed_at"), Index(None, "closed_at", "id"))

    id: Mapped[RowId]
    case_id: Mapped[CaseRef | None]
    at: Mapped[datetime]
    kind: Mapped[str]
    detail: Mapped[str]
    tries: Mapped[int] = mapped_column(default=1)
    retry_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


def open_incidents(session: Session, *, after: int = 0, limit: int = 50) -> list[Incident]:
    """The incidents nobody has closed, oldest first."""
    return list(
        session.scalars(
            select(Incident)
            .where(Incident.closed_at.is_(None), Incident.id > min(after, LARGEST_ID))
            .order_by(Incident.id)
            .limit(limit)
        )
    )


def open_of_kind(session: Session, kind: str) -> list[Incident]:
    """The open incidents of a kind, oldest first."""
    asked = select(Incident).where(Incident.kind == kind, Incident.closed_at.is_(None))
    return list(session.scalars(asked.order_by(Incident.id)))


def count_open(session: Session) -> int:
    """How many incidents nobody has closed."""
    found = select(func.count()).select_from(Incident).where(Incident.closed_at.is_(None))
    return session.execute(found).scalar_one()


def open_incident_of(session: Session, case_id: int, kind: str) -> Incident | None:
    """The open incident of this kind on a case, if it has failed before."""
    return session.scalar(
        select(Incident).where(
            Incident.case_id == case_id, Incident.kind == kind, Incident.closed_at.is_(None)
        )
    )
