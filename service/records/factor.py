"""Second factors: a sealed secret shared with a telephone, and codes for when it is lost."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, PersonRef, RowId
from service.records.columns import Sealed


class SecondFactor(Base):
    """What a telephone shows codes from; a proposed one is in force once it has shown one."""

    __tablename__ = "second_factor"

    person_id: Mapped[PersonRef] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[str | None] = mapped_column(Sealed("second_factor.secret"))
    proposed: Mapped[str | None] = mapped_column(Sealed("second_factor.proposed"))
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


def has_factor(session: Session, person_id: int) -> bool:
    """Whether somebody has a second factor in force."""
    held = factor_of(session, person_id)
    return held is not None and held.confirmed_at is not None


def factor_of(session: Session, person_id: int, *, hold: bool = False) -> SecondFactor | None:
    """The person's second factor, in force or proposed; held so that no code counts twice."""
    return session.get(SecondFactor, person_id, with_for_update=hold)


def use_code(session: Session, person_id: int, digest: str, now: datetime) -> bool:
    """Cross a recovery code off; whether it was still there to be crossed off."""
    used = session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, RecoveryCode.digest == digest)
        .where(RecoveryCode.used_at.is_(None))
        .values(used_at=now)
        .returning(RecoveryCode.id)
    )
    return used.first() is not None


def drop_codes(session: Session, person_id: int) -> None:
    """The paper with the old codes is worth nothing any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def codes_left(session: Session, person_id: int) -> int:
    """How many recovery codes still open."""
    found = select(func.count()).where(RecoveryCode.person_id == person_id)
    return session.scalar(found.where(RecoveryCode.used_at.is_(None))) or 0
