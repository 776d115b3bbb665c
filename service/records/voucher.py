"""Electronic learning vouchers: what the verifier found for each learner, one by one."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseKey


class VoucherCheck(Base):
    """One learner's voucher as it was looked up on the platform, by whom and when."""

    __tablename__ = "voucher_check"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"]),
    )

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    voucher_no: Mapped[str | None] = mapped_column(index=True)
    hours_match: Mapped[bool]
    identity_match: Mapped[bool]
    result: Mapped[str]  # passed, failed, not_found
    note: Mapped[str | None]
    checked_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("person.id"))
    checked_at: Mapped[datetime]


def vouchers_of(session: Session, case_id: int) -> list[VoucherCheck]:
    """The vouchers of a class by roster line."""
    return list(
        session.scalars(
            select(VoucherCheck).where(VoucherCheck.case_id == case_id).order_by(VoucherCheck.line)
        )
    )


def vouchers_elsewhere(session: Session, numbers: Collection[str], case_id: int) -> set[str]:
    """Which of these numbers already passed in another class."""
    return set(
        session.scalars(
            select(VoucherCheck.voucher_no).where(
                VoucherCheck.voucher_no.in_(numbers),
                VoucherCheck.case_id != case_id,
                VoucherCheck.result == "passed",
            )
        )
    )
