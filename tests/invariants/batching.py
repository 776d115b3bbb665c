"""Batches in a place where anything may happen: drawn, edited, approved, released by anybody."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands import FixedClock
from service.commands.bank.taking import take_result_file
from service.commands.batches.releasing import carry_on
from service.commands.batches.settling import settle
from service.domain import batch as words
from service.domain.bank_answer import Answer, Said
from service.domain.calendar import beijing_date
from service.domain.orders import (
    ApproveBatch,
    CheckBatch,
    DrawBatch,
    DropBatch,
    HoldItem,
    ReleaseBatch,
    TakeItemBack,
    TakeResultFile,
)
from service.records import Payment
from service.records.payment_batch import BatchItem, PaymentBatch
from tests.invariants.town import BOTH, SECOND, Town

CODES = ("SUCC", "SUCC", "ACCT", "PROC", "SUCC")
ACTS = ("draw", "check", "hold", "take back", "approve", "release", "drop", "go on")
HANDS = (
    *("finance_payer", "finance_reviewer", "finance_payer" + SECOND, "finance_reviewer" + SECOND),
    *("finance_payer" + BOTH, "finance_reviewer" + BOTH),
)
AS_IT_SHOULD_BE = (
    ("draw", "finance_payer" + SECOND),
    ("check", "finance_payer" + SECOND),
    ("approve", "finance_reviewer" + SECOND),
    ("release", "finance_payer"),
    ("go on", ""),
)


def making(town: Town, act: str, what: int) -> Callable[[], Any] | None:
    """The order of such an act on one of the batches; None where there is none to act on."""
    if act == "draw":
        return _drawing(town, what)
    found = _one_of(town, what)
    if found is None:
        return None
    number, version, lines = found
    on: dict[str, Any] = {"batch": number, "version": version}
    line = 1 + what % max(lines, 1)
    orders: dict[str, Callable[[], Any]] = {
        "check": lambda: CheckBatch(**on),
        "hold": lambda: HoldItem(**on, no=line, reason="待核实"),
        "take back": lambda: TakeItemBack(**on, no=line),
        "approve": lambda: ApproveBatch(**on),
        "release": lambda: ReleaseBatch(**on),
        "drop": lambda: DropBatch(**on, reason="重新编制"),
    }
    return orders[act]


def go_on(town: Town) -> None:
    """What the clock does with batches that were released."""
    town.session.rollback()
    under_way = list(
        town.session.scalars(select(PaymentBatch.id).where(PaymentBatch.state == words.RELEASING))
    )
    town.session.rollback()
    clock = FixedClock(town.now)
    for batch_id in under_way:
        carry_on(town.session, clock, batch_id)
    settle(town.session, clock)


def a_file_comes(town: Town, what: int) -> None:
    """The bank answers for a batch: for some of it, wrongly, again, or for what it never had."""
    town.session.rollback()
    asked = select(PaymentBatch).where(PaymentBatch.released_by.is_not(None))
    found = list(town.session.scalars(asked.order_by(PaymentBatch.id.desc())))
    if not found:
        return
    batch = found[0 if what % 3 else what % len(found)]
    items = list(town.session.scalars(select(BatchItem).where(BatchItem.batch_id == batch.id)))
    lines = tuple(
        Said(
            at,
            one.voucher_no if (what + at) % 11 else "unknown",
            one.amount_fen + ((what + at) % 7 == 0),
            CODES[(what + at) % len(CODES)],
        )
        for at, one in enumerate(items, start=1)
        if (what + at) % 5
    )
    number = batch.number
    town.session.rollback()
    if lines:
        answer = Answer(lines, number, len(lines), sum(one.fen or 0 for one in lines))
        order = TakeResultFile(
            batch=number, digest=f"{what % 4}-{lines}"[:80], layout="general_csv", answer=answer
        )
        payer = town.play.cast.actor("finance_payer")
        clock = FixedClock(town.now)
        take_result_file(order, actor=payer, session=town.session, clock=clock)


def _drawing(town: Town, what: int) -> Callable[[], Any] | None:
    town.session.rollback()
    asked = select(Payment).where(Payment.state == "reviewed").order_by(Payment.id)
    waiting = list(town.session.scalars(asked))
    town.session.rollback()
    if not waiting:
        return None
    one = waiting[what % len(waiting)]
    kind = words.PERSONS if not one.payee_account else words.BODY
    place, region = town.play.example.jurisdiction, town.play.example.region
    order = DrawBatch(
        jurisdiction=place,
        region=region,
        fund=one.fund,
        payee_kind=kind,
        pay_on=beijing_date(town.now),
    )
    return lambda: order


def _one_of(town: Town, what: int) -> tuple[str, int, int] | None:
    """One of the batches that are not done with, mostly the last."""
    town.session.rollback()
    done = (words.SETTLED, words.DROPPED)
    asked = select(PaymentBatch).where(PaymentBatch.state.not_in(done))
    found = list(town.session.scalars(asked.order_by(PaymentBatch.id.desc())))
    told = [(one.number, one.version, one.lines) for one in found]
    town.session.rollback()
    return told[0 if what % 4 else what % len(told)] if told else None


def amiss_in_batches(session: Session) -> Iterator[str]:
    """A line lives in one batch; a batch comes to its lines; what was sent is with the bank."""
    living: set[tuple[int, int]] = set()
    items = list(session.scalars(select(BatchItem).order_by(BatchItem.id)))
    states = {one.id: one.state for one in session.scalars(select(Payment))}
    for item in items:
        if item.living and (item.payment_id, item.line) in living:
            yield f"line {item.line} of payment {item.payment_id} lives in two batches"
        if item.living:
            living.add((item.payment_id, item.line))
        if item.state == words.SENT and states[item.payment_id] != "instructed":
            yield f"payment {item.payment_id} is {states[item.payment_id]}, its line is sent"
        if item.state == words.IN and item.living and states[item.payment_id] == "instructed":
            yield f"payment {item.payment_id} is with the bank, its line still in a batch"
    for batch in session.scalars(select(PaymentBatch)):
        mine = [one for one in items if one.batch_id == batch.id and one.state in words.COUNTED]
        told = (len(mine), sum(one.amount_fen for one in mine))
        if batch.state != words.RELEASING and told != (batch.lines, batch.amount_fen):
            yield f"batch {batch.number} says {batch.amount_fen}, its lines say {told[1]}"
