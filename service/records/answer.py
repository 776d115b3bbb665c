"""What people answered on the forms they finished, sealed; rows are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseRef, PersonRef, RowId
from service.records.columns import SealedJson


class Answer(Base):
    """One finished form."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[RowId]
    case_id: Mapped[CaseRef]
    seq: Mapped[int]
    step: Mapped[str]
    path: Mapped[str]
    person_id: Mapped[PersonRef]
    at: Mapped[datetime]
    body: Mapped[Any] = mapped_column(SealedJson("answer.body"))


def last_answer(session: Session, case_id: int, step: str) -> Answer | None:
    """The latest answers a step of this case was finished with."""
    return session.scalar(
        select(Answer)
        .where(Answer.case_id == case_id, Answer.step == step)
        .order_by(Answer.seq.desc())
        .limit(1)
    )


def answers_of(session: Session, case_id: int) -> list[Answer]:
    """Every finished form of a case."""
    return list(
        session.scalars(select(Answer).where(Answer.case_id == case_id).order_by(Answer.seq))
    )
