"""For what reason somebody sees the personal data of a case, once a sitting."""

from datetime import datetime

from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseKey, PersonRef


class PersonalDataReason(Base):
    """One reason of one sitting for one case; it outlives the sitting, so it only names it."""

    __tablename__ = "personal_data_reason"

    case_id: Mapped[CaseKey]
    sitting_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    person_id: Mapped[PersonRef]
    reason: Mapped[str]
    at: Mapped[datetime]


def reason_given(session: Session, case_id: int, sitting_id: int) -> str | None:
    """The reason this sitting has given for this case."""
    found = session.get(PersonalDataReason, (case_id, sitting_id))
    return found.reason if found else None
