"""The files in which banks answered, their rows as they stood there, and what each came to."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, and_, func, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.domain.bank_difference import AMOUNT_CHANGED, CODE_UNKNOWN
from service.records.base import Base, BigId, BundleRef, PersonRef, RowId
from service.records.columns import Fen, Sealed

AT_ONCE = 1_000


class BankFile(Base):
    """One file of answers for one batch; sent again, it is the same file."""

    __tablename__ = "bank_file"
    __table_args__ = (UniqueConstraint("batch_id", "digest"),)

    id: Mapped[RowId]
    batch_id: Mapped[int] = mapped_column(BigId, ForeignKey("payment_batch.id"))
    digest: Mapped[str]
    layout: Mapped[str]
    # By whose table of codes it was read.
    bundle_hash: Mapped[BundleRef]
    lines: Mapped[int]
    taken_by: Mapped[PersonRef]
    taken_at: Mapped[datetime]


class BankResult(Base):
    """One row of a file as the bank wrote it; nothing but its words is ever erased."""

    __tablename__ = "bank_result"

    file_id: Mapped[int] = mapped_column(BigId, ForeignKey("bank_file.id"), primary_key=True)
    at: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ref: Mapped[str]
    item_no: Mapped[int | None]
    fen: Mapped[int | None] = mapped_column(Fen)
    code: Mapped[str]
    note: Mapped[str | None] = mapped_column(Sealed("bank_result.note"))
    done_on: Mapped[date | None]


class BankOutcome(Base):
    """What a row comes to: read off when the file came in, and settled when its case moved."""

    __tablename__ = "bank_outcome"
    __table_args__ = (
        Index(
            "ix_bank_outcome_to_do",
            "file_id",
            "payment_id",
            postgresql_where=text("outcome is null"),
            sqlite_where=text("outcome is null"),
        ),
    )

    file_id: Mapped[int] = mapped_column(BigId, ForeignKey("bank_file.id"), primary_key=True)
    at: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    payment_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("payment.id"))
    said: Mapped[str]
    outcome: Mapped[str | None]


def file_of(session: Session, batch_id: int, digest: str) -> BankFile | None:
    """The file, where it was taken in before."""
    asked = select(BankFile).where(BankFile.batch_id == batch_id, BankFile.digest == digest)
    return session.scalar(asked)


def files_of(session: Session, batch_id: int) -> list[BankFile]:
    """Every file that was taken in for a batch, in order."""
    asked = select(BankFile).where(BankFile.batch_id == batch_id).order_by(BankFile.id)
    return list(session.scalars(asked))


def files_to_do(session: Session) -> list[int]:
    """The files some of whose rows nobody has worked off."""
    row = BankOutcome
    asked = select(row.file_id).where(row.outcome.is_(None)).distinct()
    return list(session.scalars(asked.order_by(row.file_id)))


def payments_to_do(session: Session, file_id: int, *, limit: int = 500) -> list[int]:
    """The payments some of whose rows nobody has worked off, in the order of their cases."""
    row = BankOutcome
    asked = (
        select(row.payment_id)
        .where(row.file_id == file_id, row.outcome.is_(None), row.payment_id.is_not(None))
        .distinct()
    )
    found = session.scalars(asked.order_by(row.payment_id).limit(limit))
    return [one for one in found if one is not None]


def rows_to_do(
    session: Session, file_id: int, payment_id: int
) -> Sequence[tuple[BankOutcome, BankResult]]:
    """The rows of one payment that nobody has worked off."""
    row, told = BankOutcome, BankResult
    asked = (
        select(row, told)
        .join(told, (told.file_id == row.file_id) & (told.at == row.at))
        .where(row.file_id == file_id, row.payment_id == payment_id, row.outcome.is_(None))
        .order_by(row.at)
        .execution_options(populate_existing=True)
    )
    return [(one, two) for one, two in session.execute(asked)]


def rows_not_understood(session: Session, file_id: int) -> Sequence[tuple[BankOutcome, BankResult]]:
    """The rows whose code or amount nobody could read when the file came in."""
    row, told = BankOutcome, BankResult
    unread = and_(row.outcome == AMOUNT_CHANGED, told.fen.is_(None))
    asked = (
        select(row, told)
        .join(told, (told.file_id == row.file_id) & (told.at == row.at))
        .where(row.file_id == file_id, or_(row.outcome == CODE_UNKNOWN, unread))
        .order_by(row.at)
    )
    return [(one, two) for one, two in session.execute(asked)]


def outcomes(session: Session, file_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many rows of these files came to what; what is still to do stands under nothing."""
    found: dict[int, dict[str, int]] = {one: {} for one in file_ids}
    row = BankOutcome
    asked = select(row.file_id, func.coalesce(row.outcome, ""), func.count())
    counted = asked.where(row.file_id.in_(file_ids)).group_by(row.file_id, row.outcome)
    for file_id, outcome, count in session.execute(counted):
        found[file_id][outcome] = count
    return found


def differences(
    session: Session, batch_id: int, wanted: Collection[str], *, after: tuple[int, int], limit: int
) -> Sequence[tuple[BankOutcome, BankResult]]:
    """The next page of rows that came to one of these, in the order in which they came in."""
    row, told = BankOutcome, BankResult
    asked = (
        select(row, told)
        .join(told, (told.file_id == row.file_id) & (told.at == row.at))
        .join(BankFile, BankFile.id == row.file_id)
        .where(BankFile.batch_id == batch_id, row.outcome.in_(wanted))
        .where((row.file_id > after[0]) | ((row.file_id == after[0]) & (row.at > after[1])))
        .order_by(row.file_id, row.at)
        .limit(limit)
    )
    return [(one, two) for one, two in session.execute(asked)]
