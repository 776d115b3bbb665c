"""How each learner of an online course was assessed: by which means, and what was found."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey


class OnlineAssessment(Base):
    """One learner's assessment at the end of an online course."""

    __tablename__ = "online_assessment"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"]),
    )

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mode: Mapped[str]
    score: Mapped[int | None]
    passed: Mapped[bool]
    note: Mapped[str | None]
    assessed_at: Mapped[datetime]


def assessments_of(session: Session, case_id: int) -> list[OnlineAssessment]:
    """The assessments of a class by roster line."""
    return list(
        session.scalars(
            select(OnlineAssessment)
            .where(OnlineAssessment.case_id == case_id)
            .order_by(OnlineAssessment.line)
        )
    )
