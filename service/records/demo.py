"""How far the demo's clock has been moved on; outside the demo there is no such row."""

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId


class DemoShift(Base):
    """The one row that says by how many seconds."""

    __tablename__ = "demo_shift"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1, autoincrement=False)
    seconds: Mapped[int] = mapped_column(BigId)


_SECONDS = select(DemoShift.seconds).where(DemoShift.id == 1).scalar_subquery()


def shift_seconds(session: Session) -> int:
    """By how many seconds the demo's clock is ahead of the database's; 0 outside the demo."""
    return session.scalar(select(_SECONDS)) or 0
