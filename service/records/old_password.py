"""The digests of passwords a person had before, so that none comes back at once."""

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, PersonRef, RowId


class OldPassword(Base):
    """A password that was changed."""

    __tablename__ = "old_password"

    id: Mapped[RowId]
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    password_hash: Mapped[str]


def old_passwords(session: Session, person_id: int) -> list[OldPassword]:
    """The person's earlier passwords, the last one first."""
    return list(
        session.scalars(
            select(OldPassword)
            .where(OldPassword.person_id == person_id)
            .order_by(OldPassword.id.desc())
        )
    )
