"""Holding one line of a batch back by hand, and taking it in again, before it is approved."""

from sqlalchemy.orm import Session

from service.commands.batches.in_hand import BatchInHand, recount, take
from service.commands.clocks import Clock
from service.commands.receipt import Receipt
from service.domain.batch import HELD, HOLD, IN, TAKE_BACK
from service.domain.holding import BY_HAND
from service.domain.orders import HoldItem, TakeItemBack
from service.domain.permissions import Actor
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow, NotVisible
from service.records.payment_batch import BatchItem, item_of

LONGEST = 200


def hold_item(order: HoldItem, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """One line waits, with the reason somebody wrote; the others go on."""
    in_hand = take(order, HOLD, actor=actor, session=session, clock=clock)
    reason = order.reason.strip()
    if not reason or len(reason) > LONGEST:
        raise AnswersWrong(
            [
                Problem(
                    "reason",
                    "required",
                    f"请写明暂扣的原因，不超过 {LONGEST} 字。",
                    f"Say in at most {LONGEST} characters why it is held back.",
                )
            ]
        )
    item = _item(in_hand, order.no)
    if item.state == HELD:
        raise NotNow("这一笔已暂扣。", "This line is held back already.")
    item.state, item.held_reason, item.held_note = HELD, BY_HAND, reason
    return _done(in_hand, HOLD, item)


def take_item_back(order: TakeItemBack, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """A line that was held is in again; the batch has to be checked anew."""
    in_hand = take(order, TAKE_BACK, actor=actor, session=session, clock=clock)
    item = _item(in_hand, order.no)
    if item.state != HELD:
        raise NotNow("这一笔没有暂扣。", "This line is not held back.")
    item.state, item.held_reason, item.held_note = IN, None, None
    return _done(in_hand, TAKE_BACK, item)


def _item(in_hand: BatchInHand, no: int) -> BatchItem:
    found = item_of(in_hand.session, in_hand.batch.id, no)
    if found is None:
        raise NotVisible
    return found


def _done(in_hand: BatchInHand, act: str, item: BatchItem) -> Receipt:
    recount(in_hand.session, in_hand.batch)
    in_hand.do(act, item_no=item.no)
    return in_hand.receipt
