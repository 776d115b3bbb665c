"""Who an account is at another house's door: the issuer's name for the person."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, PersonRef, RowId
from service.records.person import Person


class OutsideIdentity(Base):
    """A subject of an issuer, linked to one account by somebody entitled to."""

    __tablename__ = "outside_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[RowId]
    issuer: Mapped[str]
    subject: Mapped[str]
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    linked_at: Mapped[datetime]


def identities_of(session: Session, person_id: int) -> list[OutsideIdentity]:
    """The identities that sign in to an account."""
    asked = select(OutsideIdentity).where(OutsideIdentity.person_id == person_id)
    return list(session.scalars(asked.order_by(OutsideIdentity.id)))


def linked_person(session: Session, issuer: str, subject: str) -> Person | None:
    """The active account this identity is linked to."""
    return session.scalar(
        select(Person)
        .join(OutsideIdentity, OutsideIdentity.person_id == Person.id)
        .where(OutsideIdentity.issuer == issuer, OutsideIdentity.subject == subject, Person.active)
    )
