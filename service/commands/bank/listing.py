"""The payment list (代发清单) of a batch, in the layout of its bank; who takes it is noted."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.commands.bank.layouts import layout_of
from service.commands.batches.in_hand import acting, may_look
from service.commands.people import security
from service.commands.sheets.writing_rows import rows_workbook
from service.domain.bank_layout import XLSX, Layout
from service.domain.bank_list import (
    CannotBeWritten,
    Instruction,
    Summary,
    list_lines,
    list_rows,
    purpose_of,
)
from service.domain.batch import RELEASED, SENT
from service.domain.permissions import Actor
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow, NotVisible
from service.records import payment_batch
from service.records.payees import payees_of
from service.records.payment_batch import PaymentBatch
from service.records.transaction import write_transaction

ORDER, NOTED = "TakePaymentList", "payment_list_taken"
TITLE = "代发清单"
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PaymentList:
    """A list as it is handed over."""

    name: str
    layout: Layout
    content: bytes


def take_list(session: Session, number: str, layout: str, *, actor: Actor) -> PaymentList:
    """The list of what went out and is not answered for; held lines are not on it."""
    with write_transaction(session):
        batch = payment_batch.hold_numbered(session, number)
        if batch is None or not may_look(actor, batch.jurisdiction, batch.region):
            raise NotVisible
        acts_as = acting(actor, ORDER, batch.jurisdiction, batch.region)
        # Taken halfway, and whole once more, it would have the bank pay the first half twice.
        if batch.state != RELEASED:
            raise NotNow(
                "批次放行后、结清前才有代发清单。",
                "There is a payment list once the batch was released, until it is settled.",
            )
        form, _ = layout_of(session, batch.jurisdiction, layout, batch.pay_on)
        about = {"batch": batch.number, "layout": layout}
        security.note(session, NOTED, actor=acts_as, about=about)
        content = _written(session, batch, form)
    suffix = "xlsx" if form.kind == XLSX else form.kind
    return PaymentList(f"{TITLE}-{number}.{suffix}", form, content)


def _written(session: Session, batch: PaymentBatch, layout: Layout) -> bytes:
    sent = payment_batch.sums(session, [batch.id])[batch.id].get(SENT)
    if sent is None:
        raise NotNow("还没有发往银行的款项，请等放行完成。", "Nothing has gone to the bank yet.")
    summary = Summary(batch.number, sent.lines, sent.fen, batch.pay_on)
    rows = list_rows(layout, summary, _instructions(session, batch))
    try:
        if layout.kind == XLSX:
            return rows_workbook(TITLE, rows)
        return b"".join(list_lines(layout, rows))
    except CannotBeWritten as wrong:
        raise AnswersWrong([_does_not_fit(wrong)]) from wrong


def _instructions(session: Session, batch: PaymentBatch) -> Iterator[Instruction]:
    after = 0
    while page := payment_batch.items_of(
        session, batch.id, states=(SENT,), after=after, limit=AT_ONCE
    ):
        payees = payees_of(session, page)
        for item in page:
            to = payees[item.no]
            yield Instruction(
                no=item.no,
                ref=item.voucher_no,
                payee=to.name,
                bank=to.bank,
                account=to.account,
                fen=item.amount_fen,
                purpose=purpose_of(batch.number),
            )
        after = page[-1].no
        session.expunge_all()


def _does_not_fit(wrong: CannotBeWritten) -> Problem:
    where = wrong.place.zh or wrong.place.holds
    return Problem(
        "layout",
        "does_not_fit",
        f"第 {wrong.no} 笔的“{where}”写不进这种格式（{wrong.place.width or '不允许的字符'}），"
        "请换一种格式或更正后重编批次。",
        f"Line {wrong.no}: “{where}” does not fit this layout; take another, or mend it and draw"
        " the batch anew.",
    )
