"""Batches of payments: what was drawn together, line by line, and who did what with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    func,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.domain.batch import APPROVE, IN, RELEASED, RELEASING, Hand, Item
from service.records.base import LARGEST_ID, Base, BigId, BundleRef, CaseRef, PersonRef, RowId
from service.records.case import Case
from service.records.columns import Fen, Sealed
from service.records.payment import Payment
from service.records.step import Scope


class PaymentBatch(Base):
    """Payments of one fund and one kind of payee that go to the bank together."""

    __tablename__ = "payment_batch"
    __table_args__ = (
        Index(None, "jurisdiction", "region", "id"),
        Index(
            "ix_payment_batch_under_way",
            "id",
            postgresql_where=text("state in ('releasing', 'released')"),
            sqlite_where=text("state in ('releasing', 'released')"),
        ),
        CheckConstraint(
            "state in ('drawn', 'checked', 'approved', 'releasing', 'released', 'settled',"
            " 'dropped')",
            name="state",
        ),
        CheckConstraint("payee_kind in ('body', 'persons')", name="payee_kind"),
        CheckConstraint("amount_fen >= 0 and lines >= 0", name="totals"),
    )

    id: Mapped[RowId]
    number: Mapped[str] = mapped_column(unique=True)
    jurisdiction: Mapped[str]
    region: Mapped[str]
    fund: Mapped[str]
    payee_kind: Mapped[str]
    pay_on: Mapped[date]
    # The layout its payment list is written in; empty where it goes out on paper.
    bank: Mapped[str] = mapped_column(default="")
    state: Mapped[str]
    # What is in it now: held lines do not count.
    lines: Mapped[int] = mapped_column(default=0)
    amount_fen: Mapped[int] = mapped_column(Fen, default=0)
    # How many natural persons the place's table asks for, and the clause; known once approved.
    hands: Mapped[int | None]
    hands_clause: Mapped[str | None]
    bundle_hash: Mapped[BundleRef | None]
    digest: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    drawn_at: Mapped[datetime]
    released_by: Mapped[PersonRef | None]
    released_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    dropped_because: Mapped[str | None] = mapped_column(Sealed("payment_batch.dropped_because"))

    @property
    def drawn_from(self) -> tuple[str, str, str, int]:
        """The budget it is paid from: that of the year in which it is paid."""
        return (self.jurisdiction, self.region, self.fund, self.pay_on.year)


class BatchItem(Base):
    """One line of a batch: a payment to a body (line 0), or one person's part of a payment."""

    __tablename__ = "batch_item"
    __table_args__ = (
        UniqueConstraint("batch_id", "no"),
        # One line of one payment stands in one batch that lives, whoever draws at the same time.
        Index(
            "uq_batch_item_living",
            "payment_id",
            "line",
            unique=True,
            postgresql_where=text("living"),
            sqlite_where=text("living"),
        ),
        Index(None, "batch_id", "state", "no"),
        CheckConstraint("state in ('in', 'held', 'sent', 'paid', 'returned')", name="state"),
        CheckConstraint("amount_fen > 0", name="positive"),
    )

    id: Mapped[RowId]
    batch_id: Mapped[int] = mapped_column(BigId, ForeignKey("payment_batch.id"))
    no: Mapped[int]
    case_id: Mapped[CaseRef] = mapped_column(index=True)
    payment_id: Mapped[int] = mapped_column(BigId, ForeignKey("payment.id"), index=True)
    stage: Mapped[str]
    line: Mapped[int] = mapped_column(default=0)
    amount_fen: Mapped[int] = mapped_column(Fen)
    # The blind index of the account it goes to: what the approval answers for names nobody.
    account_index: Mapped[str]
    voucher_no: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=IN)
    # No more once the batch is dropped, or has gone out without it: another may draw the line.
    living: Mapped[bool] = mapped_column(default=True)
    held_reason: Mapped[str | None]
    held_note: Mapped[str | None] = mapped_column(Sealed("batch_item.held_note"))
    result_code: Mapped[str | None]
    result_on: Mapped[date | None]


class BatchAct(Base):
    """That somebody did something with a batch; only ever added to."""

    __tablename__ = "batch_act"
    __table_args__ = (UniqueConstraint("batch_id", "seq"),)

    id: Mapped[RowId]
    batch_id: Mapped[int] = mapped_column(BigId, ForeignKey("payment_batch.id"))
    seq: Mapped[int]
    act: Mapped[str]
    # The line it was about; none where it was the whole batch.
    item_no: Mapped[int | None]
    person_id: Mapped[PersonRef]
    natural_person: Mapped[str]
    acting_for: Mapped[str | None]
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Sum:
    """How many lines, and how much in all."""

    lines: int
    fen: int


# --- one batch -----------------------------------------------------------------------------------


def hold_numbered(session: Session, number: str) -> PaymentBatch | None:
    """The batch, held until the transaction ends; taken before any of its cases."""
    return session.scalar(
        select(PaymentBatch)
        .where(PaymentBatch.number == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def numbered(session: Session, number: str) -> PaymentBatch | None:
    """The batch of that number."""
    return session.scalar(select(PaymentBatch).where(PaymentBatch.number == number))


def items_of(
    session: Session,
    batch_id: int,
    *,
    states: Collection[str] = (),
    after: int = 0,
    limit: int | None = None,
) -> list[BatchItem]:
    """The lines of a batch in order, or the next page of those that stand so."""
    asked = select(BatchItem).where(
        BatchItem.batch_id == batch_id, BatchItem.no > min(max(after, 0), LARGEST_ID)
    )
    if states:
        asked = asked.where(BatchItem.state.in_(states))
    return list(session.scalars(asked.order_by(BatchItem.no).limit(limit)))


def item_of(session: Session, batch_id: int, no: int) -> BatchItem | None:
    """One line of a batch."""
    asked = select(BatchItem).where(BatchItem.batch_id == batch_id, BatchItem.no == no)
    return session.scalar(asked.execution_options(populate_existing=True))


def signed_items(session: Session, batch_id: int) -> list[Item]:
    """What an approval answers for: the lines that are in, each to the fen."""
    item = BatchItem
    rows = session.execute(
        select(item.no, item.payment_id, item.line, item.amount_fen, item.account_index).where(
            item.batch_id == batch_id, item.state == IN
        )
    )
    return [Item(*row) for row in rows]


def sums(session: Session, batch_ids: Collection[int]) -> dict[int, dict[str, Sum]]:
    """How many lines of these batches stand how, and what they come to."""
    found: dict[int, dict[str, Sum]] = {one: {} for one in batch_ids}
    item = BatchItem
    rows = session.execute(
        select(item.batch_id, item.state, func.count(), func.sum(item.amount_fen))
        .where(item.batch_id.in_(batch_ids))
        .group_by(item.batch_id, item.state)
    )
    for batch_id, state, lines, fen in rows:
        found[batch_id][state] = Sum(lines, int(fen))
    return found


def approver_of(session: Session, batch_id: int) -> int | None:
    """Who approved a batch last."""
    asked = select(BatchAct.person_id).where(BatchAct.batch_id == batch_id, BatchAct.act == APPROVE)
    return session.scalar(asked.order_by(BatchAct.seq.desc()).limit(1))


def acts_of(session: Session, batch_ids: Collection[int]) -> list[BatchAct]:
    """Who did what with these batches, in order."""
    asked = select(BatchAct).where(BatchAct.batch_id.in_(batch_ids))
    return list(session.scalars(asked.order_by(BatchAct.batch_id, BatchAct.seq)))


def hands_of(session: Session, batch_id: int) -> list[Hand]:
    """The natural persons behind what was done with a batch."""
    return [hand(one) for one in acts_of(session, [batch_id])]


def hand(act: BatchAct) -> Hand:
    """The natural persons behind one act: who did it, and in whose name."""
    return Hand(act.act, frozenset(filter(None, (act.natural_person, act.acting_for))))


def which_exist(session: Session, numbers: Collection[str]) -> set[str]:
    """Those of these numbers that are a batch's."""
    asked = select(PaymentBatch.number).where(PaymentBatch.number.in_(list(numbers)[:500]))
    return set(session.scalars(asked))


def items_of_payment(session: Session, batch_id: int, payment_id: int) -> dict[int, BatchItem]:
    """The lines of one payment in a batch, by their number there."""
    asked = select(BatchItem).where(
        BatchItem.batch_id == batch_id, BatchItem.payment_id == payment_id
    )
    found = session.scalars(asked.execution_options(populate_existing=True))
    return {one.no: one for one in found}


# --- lists ---------------------------------------------------------------------------------------


def batches_before(
    session: Session,
    scopes: Sequence[Scope],
    *,
    states: Collection[str] = (),
    before: int | None = None,
    limit: int = 50,
) -> list[PaymentBatch]:
    """The next page of the batches of these places, newest first."""
    asked = select(PaymentBatch).where(or_(*map(_within, scopes)))
    if states:
        asked = asked.where(PaymentBatch.state.in_(states))
    if before is not None:
        asked = asked.where(PaymentBatch.id < min(before, LARGEST_ID))
    return list(session.scalars(asked.order_by(PaymentBatch.id.desc()).limit(limit)))


def under_way(session: Session) -> list[PaymentBatch]:
    """Batches that are going out, or lie with the bank, the oldest first."""
    asked = select(PaymentBatch).where(PaymentBatch.state.in_((RELEASING, RELEASED)))
    return list(session.scalars(asked.order_by(PaymentBatch.id)))


# --- lines and payments --------------------------------------------------------------------------


def living_items(session: Session, payment_id: int) -> list[BatchItem]:
    """The lines of a payment that stand in a batch that lives."""
    asked = select(BatchItem).where(BatchItem.payment_id == payment_id, BatchItem.living)
    return list(
        session.scalars(asked.order_by(BatchItem.line).execution_options(populate_existing=True))
    )


def voucher_used(session: Session, voucher_no: str, *, by: int = 0) -> bool:
    """Whether a voucher is another payment's, or stands on another payment's line of a batch."""
    asked = select(Payment.id).where(Payment.voucher_no == voucher_no)
    lines = select(BatchItem.id).where(
        BatchItem.voucher_no == voucher_no, BatchItem.payment_id != by
    )
    return session.scalar(asked.union_all(lines).limit(1)) is not None


def vouchers_of(session: Session, payment_id: int) -> dict[int, str]:
    """The voucher of each line of a payment that stands in a batch that lives."""
    item = BatchItem
    asked = select(item.line, item.voucher_no).where(item.payment_id == payment_id, item.living)
    return {line: voucher for line, voucher in session.execute(asked)}  # noqa: C416 - rows are no pairs


def batches_of_payments(session: Session, payment_ids: Collection[int]) -> Mapping[int, str]:
    """The number of the living batch that each of these payments stands in."""
    rows = session.execute(
        select(BatchItem.payment_id, PaymentBatch.number)
        .join(PaymentBatch, PaymentBatch.id == BatchItem.batch_id)
        .where(BatchItem.payment_id.in_(payment_ids), BatchItem.living)
    )
    return {payment_id: number for payment_id, number in rows}  # noqa: C416 - rows are no pairs


def next_to_go(session: Session, batch_id: int, *, upto: int) -> BatchItem | None:
    """A line up to there still to go, its case held for the caller; what others hold is passed."""
    asked = (
        select(BatchItem)
        .join(Case, Case.id == BatchItem.case_id)
        .where(BatchItem.batch_id == batch_id, BatchItem.state == IN, BatchItem.no <= upto)
        .order_by(BatchItem.no)
        .limit(1)
    )
    return session.scalar(
        asked.with_for_update(of=Case, skip_locked=True).execution_options(populate_existing=True)
    )


def _within(scope: Scope) -> ColumnElement[bool]:
    batch = PaymentBatch
    return and_(
        batch.jurisdiction == scope.jurisdiction if scope.jurisdiction else true(),
        batch.region == scope.region if scope.region else true(),
    )
