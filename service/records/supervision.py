"""What follows on a running class: visits, third-party reports, and changes that were granted."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey, CaseRef, Json, JsonList


class Inspection(Base):
    """One visit to a class, on the spot or from afar, and what became of what was wrong."""

    __tablename__ = "inspection"

    case_id: Mapped[CaseKey]
    parent_id: Mapped[CaseRef] = mapped_column(index=True)
    visited_on: Mapped[date]
    mode: Mapped[str]
    inspectors: Mapped[int]
    attended: Mapped[int]
    expected: Mapped[int]
    failed_items: Mapped[JsonList] = mapped_column(default=list)
    passed: Mapped[bool]
    # Whether what was wrong has been put right; None while nobody has looked again.
    rectified: Mapped[bool | None]


class ThirdPartyReport(Base):
    """What an outside evaluator found of a class, and whether its payment is held back for it."""

    __tablename__ = "third_party_report"

    case_id: Mapped[CaseKey]
    parent_id: Mapped[CaseRef] = mapped_column(index=True)
    reported_on: Mapped[date]
    score: Mapped[int]
    held_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]


class ClassChange(Base):
    """A change of a running class that was granted: what stood before, and what stands now."""

    __tablename__ = "class_change"

    case_id: Mapped[CaseKey]
    parent_id: Mapped[CaseRef] = mapped_column(index=True)
    kind: Mapped[str]
    filed_on: Mapped[date]
    before: Mapped[Json] = mapped_column(default=dict)
    after: Mapped[Json] = mapped_column(default=dict)
    applied_at: Mapped[datetime | None]


def visits(session: Session, parent_id: int) -> int:
    """How many visits to a class ended well, at once or after what was wrong was put right."""
    asked = select(func.count()).where(
        Inspection.parent_id == parent_id, Inspection.passed | Inspection.rectified.is_(True)
    )
    return session.execute(asked).scalar_one()


def holds_payment(session: Session, parent_id: int) -> bool:
    """Whether a third party's report holds back the payment of a class today."""
    report = ThirdPartyReport
    asked = select(report.case_id).where(
        report.parent_id == parent_id, report.held_at.is_not(None), report.released_at.is_(None)
    )
    return session.scalar(asked.limit(1)) is not None
