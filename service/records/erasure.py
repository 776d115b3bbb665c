"""What is to be erased, who proposed and who confirmed it, and what is erased for good."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseKey, JsonList, PersonRef, RowId


class Erasure(Base):
    """One proposal: its lines are (case, kind) and say nothing about anybody."""

    __tablename__ = "erasure"

    id: Mapped[RowId]
    lines: Mapped[JsonList]
    digest: Mapped[str]
    proposed_by: Mapped[PersonRef]
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[PersonRef | None]
    confirmed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class Erased(Base):
    """That one kind of data of one case is gone; only with this row may an answer be emptied."""

    __tablename__ = "erased"

    case_id: Mapped[CaseKey]
    kind: Mapped[str] = mapped_column(primary_key=True)
    erasure_id: Mapped[int] = mapped_column(BigId, ForeignKey("erasure.id"))
    at: Mapped[datetime]


def erased_of(session: Session, case_id: int) -> dict[str, datetime]:
    """What of a case is erased, and since when."""
    rows = session.execute(select(Erased.kind, Erased.at).where(Erased.case_id == case_id))
    return dict(rows.all())


def erased_among(session: Session, case_ids: Collection[int]) -> set[tuple[int, str]]:
    """What of these cases is erased."""
    rows = session.execute(select(Erased.case_id, Erased.kind).where(Erased.case_id.in_(case_ids)))
    return {(case_id, kind) for case_id, kind in rows}
