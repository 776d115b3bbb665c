"""One debt: what was called, what ended of it and how, what is next; and the notice to print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import abort, render_template, url_for
from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.recovering.grounds import ABOUT_A_DEBT
from service.domain.calendar import beijing_date
from service.domain.orders import AgreeInstalments, ObjectRecovery
from service.domain.recovery import Part, next_part
from service.records.answer import last_answer
from service.records.case import Case, numbers_of
from service.records.database import db
from service.records.ledger import entries_of
from service.records.opening import ClassOpening
from service.records.person import Person
from service.records.recovery import Recovery, recovery_of
from service.records.recovery_ways import (
    MADE,
    PROPOSED,
    Offset,
    WriteOff,
    ended_of,
    objections_to,
    offsets_of,
    owed_by_fund,
    payables_beside,
    plan_of,
    repayments_of,
    to_return_fen,
    write_offs_of,
)
from service.records.step import steps_of
from service.web.case import Head, head
from service.web.desks.timing import in_force, left
from service.web.due import Due
from service.web.front import actor, blueprint, minute, now
from service.web.language import say
from service.web.money import Amount, amount
from service.web.naming import stage_name
from service.web.words import FUNDS, ORDERS, Words, word

REASONS: Words = {
    "NOT_STARTED": ("逾期未开班", "Not started in time"),
    "CANCELLED": ("班次取消", "Class cancelled"),
    "WITHDRAWN": ("申请撤回", "Request withdrawn"),
    "SHORTFALL": ("先行拨付多于应得补贴", "More advanced than earned"),
    "FRAUD": ("查实违规", "Fraud found"),
    "DOUBLE_BENEFIT": ("重复享受补贴", "Another subsidy for the same"),
}
HOW_ENDED = (
    ("RECOVERED", "已退回"),
    ("OFFSET", "已抵扣"),
    ("WAIVED", "复核减少"),
    ("WRITE_OFF", "已核销"),
)
ASKED_HERE = ABOUT_A_DEBT | {AgreeInstalments, ObjectRecovery}


@dataclass(frozen=True, slots=True)
class PartLine:
    """One agreed part and how it stands."""

    no: int
    due_on: str
    amount: Amount
    state: str
    colour: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened to the debt."""

    when: str
    what: str
    paper: str
    yuan: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Debt:
    """The case, its debt, and what its page and its notice both say."""

    session: Session
    case: Case
    entry: Recovery

    @property
    def owed_fen(self) -> int:
        return self.entry.amount_fen - self.entry.repaid_fen

    def by_fund(self) -> list[Amount]:
        """What is still owed to each fund, where it is owed to several."""
        owed = owed_by_fund(entries_of(self.session, self.case.id))
        parts = [amount(word(FUNDS, fund), fen) for fund, fen in owed.items()]
        return parts if len(parts) > 1 else []

    def to_return(self) -> Amount | None:
        """What came back and was never owed."""
        fen = to_return_fen(self.session, self.entry.id)
        return amount(say("应退还"), fen) if fen else None

    @property
    def due(self) -> Due | None:
        """By when, while something is owed."""
        until = self.entry.second_due_at or self.entry.due_at
        return left(self.session, self.case.jurisdiction, until) if self.owed_fen else None

    def head(self) -> Head:
        """The top of the page."""
        book = desk.rule_book(self.session, self.case)
        opening = self.session.get(ClassOpening, self.case.parent_id or self.case.id)
        return head(self.session, self.case, book, opening)

    def state(self) -> tuple[str, str]:
        """How far it has come, and its colour."""
        entry = self.entry
        if not self.owed_fen:
            return say("已了结"), "green"
        if entry.referred:
            return say("已移送"), "red"
        if entry.second_due_at is not None:
            return say("已再次催告"), "amber"
        return (say("已发通知"), "") if entry.noticed_at is not None else (say("待发通知"), "")


def _debt(number: str) -> Debt:
    session = db.session()
    case = desk.visible_case(session, actor(), number)
    entry = recovery_of(session, case.id)
    if entry is None:
        abort(404)
    return Debt(session, case, entry)


@blueprint.get("/cases/<number>/recovery")
def recovery(number: str) -> str:
    """How the debt stands, what can be done about it, and everything that happened to it."""
    debt = _debt(number)
    session, case = debt.session, debt.case
    ended = ended_of(session, debt.entry)
    orders = desk.orders_now(actor(), case, steps_of(session, case.id))
    payables = payables_beside(session, case) if debt.owed_fen else []
    policy = in_force(session, case.jurisdiction)[0].policy
    return render_template(
        "finance/recovery.html",
        case=debt.head(),
        debt=debt,
        state=debt.state(),
        reason=word(REASONS, debt.entry.reason),
        called=amount(say("应追回"), debt.entry.amount_fen),
        owed=amount(say("尚欠"), debt.owed_fen),
        by_fund=debt.by_fund(),
        to_return=debt.to_return(),
        ended=[amount(say(text), fen) for kind, text in HOW_ENDED if (fen := ended[kind])],
        parts=list(_parts(debt)),
        orders=[
            (url_for("web.order", number=number, name=_path(one)), word(ORDERS, one.name))
            for one in orders
            if one in ASKED_HERE
        ],
        waiting=list(_waiting(debt)),
        told=sorted(_told(debt), key=lambda one: one.when),
        payables=[
            (one.number, stage_name(policy, one.payment.stage), amount("", one.payment.amount_fen))
            for one in payables
        ],
    )


def _path(order: type) -> str:
    return str(order.form).replace("_", "-")  # type: ignore[attr-defined]


def _parts(debt: Debt) -> Iterator[PartLine]:
    rows = plan_of(debt.session, debt.entry.id)
    parts = [Part(row.due_on, row.amount_fen) for row in rows]
    paid_fen = sum(part.fen for part in parts) - debt.owed_fen
    first = next_part(parts, paid_fen)
    today = beijing_date(now())
    for at, row in enumerate(rows):
        if first is None or at < first:
            state = say("已还"), "green"
        elif row.due_on < today:
            state = say("逾期"), "red"
        else:
            state = (say("本期"), "amber") if at == first else (say("未到期"), "")
        yield PartLine(row.no, row.due_on.isoformat(), amount("", row.amount_fen), *state)


def _waiting(debt: Debt) -> Iterator[str]:
    """What somebody proposed and another has to decide."""
    proposed: Sequence[Offset | WriteOff] = [
        *offsets_of(debt.session, debt.entry),
        *write_offs_of(debt.session, debt.entry),
    ]
    for one in proposed:
        if one.state == PROPOSED:
            who = debt.session.get_one(Person, one.proposed_by).display_name
            yuan = amount("", one.amount_fen).yuan
            said = (
                say("{who} 提出抵扣 {yuan} 元，待财政拨付人员决定。", who=who, yuan=yuan)
                if isinstance(one, Offset)
                else say("{who} 申请核销 {yuan} 元，待财政审核人员决定。", who=who, yuan=yuan)
            )
            yield said


def _told(debt: Debt) -> Iterator[Told]:
    session, entry = debt.session, debt.entry
    if entry.noticed_at is not None:
        yuan = amount("", entry.amount_fen).yuan
        yield Told(minute(entry.noticed_at), say("发出追回通知"), "", yuan)
    for receipt in repayments_of(session, entry):
        paid = amount("", receipt.amount_fen).yuan
        yield Told(receipt.paid_on.isoformat(), say("退回到账"), receipt.receipt_no, paid)
    for one in objections_to(session, entry.id):
        yield Told(minute(one.filed_at), say("提出异议"), "", "")
        if one.decided_at is not None:
            less = amount("", one.less_fen).yuan if one.less_fen else ""
            yield Told(minute(one.decided_at), say("异议复核"), "", less)
    offsets = offsets_of(session, entry)
    numbers = numbers_of(session, [one.paying_case_id for one in offsets])
    for made in offsets:
        if made.decided_at is not None:
            what = say("抵扣") if made.state == MADE else say("不同意抵扣")
            number, yuan = numbers[made.paying_case_id], amount("", made.amount_fen).yuan
            yield Told(minute(made.decided_at), what, made.voucher_no or "", yuan, number)
    for gone in write_offs_of(session, entry):
        if gone.decided_at is not None:
            what = say("核销") if gone.state == MADE else say("不同意核销")
            yuan = amount("", gone.amount_fen).yuan
            yield Told(minute(gone.decided_at), what, gone.paper_no, yuan)


@blueprint.get("/cases/<number>/recovery/notice")
def recovery_notice(number: str) -> str:
    """The notice as it is printed, signed and served; the second one says that it is the last."""
    debt = _debt(number)
    if debt.entry.noticed_at is None:
        abort(404)
    again = debt.entry.second_due_at is not None
    typed = last_answer(debt.session, debt.case.id, "recovery_notice")
    return render_template(
        "finance/recovery_notice.html",
        case=debt.head(),
        reason=word(REASONS, debt.entry.reason),
        basis=str(typed.body.get("basis") or "") if typed is not None else "",
        again=again,
        called=amount(say("应追回"), debt.entry.amount_fen),
        owed=amount(say("尚欠"), debt.owed_fen),
        by_fund=debt.by_fund(),
        to_return=debt.to_return(),
        due=debt.due,
        on=minute(debt.entry.noticed_at)[:10],
        parts=list(_parts(debt)),
    )
