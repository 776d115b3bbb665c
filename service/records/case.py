"""The cases: where each stands, when its next time falls due, and how one is locked."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Index, exists, select, text
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from service.records.base import (
    Base,
    BigId,
    BundleRef,
    InstitutionRef,
    JsonList,
    PersonRef,
    RowId,
)
from service.records.database import DatabaseTime
from service.records.incident import Incident


class Case(Base):
    """One training class on its way from the request to the last yuan."""

    __tablename__ = "training_case"
    __table_args__ = (
        Index(
            "ix_training_case_due",
            "next_due",
            "id",
            postgresql_where=text("next_due is not null"),
            sqlite_where=text("next_due is not null"),
        ),
        # Whatever the database's collation, the start of a number is a range of this index.
        Index(
            "ix_training_case_number_start",
            "number",
            postgresql_ops={"number": "text_pattern_ops"},
        ),
        Index(None, "opened_at"),
        Index(None, "jurisdiction", "region", "id"),
        Index(None, "institution_id", "id"),
    )

    id: Mapped[RowId]
    number: Mapped[str] = mapped_column(unique=True)
    jurisdiction: Mapped[str]
    region: Mapped[str]
    process: Mapped[str]
    # The case this one follows on: a class's allowance, its inspection, what was reported of it.
    parent_id: Mapped[int | None] = mapped_column(BigId, index=True)
    bundle_hash: Mapped[BundleRef]
    institution_id: Mapped[InstitutionRef]
    opened_by: Mapped[PersonRef]
    state: Mapped[bytes]
    finished: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    last_at: Mapped[datetime]
    next_due: Mapped[datetime | None]
    # The messages the diagram waits for, each with the path of the place that waits.
    waits: Mapped[JsonList] = mapped_column(default=list)
    history_seq: Mapped[int] = mapped_column(default=0)
    history_head: Mapped[str] = mapped_column(default="")


def lock_case(session: Session, case_id: int) -> tuple[Case, datetime] | None:
    """The case, held until the transaction ends, and the database's time once it is held."""
    # The clock stands outside the locking part: beside it, it would show when the wait began.
    locked = select(Case).where(Case.id == case_id).with_for_update().cte("locked")
    held = aliased(Case, locked)
    found = session.execute(
        select(held, DatabaseTime()).execution_options(populate_existing=True)
    ).first()
    return None if found is None else (found[0], found[1])


def due_case(session: Session, now: datetime) -> int | None:
    """The case longest due, held so that no other worker takes it; failing ones rest first."""
    resting = exists().where(
        Incident.case_id == Case.id, Incident.closed_at.is_(None), Incident.retry_at > now
    )
    return session.scalar(
        select(Case.id)
        .where(Case.next_due <= now, ~resting)
        .order_by(Case.next_due, Case.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Case)
    )


def children_of(session: Session, case_id: int) -> list[Case]:
    """The cases that follow on a case, oldest first."""
    return list(session.scalars(select(Case).where(Case.parent_id == case_id).order_by(Case.id)))


def lock_cases(session: Session, wanted: Collection[int]) -> None:
    """Hold several cases until the transaction ends, always in the order of their ids."""
    asked = select(Case.id).where(Case.id.in_(wanted)).order_by(Case.id)
    session.execute(asked.with_for_update()).all()


def by_number(session: Session, number: str) -> Case | None:
    """The case of this number."""
    return session.scalar(select(Case).where(Case.number == number))


def case_ids(session: Session, *, after: int = 0, limit: int = 500) -> list[int]:
    """The cases by number, in pages, for whoever goes through all of them."""
    return list(
        session.scalars(select(Case.id).where(Case.id > after).order_by(Case.id).limit(limit))
    )


def numbers_of(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The numbers of these cases."""
    rows = session.execute(select(Case.id, Case.number).where(Case.id.in_(ids)))
    return {case_id: number for case_id, number in rows}  # noqa: C416 - rows are no pairs to dict()
