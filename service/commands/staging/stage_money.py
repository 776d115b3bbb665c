"""Money on the demo's stage: payments that go out together, each batch as far as its file says."""

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.bank.layouts import layout_of
from service.commands.bank.taking import take_result_file
from service.commands.batches import releasing
from service.commands.carry_out import carry_out
from service.commands.clocks import FixedClock
from service.commands.desk import person_and_actor
from service.commands.staging.stage import HOME, LOGIN, REGION
from service.commands.staging.stage_days import close_days
from service.domain.bank_answer import Answer, Said
from service.domain.bank_layout import PAID, RETURNED
from service.domain.batch import BODY, HELD, SENT
from service.domain.holding import BY_HAND
from service.domain.orders import (
    ApproveBatch,
    BatchOrder,
    CheckBatch,
    DrawBatch,
    HoldItem,
    ReleaseBatch,
    TakeResultFile,
)
from service.domain.permissions import Actor
from service.records.opening import ClassOpening
from service.records.payment import Payment
from service.records.payment_batch import BatchItem, PaymentBatch, items_of, numbered
from service.records.person import by_login

MONEY = Path(__file__).with_suffix(".toml")
# From one hand to the next.
PAUSE = timedelta(minutes=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Payments that go out together, by whom, and how far they come."""

    classes: Sequence[str]
    at: datetime
    pay_on: date
    drawn_by: str
    approved_by: str = ""
    released_by: str = ""
    answered_by: str = ""
    held: str = ""
    because: str = ""
    bank: str = ""
    returned: str = ""
    silent: str = ""


@dataclass
class Hands:
    """One batch going from hand to hand, each a little later than the one before."""

    session: Session
    told: Together
    number: str = ""
    acts: int = 0

    def draw(self, payments: Sequence[Payment]) -> None:
        """Put the payments together."""
        order = DrawBatch(
            jurisdiction=HOME,
            region=REGION,
            fund=payments[0].fund,
            payee_kind=BODY,
            pay_on=self.told.pay_on,
            bank=self.told.bank,
            payments=tuple(one.id for one in payments),
        )
        actor = _actor(self.session, self.told.drawn_by)
        receipt = carry_out(order, actor=actor, session=self.session, clock=self.clock)
        self.number = receipt.number

    def act(self, login: str, order: type[BatchOrder], **more: object) -> None:
        """The next act, by that person."""
        self.acts += 1
        batch = self.batch()
        told = order(batch=batch.number, version=batch.version, **more)
        actor = _actor(self.session, login)
        carry_out(told, actor=actor, session=self.session, clock=self.clock)

    def hear(self) -> None:
        """The bank answers: paid, but for the line it sends back and the one it says nothing of."""
        self.acts += 1
        batch = self.batch()
        back, silent = self.line(self.told.returned), self.line(self.told.silent)
        layout, _ = layout_of(self.session, HOME, batch.bank, batch.pay_on)
        code = {meant.result: word for word, meant in [*layout.codes.items()][::-1]}
        lines = tuple(
            Said(one.no, one.voucher_no, one.amount_fen, code[RETURNED if one.no == back else PAID])
            for one in items_of(self.session, batch.id, states=(SENT,))
            if one.no != silent
        )
        answer = Answer(lines, batch.number, len(lines), sum(one.fen or 0 for one in lines))
        digest = hashlib.sha256(repr(answer).encode()).hexdigest()
        order = TakeResultFile(batch=batch.number, digest=digest, layout=batch.bank, answer=answer)
        actor = _actor(self.session, self.told.answered_by)
        take_result_file(order, actor=actor, session=self.session, clock=self.clock)

    def line(self, class_name: str) -> int:
        """The line of that class in the batch."""
        of_class = ClassOpening.case_id == BatchItem.case_id
        asked = select(BatchItem.no).join(ClassOpening, of_class)
        mine = BatchItem.batch_id == self.batch().id, ClassOpening.class_name == class_name
        return self.session.scalars(asked.where(*mine)).one()

    def batch(self) -> PaymentBatch:
        """The batch as it stands."""
        self.session.rollback()
        found = numbered(self.session, self.number)
        if found is None:
            raise LookupError(self.number)
        return found

    @property
    def clock(self) -> FixedClock:
        """When the present act is done."""
        return FixedClock(self.told.at + self.acts * PAUSE)


def fill_money(session: Session) -> list[str]:
    """Play what is not there yet; says what did not go as the file promises."""
    amiss: list[str] = []
    for told in _told():
        payments = _payments(session, told.classes)
        if len(payments) == len(told.classes) and not _drawn(session, payments):
            amiss += _play(session, told, payments)
        session.rollback()
    close_days(session)
    return amiss


def _told() -> Iterator[Together]:
    for raw in tomllib.loads(MONEY.read_text("utf-8"))["batch"]:
        yield Together(**raw)


def _payments(session: Session, classes: Sequence[str]) -> list[Payment]:
    asked = select(Payment).join(ClassOpening, ClassOpening.case_id == Payment.case_id)
    found = asked.where(ClassOpening.class_name.in_(classes)).order_by(Payment.id)
    return list(session.scalars(found))


def _drawn(session: Session, payments: Sequence[Payment]) -> bool:
    """Whether one of them was drawn before; what was played once is not played again."""
    asked = select(BatchItem.id).where(BatchItem.payment_id.in_([one.id for one in payments]))
    return session.scalar(asked.limit(1)) is not None


def _play(session: Session, told: Together, payments: Sequence[Payment]) -> Iterator[str]:
    hands = Hands(session, told)
    hands.draw(payments)
    if told.approved_by:
        hands.act(told.drawn_by, CheckBatch)
        if told.held:
            hands.act(told.drawn_by, HoldItem, no=hands.line(told.held), reason=told.because)
        hands.act(told.approved_by, ApproveBatch)
    if told.released_by:
        hands.act(told.released_by, ReleaseBatch)
        releasing.carry_on(session, hands.clock, hands.batch().id)
        session.rollback()
    if told.answered_by:
        hands.hear()
    for item in items_of(session, hands.batch().id, states=(HELD,)):
        if item.held_reason != BY_HAND:
            yield f"{hands.number}/{item.no}: {item.held_reason} {item.held_note or ''}"


def _actor(session: Session, login: str) -> Actor:
    person = by_login(session, LOGIN + login)
    found = person_and_actor(session, person.id) if person else None
    session.rollback()
    if found is None:
        raise LookupError(login)
    return found[1]
