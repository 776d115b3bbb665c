"""Looking at every payee of a batch before its money goes: who fails is held back, with why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.bank.layouts import layouts_now
from service.commands.batches.in_hand import recount, take
from service.commands.clocks import Clock
from service.commands.receipt import Receipt
from service.domain import holding
from service.domain.bank_layout import Layout
from service.domain.bank_list import Instruction, fits, purpose_of
from service.domain.batch import CHECK, HELD, IN, UNWRITABLE, is_account
from service.domain.calendar import beijing_date
from service.domain.holding import WHOLE
from service.domain.orders import CheckBatch
from service.domain.permissions import Actor
from service.records import payee_standing
from service.records.case import Case
from service.records.fraud import matters_about
from service.records.institution import Institution, listed_persons, listings
from service.records.opening import ClassOpening
from service.records.payment import Payment
from service.records.payment_batch import BatchItem, PaymentBatch, items_of
from service.records.payment_hold import PaymentHold, holds_of_cases
from service.records.payment_line import PaymentLine, lines_of_payments
from service.records.seal import blind_index

AT_ONCE, REVIEWED = 500, "reviewed"
Row = TypeVar("Row", Payment, Case, Institution)


@dataclass(frozen=True, slots=True)
class Looked:
    """One line and everything its payee is judged by."""

    item: BatchItem
    payment: Payment
    part: PaymentLine | None
    case: Case
    opening: ClassOpening | None
    uscc: str

    @property
    def account(self) -> str:
        """Where the money would go."""
        return self.part.bank_account if self.part else self.payment.payee_account

    @property
    def fen(self) -> int:
        """What it would be."""
        return self.part.amount_fen if self.part else self.payment.amount_fen

    def instruction(self, batch: str) -> Instruction:
        """The line as the bank's list would have it."""
        to = self.part
        return Instruction(
            no=self.item.no,
            ref=self.item.voucher_no,
            payee=to.payee_name if to else self.payment.payee_name,
            bank=to.bank_name if to else self.payment.payee_bank,
            account=self.account,
            fen=self.fen,
            purpose=purpose_of(batch),
        )

    @property
    def codes(self) -> set[str]:
        """The bodies that stand behind the case."""
        delegate = self.opening.delegate_uscc if self.opening else None
        return {self.uscc, *([delegate] if delegate else [])}


@dataclass(frozen=True, slots=True)
class Lists:
    """Who stands on which list today, of all the payees that are looked at together."""

    dead: set[str]
    black_persons: set[str]
    black_bodies: set[str]
    struck_off: set[str]
    frozen: set[int]
    holds: Mapping[int, Sequence[PaymentHold]]


def check(order: CheckBatch, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Look at every line that is in; lines held before stay held until somebody takes them back."""
    in_hand = take(order, CHECK, actor=actor, session=session, clock=clock)
    on = beijing_date(in_hand.now)
    for page in _pages(session, in_hand.batch):
        for item, reason in findings(session, in_hand.batch, page, on=on):
            item.state, item.held_reason, item.held_note = HELD, reason, None
        session.flush()
        session.expunge_all()
        session.add(in_hand.batch)
    recount(session, in_hand.batch)
    in_hand.do(CHECK)
    return in_hand.receipt


def findings(
    session: Session, batch: PaymentBatch, items: Sequence[BatchItem], *, on: date
) -> Iterator[tuple[BatchItem, str]]:
    """Which of these lines cannot go, and the first reason why not."""
    looked = _looked(session, items)
    lists = _lists(session, batch, looked, on=on)
    layouts = layouts_now(session, batch.jurisdiction, on)
    forms = [layouts[batch.bank]] if batch.bank in layouts else [*layouts.values()]
    for one in looked:
        reason = next(_against(one, lists), None)
        if reason is None and not _can_be_listed(one.instruction(batch.number), forms):
            reason = UNWRITABLE
        if reason is not None:
            yield one.item, reason


def _can_be_listed(line: Instruction, forms: Sequence[Layout]) -> bool:
    """Once released, a line that no list can hold would keep all the others from the bank."""
    return not forms or any(fits(form, line) for form in forms)


def _pages(session: Session, batch: PaymentBatch) -> Iterator[list[BatchItem]]:
    last = 0
    while page := items_of(session, batch.id, states=(IN,), after=last, limit=AT_ONCE):
        last = page[-1].no
        yield page


def _against(one: Looked, lists: Lists) -> Iterator[str]:
    """What stands against paying a line today, the gravest first."""
    if one.payment.state != REVIEWED or _has_changed(one):
        yield holding.CHANGED
    yield from _against_body(one, lists) if one.part is None else _against_person(one.part, lists)
    if one.item.id in lists.frozen:
        yield holding.FROZEN
    if not is_account(one.account):
        yield holding.ACCOUNT
    for hold in lists.holds.get(one.case.id, ()):
        if hold.stage == one.item.stage and hold.line in (WHOLE, one.item.line):
            yield hold.reason


def _against_person(part: PaymentLine, lists: Lists) -> Iterator[str]:
    if part.person_index in lists.dead:
        yield holding.PAYEE_DEAD
    if part.person_index in lists.black_persons:
        yield holding.BLACK_LIST


def _against_body(one: Looked, lists: Lists) -> Iterator[str]:
    if one.uscc in lists.struck_off:
        yield holding.STRUCK_OFF
    if one.codes & lists.black_bodies:
        yield holding.BLACK_LIST


def _has_changed(one: Looked) -> bool:
    """Whether another amount, or another account, stands there than when it was drawn."""
    account = blind_index(one.account) if one.account else ""
    if (one.fen, account) != (one.item.amount_fen, one.item.account_index):
        return True
    # A body that has named another account since the review would be paid into the old one.
    current = one.opening.payee_account if one.opening and one.part is None else None
    return bool(current) and current != one.account


def _looked(session: Session, items: Sequence[BatchItem]) -> list[Looked]:
    payments = _by_id(session, Payment, {one.payment_id for one in items})
    cases = _by_id(session, Case, {one.case_id for one in items})
    bodies = _by_id(session, Institution, {case.institution_id for case in cases.values()})
    asked = select(ClassOpening).where(ClassOpening.case_id.in_(cases))
    openings = {row.case_id: row for row in session.scalars(asked)}
    parts = {
        (part.payment_id, part.line): part
        for found in lines_of_payments(session, list(payments)).values()
        for part in found
    }
    return [
        Looked(
            item,
            payments[item.payment_id],
            parts.get((item.payment_id, item.line)),
            cases[item.case_id],
            openings.get(item.case_id),
            bodies[cases[item.case_id].institution_id].uscc,
        )
        for item in items
    ]


def _by_id(session: Session, table: type[Row], ids: set[int]) -> dict[int, Row]:
    return {row.id: row for row in session.scalars(select(table).where(table.id.in_(ids)))}


def _lists(session: Session, batch: PaymentBatch, looked: Sequence[Looked], *, on: date) -> Lists:
    place = batch.jurisdiction
    persons = {one.part.person_index for one in looked if one.part}
    codes = {code for one in looked for code in one.codes}
    black = listings(session, codes, on=on)
    return Lists(
        dead=payee_standing.deceased(session, persons, place),
        black_persons=listed_persons(session, persons, place, on=on),
        black_bodies={row.uscc for row in black if row.colour == "black"},
        struck_off=payee_standing.struck_off(session, codes, place, on=on),
        frozen=_frozen(session, place, looked, codes=codes, persons=persons),
        holds=holds_of_cases(session, {one.case.id for one in looked}),
    )


def _frozen(
    session: Session,
    place: str,
    looked: Sequence[Looked],
    *,
    codes: set[str],
    persons: set[str],
) -> set[int]:
    """Lines that a fraud case freezes; which, depends on the day each class was opened."""
    if not payee_standing.under_suspicion(session, place, codes=codes, persons=persons):
        return set()
    return {
        one.item.id
        for one in looked
        if matters_about(
            session,
            place,
            opened_on=beijing_date(one.case.opened_at),
            codes=one.codes,
            persons=[one.part.person_index] if one.part else [],
        )
    }
