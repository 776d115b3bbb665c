"""The history of every case, a chain of hashes; only ever added to, and free of personal data."""

from datetime import datetime

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BundleRef, CaseKey, Json, JsonList, PersonRef


class HistoryEntry(Base):
    """One order that was carried out: who, what, by which way, and what it set off."""

    __tablename__ = "history_entry"
    __table_args__ = (
        CheckConstraint("actor_kind in ('person', 'clock')", name="actor_kind"),
        CheckConstraint("(actor_kind = 'clock') = (actor_id is null)", name="actor_named"),
    )

    case_id: Mapped[CaseKey]
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[PersonRef | None]
    actor_kind: Mapped[str]
    acting_for: Mapped[PersonRef | None]
    natural_person: Mapped[str | None]
    lane: Mapped[str | None]
    order: Mapped[str]
    step: Mapped[str | None]
    path: Mapped[str]
    outcome: Mapped[Json]
    walked: Mapped[JsonList]
    signals: Mapped[JsonList]
    bundle_hash: Mapped[BundleRef]
    previous: Mapped[str]
    digest: Mapped[str]


def history_of(
    session: Session, case_id: int, *, after: int = 0, limit: int | None = None
) -> list[HistoryEntry]:
    """What happened on a case, in order."""
    return list(
        session.scalars(
            select(HistoryEntry)
            .where(HistoryEntry.case_id == case_id, HistoryEntry.seq > after)
            .order_by(HistoryEntry.seq)
            .limit(limit)
        )
    )
