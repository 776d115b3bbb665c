"""What somebody has typed into a form and not yet handed in, sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseKey, PersonRef
from service.records.columns import SealedJson


class Draft(Base):
    """One person's unfinished answers to one open step."""

    __tablename__ = "draft"

    case_id: Mapped[CaseKey]
    step_key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[PersonRef] = mapped_column(BigId, primary_key=True)
    body: Mapped[Any] = mapped_column(SealedJson("draft.body"))
    at: Mapped[datetime]


def draft_of(session: Session, case_id: int, step_key: str, person_id: int) -> Draft | None:
    """What this person has typed so far."""
    return session.get(Draft, (case_id, step_key, person_id))


def drop_drafts(session: Session, case_id: int, step_key: str) -> None:
    """Forget what was typed for a step that is finished or gone."""
    session.execute(delete(Draft).where(Draft.case_id == case_id, Draft.step_key == step_key))
