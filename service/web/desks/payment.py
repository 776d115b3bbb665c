"""How an amount of money came about, line by line, what was paid before, and who receives it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.commands.library import RuleBook
from service.domain import masking as mask
from service.domain.calendar import beijing_date
from service.domain.money import yuan
from service.records.case import Case
from service.records.claim import ClaimLine
from service.records.finance import EARNED
from service.records.institution import Institution
from service.records.opening import ClassOpening
from service.records.payment import Payment, payments_of
from service.web.language import say
from service.web.money import Amount, amount
from service.web.words import STAGES, word

WHOLE_BP = 10_000
STATES = {
    "reviewed": "已审核，待拨付",
    "instructed": "已发出，待银行回单",
    "paid": "已支付",
    "returned": "银行退回",
}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One line of the reckoning."""

    label: str
    how: str
    yuan: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold before money leaves."""

    ok: bool
    text: str


@dataclass(frozen=True, slots=True)
class Explained:
    """The amount of a stage and everything it rests on."""

    amount: Amount
    lines: Sequence[Reckoned]
    before: Sequence[Reckoned]
    checks: Sequence[Check]
    payee: Sequence[tuple[str, str]]


def explained(
    session: Session, case: Case, book: RuleBook, opening: ClassOpening, *, stage: str
) -> Explained:
    """The amount of a stage, explained to whoever reviews or releases it."""
    payments = payments_of(session, case.id)
    if stage == "ADVANCE":
        fen, lines = _advance(book, opening)
    else:
        fen, lines = _balance(session, book, opening, payments)
    body = session.get_one(Institution, case.institution_id)
    return Explained(
        amount(say("本次应付"), fen),
        lines,
        [_before(one) for one in payments],
        [
            *_within_limits(book, opening, payments, stage=stage, fen=fen),
            *_payee_checks(body, opening, payments),
        ],
        _payee(opening),
    )


def _advance(book: RuleBook, opening: ClassOpening) -> tuple[int, list[Reckoned]]:
    base, fen = opening.approved_total_fen or 0, opening.advance_fen or 0
    cap = _cap(book, opening)
    lines = [_base(opening, base)]
    if base:
        how = f"{yuan(base)} × {fen * 100 / base:g}%"
        lines.append(Reckoned(say("预拨"), how, yuan(fen), cap[1]))
    return fen, lines


def _base(opening: ClassOpening, base: int) -> Reckoned:
    how = say(
        "{n} 人 × {standard} 元",
        n=opening.approved_heads or 0,
        standard=yuan(opening.standard_fen or 0),
    )
    return Reckoned(say("核定补贴总额"), how, yuan(base))


def _balance(
    session: Session, book: RuleBook, opening: ClassOpening, payments: Sequence[Payment]
) -> tuple[int, list[Reckoned]]:
    rows = session.execute(
        select(ClaimLine.amount_fen, func.count())
        .where(
            ClaimLine.case_id == opening.case_id, ~ClaimLine.excluded, ClaimLine.verdict.in_(EARNED)
        )
        .group_by(ClaimLine.amount_fen)
        .order_by(ClaimLine.amount_fen.desc())
    ).all()
    clause = book.policy.value("pay_on_certificate", opening.starts_on).clause
    lines = [
        Reckoned(
            say("核定发放"),
            say("{n} 人 × {standard} 元", n=heads, standard=yuan(fen)),
            yuan(fen * heads),
            clause,
        )
        for fen, heads in rows
    ]
    earned = sum(fen * heads for fen, heads in rows)
    advanced = sum(
        one.amount_fen for one in payments if one.state == "paid" and one.stage == "ADVANCE"
    )
    if advanced:
        lines.append(Reckoned(say("减：已付预拨"), "", f"-{yuan(advanced)}"))
    return max(earned - advanced, 0), lines


def _before(one: Payment) -> Reckoned:
    how = say(STATES[one.state])
    if one.pay_on is not None:
        how = f"{how} · {one.pay_on.isoformat()}"
    return Reckoned(word(STAGES, one.stage), how, yuan(one.amount_fen), one.result_code or "")


def _cap(book: RuleBook, opening: ClassOpening) -> tuple[int, str]:
    day = beijing_date(opening.received_at) if opening.received_at else opening.starts_on
    value = book.policy.value("advance_cap", day)
    return int(str(value.value)), value.clause


def _within_limits(
    book: RuleBook, opening: ClassOpening, payments: Sequence[Payment], *, stage: str, fen: int
) -> list[Check]:
    total = opening.approved_total_fen or 0
    paid = sum(one.amount_fen for one in payments if one.state == "paid")
    sums = {"paid": yuan(paid), "fen": yuan(fen), "total": yuan(total)}
    checks = [
        _found(
            paid + fen <= total,
            say("已付 {paid} 元 + 本次 {fen} 元，不超过核定总额 {total} 元", **sums),
            say("已付 {paid} 元 + 本次 {fen} 元，超过核定总额 {total} 元", **sums),
        )
    ]
    if stage == "ADVANCE":
        cap_bp, clause = _cap(book, opening)
        limit = {"cap": f"{cap_bp / 100:g}", "clause": clause}
        checks.append(
            _found(
                fen * WHOLE_BP <= total * cap_bp,
                say("预拨不超过核定总额的 {cap}%（{clause}）", **limit),
                say("预拨超过核定总额的 {cap}%（{clause}）", **limit),
            )
        )
    return checks


def _found(holds: bool, fits: str, differs: str) -> Check:  # noqa: FBT001 - what holds comes first
    """A check says what was found, never what should have been."""
    return Check(holds, fits if holds else differs)


def _payee_checks(
    body: Institution, opening: ClassOpening, payments: Sequence[Payment]
) -> list[Check]:
    own = opening.payee_name == body.name
    checks = [_found(own, say("收款户名与申请单位名称一致"), say("收款户名与申请单位名称不一致"))]
    settled = [one for one in payments if one.state == "paid"]
    if settled:
        same = settled[-1].payee_account == opening.payee_account
        checks.append(
            _found(
                same,
                say("收款账号与上一次支付成功的账号一致"),
                say("收款账号与上一次支付成功的账号不一致"),
            )
        )
    returned = [one for one in payments if one.state == "returned"]
    if returned:
        changed = returned[-1].payee_account != opening.payee_account
        checks.append(_found(changed, say("退票后已更正收款账号"), say("退票后收款账号没有更正")))
    return checks


def _payee(opening: ClassOpening) -> list[tuple[str, str]]:
    return [
        (say("收款户名"), opening.payee_name or "—"),
        (say("开户银行"), opening.payee_bank or "—"),
        (say("银行账号"), mask.account(opening.payee_account or "") or "—"),
    ]
