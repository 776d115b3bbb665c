"""What people answered on the forms they finished, sealed; rows are only ever added."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint, func, select
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


def last_answers(session: Session, case_ids: Collection[int], step: str) -> dict[int, Answer]:
    """The latest answers a step of each of these cases was finished with, by case."""
    last = (
        select(Answer.case_id, func.max(Answer.seq).label("seq"))
        .where(Answer.case_id.in_(case_ids), Answer.step == step)
        .group_by(Answer.case_id)
        .subquery()
    )
    of_case = (Answer.case_id == last.c.case_id) & (Answer.seq == last.c.seq)
    return {one.case_id: one for one in session.scalars(select(Answer).join(last, of_case))}


def answers_of(session: Session, case_id: int) -> list[Answer]:
    """Every finished form of a case."""
    return list(
        session.scalars(select(Answer).where(Answer.case_id == case_id).order_by(Answer.seq))
    )
