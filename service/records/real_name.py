"""That a learner of a class is registered under his real name, where, and since when."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey


class RealName(Base):
    """One learner's registration in the real-name system, for one class (凡补必进)."""

    __tablename__ = "real_name"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"]),
    )

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    external_id: Mapped[str]
    verified_at: Mapped[datetime]
    # "system": its own number was handed in; "learning": a learning record speaks for it.
    source: Mapped[str]

    @property
    def by_own_number(self) -> bool:
        """Whether the real-name system's own number was handed in."""
        return self.source == "system"


def real_names_of(session: Session, case_id: int) -> dict[int, RealName]:
    """Who of a class is registered, by line."""
    asked = select(RealName).where(RealName.case_id == case_id)
    return {row.line: row for row in session.scalars(asked)}
