"""Second factors: a sealed secret shared with a telephone, and codes for when it is lost."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, PersonRef, RowId
from service.records.columns import Sealed


class SecondFactor(Base):
    """What a person's telephone shows codes from; in force once it has shown one."""

    __tablename__ = "second_factor"

    person_id: Mapped[PersonRef] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(Sealed("second_factor.secret"))
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None] = mapped_column(BigId)


class RecoveryCode(Base):
    """A code on paper that opens once; only its digest is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "digest"),)

    id: Mapped[RowId]
    person_id: Mapped[PersonRef]
    digest: Mapped[str]
    used_at: Mapped[datetime | None]


def factor_of(session: Session, person_id: int) -> SecondFactor | None:
    """The person's second factor, in force or about to be."""
    return session.get(SecondFactor, person_id)


def unused_codes(session: Session, person_id: int) -> list[RecoveryCode]:
    """The recovery codes that still open."""
    return list(
        session.scalars(
            select(RecoveryCode)
            .where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
            .order_by(RecoveryCode.id)
        )
    )
