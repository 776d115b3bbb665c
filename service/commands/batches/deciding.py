"""Approving, releasing or dropping a batch: by whom, and what exactly is answered for."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.commands.batches.in_hand import BatchInHand, take
from service.commands.clocks import Clock
from service.commands.library import LIBRARY
from service.commands.receipt import Receipt
from service.domain.batch import (
    ACTS,
    APPROVE,
    DROP,
    RELEASE,
    TWO_HANDS,
    barred_by,
    digest,
)
from service.domain.calendar import beijing_date
from service.domain.orders import ApproveBatch, DropBatch, ReleaseBatch
from service.domain.permissions import Actor
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow, SeparationOfDuties
from service.records.payment_batch import BatchItem, hands_of, signed_items
from workflows import UnknownFact, decide

# The place's table of how many hands an amount asks for, and the one word it may ask.
TABLE, AMOUNT = "batch_hands", "batch_fen"
LONGEST = 200


def approve(order: ApproveBatch, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Another person than the drawer answers for every line, to the fen and the account."""
    in_hand = take(order, APPROVE, actor=actor, session=session, clock=clock)
    batch = in_hand.batch
    _require_another(in_hand, APPROVE)
    if not batch.lines:
        raise NotNow(
            "批次内没有可以放行的款项，请恢复暂扣的款项或作废本批次。",
            "Nothing is left in this batch: take lines back in, or drop it.",
        )
    book, _ = LIBRARY.in_force(session, batch.jurisdiction)
    if TABLE in book.bundle.tables:
        decided = decide(book.bundle, TABLE, facts=lambda name, _: _fact(name, batch.amount_fen))
        batch.hands = int(str(decided.values["hands"]))
        batch.hands_clause = decided.clause or f"default:{decided.rule}"
    else:
        batch.hands, batch.hands_clause = TWO_HANDS, None
    batch.bundle_hash = book.hash
    batch.digest = digest(signed_items(session, batch.id))
    in_hand.do(APPROVE)
    return in_hand.receipt


def release(order: ReleaseBatch, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """The parent order of a release: from here on each payment goes by an order of its own."""
    in_hand = take(order, RELEASE, actor=actor, session=session, clock=clock)
    batch = in_hand.batch
    _require_another(in_hand, RELEASE)
    if digest(signed_items(session, batch.id)) != batch.digest:
        raise NotNow(
            "批次内容与批准时不一致，不能放行；请作废后重新编制。",
            "The batch is not what was approved: drop it and draw it anew.",
        )
    if batch.pay_on.year != beijing_date(in_hand.now).year:
        raise NotNow(
            "拨付日期不在本预算年度内，请作废后重新编制。",
            "The day of payment lies in another budget year: drop the batch and draw it anew.",
        )
    batch.released_by, batch.released_at = in_hand.actor.person_id, in_hand.now
    in_hand.do(RELEASE)
    return in_hand.receipt


def drop(order: DropBatch, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """The batch is given up: all its lines can be drawn again."""
    in_hand = take(order, DROP, actor=actor, session=session, clock=clock)
    reason = order.reason.strip()
    if not reason or len(reason) > LONGEST:
        raise AnswersWrong(
            [
                Problem(
                    "reason",
                    "required",
                    f"请写明作废的原因，不超过 {LONGEST} 字。",
                    f"Say in at most {LONGEST} characters why it is dropped.",
                )
            ]
        )
    in_hand.batch.dropped_because = reason
    mine = BatchItem.batch_id == in_hand.batch.id
    gone = update(BatchItem).where(mine).values(living=False)
    session.execute(gone, execution_options={"synchronize_session": False})
    in_hand.do(DROP)
    return in_hand.receipt


def _fact(name: str, fen: int) -> int:
    if name != AMOUNT:
        raise UnknownFact(name)
    return fen


def _require_another(in_hand: BatchInHand, act: str) -> None:
    """By natural person, under whichever account, for oneself or in another's name."""
    actor, batch = in_hand.actor, in_hand.batch
    persons = {actor.natural_person, *([actor.acting_for] if actor.acting_for else [])}
    done = hands_of(in_hand.session, batch.id)
    barring = barred_by(act, done, persons, hands=batch.hands or TWO_HANDS)
    if barring is not None:
        zh, en = ACTS[barring]
        raise SeparationOfDuties(
            f"您（或同一自然人）已{zh}过本批次，{ACTS[act][0]}须由另一人办理。",
            f"You, or whom you stand in for, {en} already: somebody else has to act here.",
        )
