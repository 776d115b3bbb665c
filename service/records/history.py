"""The history of every case, a chain of hashes; only ever added to, and free of personal data."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, func, select, text, union
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.domain.permissions import Acted
from service.domain.personal_data import BESIDE
from service.records.base import Base, BundleRef, CaseKey, Json, JsonList, PersonRef
from service.records.person import Person


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
    acting_for: Mapped[str | None]
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


def acted(session: Session, case_id: int) -> list[Acted]:
    """Which natural persons acted on a case in which lanes, themselves or through another."""
    entry = HistoryEntry
    ways = [
        select(person, entry.lane).where(
            entry.case_id == case_id, person.is_not(None), entry.lane.is_not(None)
        )
        for person in (entry.natural_person, entry.acting_for)
    ]
    rows = session.execute(union(*ways).order_by(text("1"), text("2")))
    return [Acted(str(person), str(lane)) for person, lane in rows]


def hands_behind(session: Session, case_id: int, seqs: Collection[int]) -> set[str]:
    """The natural persons behind these entries: who acted, and in whose name."""
    entry = HistoryEntry
    asked = select(entry.natural_person, entry.acting_for).where(
        entry.case_id == case_id, entry.seq.in_(seqs)
    )
    return {one for row in session.execute(asked) for one in row if one}


def acted_on(
    session: Session, case_ids: Collection[int], persons: Collection[str]
) -> dict[int, list[Acted]]:
    """In which lanes these natural persons acted on each of these cases, in one question."""
    entry, found = HistoryEntry, dict[int, list[Acted]]()
    ways = [
        select(entry.case_id, person, entry.lane).where(
            entry.case_id.in_(case_ids), person.in_(persons), entry.lane.is_not(None)
        )
        for person in (entry.natural_person, entry.acting_for)
    ]
    for case_id, person, lane in session.execute(union(*ways)):
        found.setdefault(case_id, []).append(Acted(str(person), str(lane)))
    return found


def last_change(session: Session, case_id: int) -> tuple[str, datetime, str]:
    """Who changed a case last, when, and by which step or order."""
    entry = HistoryEntry
    who = func.coalesce(Person.display_name, entry.actor_kind)
    changes = session.execute(
        select(who, entry.at, func.coalesce(entry.step, entry.order))
        .outerjoin(Person, Person.id == entry.actor_id)
        .where(entry.case_id == case_id, entry.order.not_in(BESIDE))
        .order_by(entry.seq.desc())
        .limit(1)
    )
    return changes.one()
