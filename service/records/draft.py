"""What somebody has typed into a form and not yet handed in, sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseKey, PersonRef
from service.records.case import Case
from service.records.columns import SealedJson
from service.records.step import OpenStep

# An order is no step of the diagram; what is typed into its form is kept under its own name.
OF_AN_ORDER = "order:"


class Draft(Base):
    """One person's unfinished answers to one open step, and the version they were typed into."""

    __tablename__ = "draft"

    case_id: Mapped[CaseKey]
    step_key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[PersonRef] = mapped_column(BigId, primary_key=True)
    body: Mapped[Any] = mapped_column(SealedJson("draft.body"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0, server_default="0")


def draft_of(session: Session, case_id: int, step_key: str, person_id: int) -> Draft | None:
    """What this person has typed so far."""
    return session.get(Draft, (case_id, step_key, person_id))


def drafts_by(session: Session, person_id: int, limit: int) -> list[tuple[Draft, str]]:
    """Everything this person has begun, the latest first, with the number of its case."""
    rows = session.execute(
        select(Draft, Case.number)
        .join(Case, Case.id == Draft.case_id)
        .where(Draft.person_id == person_id)
        .order_by(Draft.at.desc())
        .limit(limit)
    )
    return [(draft, number) for draft, number in rows]


def drop_draft(session: Session, case_id: int, step_key: str, person_id: int) -> None:
    """Forget what one person has typed."""
    session.execute(
        delete(Draft).where(
            Draft.case_id == case_id, Draft.step_key == step_key, Draft.person_id == person_id
        )
    )


def drop_left_behind(session: Session) -> int:
    """Forget what was typed for steps that are no longer open."""
    is_open = exists().where(OpenStep.case_id == Draft.case_id, OpenStep.key == Draft.step_key)
    gone = delete(Draft).where(~is_open, Draft.step_key.not_like(f"{OF_AN_ORDER}%"))
    return len(session.scalars(gone.returning(Draft.case_id)).all())
