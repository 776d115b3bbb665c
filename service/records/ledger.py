"""The ledger: every row moves an amount from one account to another; rows are only ever added."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BundleRef, CaseRef, PersonRef, RowId
from service.records.columns import Fen


class LedgerEntry(Base):
    """One transfer; the whole class is line 0, and a repeat of the same transfer is refused."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("case_id", "stage", "line", "kind", "attempt"),
        CheckConstraint("fen > 0", name="positive"),
        CheckConstraint("debit <> credit", name="two_accounts"),
        Index(None, "jurisdiction", "fund", "id"),
        Index(None, "jurisdiction", "region", "at", "id"),
        Index(None, "jurisdiction", "at", "id"),
        Index(None, "payee", "id"),
    )

    id: Mapped[RowId]
    case_id: Mapped[CaseRef]
    stage: Mapped[str]
    line: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str]
    attempt: Mapped[int] = mapped_column(default=1)
    jurisdiction: Mapped[str]
    # Which budget it was drawn from: the region of the case, the year in which the money moves.
    region: Mapped[str | None]
    budget_year: Mapped[int | None]
    fund: Mapped[str]
    payee: Mapped[str]
    debit: Mapped[str]
    credit: Mapped[str]
    fen: Mapped[int] = mapped_column(Fen)
    at: Mapped[datetime]
    clause: Mapped[str]
    approver_id: Mapped[PersonRef | None]
    voucher_no: Mapped[str | None]
    bundle_hash: Mapped[BundleRef]
    history_seq: Mapped[int]

    @property
    def drawn_from(self) -> tuple[str, str, str, int]:
        """The budget it moves money of: jurisdiction, region, fund, year."""
        return (self.jurisdiction, str(self.region), self.fund, int(self.budget_year or 0))


def entries_of(session: Session, case_id: int) -> list[LedgerEntry]:
    """The transfers of a case, in order."""
    return list(
        session.scalars(
            select(LedgerEntry).where(LedgerEntry.case_id == case_id).order_by(LedgerEntry.id)
        )
    )


def totals(session: Session, jurisdiction: str, fund: str) -> dict[tuple[str, str], int]:
    """What moved between each two accounts of a fund, (debit, credit) → fen."""
    rows = session.execute(
        select(LedgerEntry.debit, LedgerEntry.credit, func.sum(LedgerEntry.fen))
        .where(LedgerEntry.jurisdiction == jurisdiction, LedgerEntry.fund == fund)
        .group_by(LedgerEntry.debit, LedgerEntry.credit)
    )
    return {(debit, credit): int(fen) for debit, credit, fen in rows}
