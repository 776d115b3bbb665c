"""A batch in somebody's hands: held, as it was looked at, and what is done with it noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.commands.clocks import Clock
from service.commands.receipt import Receipt
from service.domain import permissions
from service.domain.batch import ACTS, COUNTED, STATES, after, is_possible
from service.domain.orders import BatchOrder
from service.domain.permissions import MAY, Actor, Scope
from service.domain.refusals import Forbidden, NotNow, NotVisible, Sentence, StaleStep
from service.records import payment_batch as records
from service.records.payment_batch import BatchAct, PaymentBatch
from service.records.person import Person

# Whoever works for finance there may look, and whoever watches over money.
LOOKS = MAY["DrawBatch"] | {"auditor", "county_head"}


@dataclass
class BatchInHand:
    """One batch, nobody else's until the transaction ends; who acts on it, and when."""

    session: Session
    batch: PaymentBatch
    actor: Actor
    now: datetime

    def do(self, act: str, *, item_no: int | None = None) -> None:
        """Let the act lead the batch on, and write down who did it."""
        self.batch.state = after(act, self.batch.state)
        self.note(act, item_no=item_no)

    def note(self, act: str, *, item_no: int | None = None) -> None:
        """Write down who did what; the batch is another version from now on."""
        self.batch.version += 1
        self.session.add(
            BatchAct(
                batch_id=self.batch.id,
                seq=self.batch.version,
                act=act,
                item_no=item_no,
                person_id=self.actor.person_id,
                natural_person=self.actor.natural_person,
                acting_for=self.actor.acting_for,
                at=self.now,
            )
        )

    @property
    def receipt(self) -> Receipt:
        """Where the batch stands now."""
        return Receipt(number=self.batch.number, seq=self.batch.version, at=self.now)


def acting(actor: Actor, order: str, jurisdiction: str, region: str) -> Actor:
    """The actor as he may give the order there: in his own name, or in whose he stands in."""
    covers = permissions.covers_for(actor, order, Scope(jurisdiction, region))
    if not covers:
        raise Forbidden("您的角色不能办理这一事项。", "This is not for your role.")
    return covers[0].actor


def may_look(actor: Actor, jurisdiction: str, region: str) -> bool:
    """Whether batches of a place exist for somebody."""
    there = Scope(jurisdiction, region)
    return any(grant.role in LOOKS and grant.covers(there) for grant in actor.grants)


def take(
    order: BatchOrder, act: str, *, actor: Actor, session: Session, clock: Clock
) -> BatchInHand:
    """Hold the batch for the order, if it is the actor's to give and nothing has changed since."""
    batch = records.hold_numbered(session, order.batch)
    if batch is None or not may_look(actor, batch.jurisdiction, batch.region):
        raise NotVisible
    acts_as = acting(actor, order.name, batch.jurisdiction, batch.region)
    if batch.version != order.version:
        raise _changed(session, batch)
    if not is_possible(act, batch.state):
        zh, en, _ = STATES[batch.state]
        raise NotNow(
            f"批次{zh}，不能再{ACTS[act][0]}；批准之后需要改动的，请作废后重新编制。",
            f"The batch stands as “{en}”: this cannot be done now. What has to change after"
            " approval is dropped and drawn anew.",
        )
    return BatchInHand(session, batch, acts_as, clock.now(session))


def _changed(session: Session, batch: PaymentBatch) -> StaleStep:
    """Who was quicker, and with what."""
    last = records.acts_of(session, [batch.id])[-1]
    who = session.get_one(Person, last.person_id).display_name
    zh, en = ACTS[last.act]
    return StaleStep(who, last.at, last.act, Sentence(zh, en))


def recount(session: Session, batch: PaymentBatch) -> None:
    """Count anew what is in a batch; held lines do not count."""
    session.flush()
    there = records.sums(session, [batch.id])[batch.id]
    counted = [there[state] for state in COUNTED if state in there]
    batch.lines = sum(one.lines for one in counted)
    batch.amount_fen = sum(one.fen for one in counted)
