"""The payments of a case: every attempt of every stage, from finance review to bank answer."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseRef, RowId
from service.records.columns import Fen, Sealed


class Payment(Base):
    """One attempt to pay one stage."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("case_id", "stage", "attempt"),
        Index(
            "ix_payment_awaited",
            "case_id",
            postgresql_where=text("state = 'instructed'"),
            sqlite_where=text("state = 'instructed'"),
        ),
        CheckConstraint(
            # Set against a debt, nothing goes to the bank; dropped, a review is begun anew.
            "state in ('reviewed', 'instructed', 'paid', 'returned', 'offset', 'dropped')",
            name="state",
        ),
        CheckConstraint("amount_fen > 0", name="positive"),
    )

    id: Mapped[RowId]
    case_id: Mapped[CaseRef]
    stage: Mapped[str]
    attempt: Mapped[int] = mapped_column(default=1)
    amount_fen: Mapped[int] = mapped_column(Fen)
    fund: Mapped[str]
    payee_name: Mapped[str]
    payee_bank: Mapped[str]
    payee_account: Mapped[str] = mapped_column(Sealed("payment.payee_account"))
    state: Mapped[str] = mapped_column(default="reviewed")
    batch_no: Mapped[str | None] = mapped_column(index=True)
    voucher_no: Mapped[str | None] = mapped_column(unique=True)
    # What its review named; what it left from is the budget of the year in which it left.
    budget_item: Mapped[str | None]
    # Who agreed to it last: the reviewer, or whoever approved the batch it left with.
    approved_by: Mapped[int | None] = mapped_column(BigId)
    pay_on: Mapped[date | None]
    result_code: Mapped[str | None]
    # What of it arrived: one to persons may arrive for some of them only.
    paid_fen: Mapped[int] = mapped_column(Fen, default=0, server_default="0")


def payments_of(session: Session, case_id: int) -> list[Payment]:
    """Every attempt of a case, stage by stage."""
    return list(
        session.scalars(
            select(Payment)
            .where(Payment.case_id == case_id)
            .order_by(Payment.stage, Payment.attempt)
        )
    )


def paid_of_cases(session: Session, case_ids: Sequence[int]) -> dict[int, int]:
    """What was paid on each of these cases, those that were paid nothing left out."""
    rows = session.execute(
        select(Payment.case_id, func.sum(Payment.paid_fen))
        .where(Payment.case_id.in_(case_ids), Payment.paid_fen > 0)
        .group_by(Payment.case_id)
    )
    return {case_id: int(fen) for case_id, fen in rows}
