"""A finance office with work before it: payments to bodies and persons, reviewed, not made."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.commands import FixedClock, carry_out
from service.commands.budgets.ample import FUNDS, provide
from service.commands.examples import Play, read_example
from service.commands.examples.cast import Cast
from service.commands.examples.reading import Scene
from service.commands.paying.many import record_bank_results
from service.domain.money import yuan
from service.domain.orders import BankResultLine, RecordBankResults
from service.domain.permissions import Actor
from service.records import LedgerEntry, OutboxMessage, Payment, Person
from service.records.bank_file import BankOutcome
from service.records.batch import BatchLine
from service.records.budget import Budget
from service.records.case import Case
from service.records.payment_batch import BatchItem, PaymentBatch
from service.records.payment_line import PaymentLine
from service.records.recovery import Recovery
from service.records.step import OpenStep
from service.records.transaction import write_transaction
from tests.jurisdictions.telling import FOLDERS, publish

PAYING, RESULT = "finance_pay", "RecordBankResult"
FRIDAY = 4
# A class about to get its advance, and learners about to get their allowance.
STORIES = (("chongqing", "payment-returned"), ("guizhou", "living-worked-case"))
MENDED: Mapping[str, Mapping[str, Any]] = {
    "chongqing": {
        "payee_bank": "中国工商银行渝中支行",
        "payee_account": "6217000000000000020",
        "proof": "开户许可证.pdf",
    },
    "guizhou": {
        "accounts": [{"line": 1, "bank_name": "示例银行", "bank_account": "6222020000000000042"}],
        "proof": "账户证明.pdf",
    },
}
_PASSED = {"decision": "pass", "budget_item": "2080799", "opinion": "更正后的账户与证明一致。"}
REVIEWED = {"chongqing": _PASSED, "guizhou": {**_PASSED, "fund": "FP"}}
OFFSET = ("sample", "recovery-set-off")
Doing = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class Act:
    """Something the office does; begun again after a cut, it goes on where it was."""

    name: str
    do: Doing


@dataclass(frozen=True, slots=True)
class Due:
    """One payment that is about to be made."""

    place: str
    case_id: int
    number: str
    stage: str
    fen: int
    case: str
    play: Play


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits to be paid in one place, and what time it is there."""

    place: str
    region: str
    now: datetime
    due: Sequence[Due]

    def actor(self, who: str) -> Actor:
        """Somebody in an office there."""
        return self.due[0].play.cast.actor(who)

    def clock(self, **later: int) -> FixedClock:
        """The time there, so much later."""
        return FixedClock(self.now + timedelta(**later))


@dataclass(frozen=True, slots=True)
class FinanceOffice:
    """The desks with payments before them, and a debt about to be set against one."""

    desks: Sequence[Desk]
    debt: Play
    to_tell: Sequence[Scene]


def set_up(session: Session, *, each: int) -> FinanceOffice:
    """So many payments of each story, told up to the moment before the money leaves."""
    desks: list[Desk] = []
    for place, name in STORIES:
        told = read_example(FOLDERS[place] / "examples" / f"{name}.toml")
        scenes = told.scenes[: next(n for n, one in enumerate(told.scenes) if one.step == PAYING)]
        publish(session, scenes[0].at, place)
        year = scenes[0].at.year
        provide(session, [(place, told.region, fund, year) for fund in FUNDS])
        cast, due = Cast(session, told), list[Due]()
        for number in range(each):
            # Other people each time: nobody is trained, or paid, twice for the same.
            request = {**told.request, "people": 2020 + number}
            story = replace(told, scenes=scenes, request=request, end={})
            play = Play(story, session, cast=cast)
            outcome = play.run()
            assert outcome.holds, outcome.differences
            due.append(_due(session, place, scenes[-1].case, play))
        for who in ("finance_payer", "finance_payer/2", "finance_reviewer", "finance_reviewer/2"):
            cast.actor(who)
        desks.append(Desk(place, told.region, scenes[-1].at + timedelta(hours=1), due))
    debt, to_tell = _debt(session)
    with write_transaction(session):
        # What is carried on by the clock is done in the name of whoever released it.
        session.execute(update(Person).values(active=True))
    return FinanceOffice(desks, debt, to_tell)


def _debt(session: Session) -> tuple[Play, Sequence[Scene]]:
    """A debt, told up to where it is set against another payment, and what is told from there."""
    place, name = OFFSET
    story = read_example(FOLDERS[place] / "examples" / f"{name}.toml")
    scenes = [scene for scene in story.scenes if scene.refused is None]
    at = next(n for n, scene in enumerate(scenes) if scene.order == "ProposeOffset")
    publish(session, scenes[0].at, place)
    play = Play(replace(story, scenes=tuple(scenes[:at]), end={}), session)
    outcome = play.run()
    assert outcome.holds, outcome.differences
    rest = [scene for scene in scenes[at:] if scene.who is not None]
    for scene in rest:
        play.cast.actor(str(scene.who))
    return play, rest


def _due(session: Session, place: str, case: str, play: Play) -> Due:
    session.rollback()
    found = session.get_one(Case, play.case_ids[case])
    paid = session.scalar(select(Payment).where(Payment.case_id == found.id))
    assert paid is not None
    told = Due(place, found.id, found.number, paid.stage, paid.amount_fen, case, play)
    session.rollback()
    return told


# --- what the office does ------------------------------------------------------------------------


def one_by_one(office: FinanceOffice) -> Iterator[Act]:
    """Every payment by itself, and the bank's file, which sends the first one back."""
    for desk in office.desks:
        yield from (_pay(desk, one) for one in desk.due)
        yield Act("result list", partial(take_in_results, desk))
        yield from paid_again(desk)


def _pay(desk: Desk, one: Due) -> Act:
    answers = {"voucher_no": f"V-{one.case_id}", "batch_no": "V-1"}
    scene = Scene(
        at=working_day(desk.now),
        case=one.case,
        who="finance_payer",
        step=PAYING,
        answers=_asked(one, answers | _TO_DAY),
    )
    return Act("payment", partial(_play, one.play, scene))


def paid_again(desk: Desk) -> Iterator[Act]:
    """What came back is reviewed with another account, and paid."""
    one, day = desk.due[0], desk.now + timedelta(days=4)
    voucher = {"voucher_no": f"V-again-{one.case_id}"}
    result = {"stage": one.stage, "amount": yuan(one.fen), **voucher, **_PAID}
    for who, what, answers in (
        ("institution", "account_fix", MENDED[desk.place]),
        ("finance_reviewer", "finance_review", REVIEWED[desk.place]),
        ("finance_payer", PAYING, _asked(one, voucher | _TO_DAY | {"batch_no": "V-2"})),
        ("finance_payer", RESULT, result),
    ):
        day = working_day(day)
        scene = Scene(at=day, case=one.case, who=who, answers=answers)
        named = replace(scene, order=what) if what == RESULT else replace(scene, step=what)
        yield Act("paid again", partial(_play, one.play, named))


def set_off(office: FinanceOffice) -> Iterator[Act]:
    """A debt is set against another payment, and the rest of it paid back."""
    for scene in office.to_tell:
        yield Act("set off", partial(_play, office.debt, scene))


def _play(told: Play, scene: Scene, session: Session) -> None:
    """Play a scene on one of the cases."""
    play = Play(told.example, session, cast=told.cast)
    play.case_ids = told.case_ids
    if "pay_on" in scene.answers:
        scene = replace(scene, answers={**scene.answers, "pay_on": scene.at.date()})
    actor = play.cast.actor(str(scene.who))
    carry_out(play._order(scene), actor=actor, session=session, clock=FixedClock(scene.at))


def _asked(one: Due, answers: dict[str, Any]) -> dict[str, Any]:
    """Of these answers, those that the place's form asks for."""
    told = read_example(one.play.example.file).scenes
    known = next(scene.answers for scene in told if scene.step == PAYING)
    return {name: value for name, value in answers.items() if name in known}


def take_in_results(desk: Desk, session: Session) -> None:
    """The bank's file for everything it was told to pay: the first of it comes back."""
    session.rollback()
    asked = select(Payment.case_id, Payment.voucher_no).where(Payment.attempt == 1)
    vouchers = {case_id: str(voucher) for case_id, voucher in session.execute(asked)}
    session.rollback()
    lines = [
        BankResultLine(
            case_number=one.number,
            answers={
                "stage": one.stage,
                "voucher_no": vouchers[one.case_id],
                "amount": yuan(one.fen),
                **(_RETURNED if one is desk.due[0] else _PAID),
            },
        )
        for one in desk.due
    ]
    order = RecordBankResults(file_ref=f"BANK-{desk.place}", lines=lines)
    payer = desk.actor("finance_payer")
    record_bank_results(order, actor=payer, session=session, clock=desk.clock(days=4))


_TO_DAY = {"pay_on": ""}
_RETURNED = {"result": "returned", "code": "AC01"}
_PAID = {"result": "success"}


def working_day(at: datetime) -> datetime:
    """The next day on which banks pay."""
    at += timedelta(days=1)
    while at.weekday() > FRIDAY:
        at += timedelta(days=1)
    return at


# --- what stands written -------------------------------------------------------------------------


def written(session: Session) -> dict[str, list[str]]:
    """All that was written of the money, but for the numbers of rows and the moments."""
    asked: dict[str, Any] = {
        "ledger": select(
            LedgerEntry.case_id,
            LedgerEntry.stage,
            LedgerEntry.line,
            LedgerEntry.kind,
            LedgerEntry.attempt,
            LedgerEntry.fund,
            LedgerEntry.debit,
            LedgerEntry.credit,
            LedgerEntry.fen,
        ),
        "payments": select(
            Payment.case_id, Payment.stage, Payment.attempt, Payment.state, Payment.amount_fen
        ),
        "parts": select(PaymentLine.line, PaymentLine.amount_fen),
        "steps": select(OpenStep.case_id, OpenStep.element),
        "cases": select(Case.id, Case.finished, Case.history_seq),
        "letters": select(OutboxMessage.case_id, OutboxMessage.template),
        "lines": select(BatchLine.line, BatchLine.outcome),
        "batches": select(PaymentBatch.state, PaymentBatch.lines, PaymentBatch.amount_fen),
        "items": select(BatchItem.case_id, BatchItem.line, BatchItem.state),
        "outcomes": select(BankOutcome.at, BankOutcome.said, BankOutcome.outcome),
        "debts": select(Recovery.case_id, Recovery.amount_fen, Recovery.repaid_fen),
        "budgets": select(Budget.region, Budget.fund, Budget.committed_fen, Budget.spent_fen),
    }
    session.rollback()
    found = {name: sorted(map(repr, session.execute(one))) for name, one in asked.items()}
    session.rollback()
    return found
