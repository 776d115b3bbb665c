"""Payments to persons: who gets how much of one payment, into which account."""

from collections.abc import Collection

from sqlalchemy import CheckConstraint, ForeignKey, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId
from service.records.columns import Fen, Sealed


class PaymentLine(Base):
    """One person's part of a payment, with the account as it was when it was reviewed."""

    __tablename__ = "payment_line"
    __table_args__ = (CheckConstraint("amount_fen > 0", name="positive"),)

    payment_id: Mapped[int] = mapped_column(BigId, ForeignKey("payment.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_index: Mapped[str] = mapped_column(index=True)
    amount_fen: Mapped[int] = mapped_column(Fen)
    payee_name: Mapped[str] = mapped_column(Sealed("payment_line.payee_name"))
    bank_name: Mapped[str] = mapped_column(Sealed("payment_line.bank_name"))
    bank_account: Mapped[str] = mapped_column(Sealed("payment_line.bank_account"))
    # The payment went out without it: it stays due, and the next one pays it.
    held: Mapped[bool] = mapped_column(default=False, server_default=false())
    # What the bank said of this part: paid, returned, or nothing yet.
    result: Mapped[str | None]
    result_code: Mapped[str | None]


def lines_of(session: Session, payment_id: int) -> list[PaymentLine]:
    """The parts of a payment, by line; one to a body has none."""
    asked = select(PaymentLine).where(PaymentLine.payment_id == payment_id)
    return list(session.scalars(asked.order_by(PaymentLine.line)))


def lines_of_payments(
    session: Session, payment_ids: Collection[int]
) -> dict[int, list[PaymentLine]]:
    """The parts of these payments, by line."""
    found: dict[int, list[PaymentLine]] = {one: [] for one in payment_ids}
    asked = select(PaymentLine).where(PaymentLine.payment_id.in_(payment_ids))
    for row in session.scalars(asked.order_by(PaymentLine.payment_id, PaymentLine.line)):
        found[row.payment_id].append(row)
    return found


def parts_of(session: Session, payment_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """The amount of each part of these payments, by line."""
    found: dict[int, dict[int, int]] = {one: {} for one in payment_ids}
    part = PaymentLine
    asked = select(part.payment_id, part.line, part.amount_fen).order_by(part.line)
    for payment_id, line, fen in session.execute(asked.where(part.payment_id.in_(payment_ids))):
        found[payment_id][line] = fen
    return found


def results_of(session: Session, payment_ids: Collection[int]) -> dict[int, dict[int, str]]:
    """What the bank said of each part it spoke of, by line; what was held back never went."""
    found: dict[int, dict[int, str]] = {one: {} for one in payment_ids}
    part = PaymentLine
    asked = select(part.payment_id, part.line, part.result, part.held)
    spoken = asked.where(part.payment_id.in_(payment_ids), part.held | part.result.is_not(None))
    for payment_id, line, result, held in session.execute(spoken):
        found[payment_id][line] = "held" if held else str(result)
    return found
