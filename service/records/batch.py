"""Files of many lines, each done once, so that an interrupted file resumes where it stopped."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, RowId


class BatchFile(Base):
    """One file under its own reference; sent again, it is the same file."""

    __tablename__ = "batch_file"

    id: Mapped[RowId]
    ref: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    lines: Mapped[int]


class BatchLine(Base):
    """One line of a file and what became of it."""

    __tablename__ = "batch_line"
    __table_args__ = (Index(None, "file_id", "done", "line"),)

    file_id: Mapped[int] = mapped_column(BigId, ForeignKey("batch_file.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    done: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str | None]


def lock_batch(session: Session, ref: str) -> BatchFile | None:
    """The file, held until the transaction ends; taken before any of its cases."""
    return session.scalar(
        select(BatchFile)
        .where(BatchFile.ref == ref)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def lines_to_do(session: Session, file_id: int, *, limit: int = 500) -> list[BatchLine]:
    """The lines nobody has finished, in order."""
    return list(
        session.scalars(
            select(BatchLine)
            .where(BatchLine.file_id == file_id, ~BatchLine.done)
            .order_by(BatchLine.line)
            .limit(limit)
        )
    )
