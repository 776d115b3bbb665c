"""How an amount of money came about, line by line, what was paid before, and who receives it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.domain import masking as mask
from service.domain.bank_layout import RETURNED
from service.domain.calendar import beijing_date
from service.domain.money import yuan
from service.domain.policy import Policy
from service.domain.stage import REST, STANDARD, WHOLE_BP, Stage
from service.records.answer import last_answer
from service.records.case import Case
from service.records.claim import ClaimLine
from service.records.institution import Institution
from service.records.opening import ClassOpening
from service.records.payment import Payment, payments_of
from service.records.payment_line import lines_of
from service.records.roster import roster_of
from service.records.step import OpenStep
from service.web.basis import Basis, Rules, rules_of
from service.web.desks.timing import in_force
from service.web.finance.own_budget import enough
from service.web.front import now
from service.web.language import say
from service.web.money import Amount, amount
from service.web.naming import stage_name

EARNED = ("approved", "cut")
CAP = "advance_cap"
STATES = {
    "reviewed": "已审核，待拨付",
    "instructed": "已发出，待银行回单",
    "paid": "已支付",
    "returned": "银行退回",
}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One line of the reckoning, and what speaks for it."""

    label: str
    how: str
    yuan: str
    clause: str = ""
    basis: Basis | None = None


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


def explained(session: Session, case: Case, opening: ClassOpening, step: OpenStep) -> Explained:
    """The amount of a stage, explained to whoever reviews or releases it."""
    code, fen = str(step.properties.get("stage", "")), step.amount_fen or 0
    policy = in_force(session, case.jurisdiction)[0].policy
    rules = rules_of(case, opening, policy, beijing_date(now()))
    payments = payments_of(session, case.id)
    stage = next((one for one in policy.stages if one.name == code), None)
    if stage is not None and stage.granted:
        lines = _granted(rules, opening, stage, fen)
    else:
        lines = _earned(session, rules, opening, payments, stage=stage, fen=fen)
    body = session.get_one(Institution, case.institution_id)
    return Explained(
        amount(say("本次应付"), fen),
        lines,
        [_before(one, policy) for one in payments],
        [
            *_within_limits(rules, opening, payments, stage=stage, fen=fen),
            *_payee_checks(session, body, opening, payments),
            *(Check(*one) for one in enough(session, case, beijing_date(now()), fen)),
        ],
        _payee(opening),
    )


def _granted(rules: Rules, opening: ClassOpening, stage: Stage, fen: int) -> list[Reckoned]:
    """A prepayment: so much of what was approved."""
    base = opening.approved_total_fen or 0
    lines = [_base(opening, base)]
    if base:
        how = f"{yuan(base)} × {fen * 100 / base:g}%"
        name = stage_name(rules.policy, stage.name)
        lines.append(Reckoned(name, how, yuan(fen), basis=rules.basis(CAP)))
    return lines


def _base(opening: ClassOpening, base: int) -> Reckoned:
    how = say(
        "{n} 人 × {standard} 元",
        n=opening.approved_heads or 0,
        standard=yuan(opening.standard_fen or 0),
    )
    return Reckoned(say("核定补贴总额"), how, yuan(base))


def _earned(
    session: Session,
    rules: Rules,
    opening: ClassOpening,
    payments: Sequence[Payment],
    *,
    stage: Stage | None,
    fen: int,
) -> list[Reckoned]:
    """What the claim comes to, which part of it the stages so far pay, and what was paid."""
    rows = session.execute(
        select(ClaimLine.amount_fen, func.count())
        .where(
            ClaimLine.case_id == opening.case_id, ~ClaimLine.excluded, ClaimLine.verdict.in_(EARNED)
        )
        .group_by(ClaimLine.amount_fen)
        .order_by(ClaimLine.amount_fen.desc())
    ).all()
    basis = rules.basis("pay_on_certificate")
    lines = [
        Reckoned(
            say("核定发放"),
            say("{n} 人 × {standard} 元", n=heads, standard=yuan(each)),
            yuan(each * heads),
            basis=basis,
        )
        for each, heads in rows
    ]
    paid = [one for one in payments if one.paid_fen]
    due = fen + sum(one.paid_fen for one in paid)
    if stage is not None and due != sum(each * heads for each, heads in rows):
        lines.append(_part(rules, stage, due))
    for one in paid:
        name = stage_name(rules.policy, one.stage)
        lines.append(Reckoned(say("减：已付{stage}", stage=name), "", f"-{yuan(one.paid_fen)}"))
    return lines


def _part(rules: Rules, stage: Stage, due: int) -> Reckoned:
    """What had to be paid up to this stage, and by which rule."""
    share = rules.number(stage.share) if rules.policy.has(stage.share) else None
    if share is not None:
        how = say("按 {share}%", share=f"{share / 100:g}")
    elif stage.share == REST:
        how = say("各阶段合计，末期付清余数")
    elif stage.share:
        how = say("按决策表的比例")
    elif stage.of != STANDARD:
        each = rules.number(stage.of) or 0
        how = say("每人 {standard} 元", standard=yuan(each))
    else:
        how = say("按已达到的条件")
    basis = rules.basis(stage.share) or rules.basis(stage.of)
    name = stage_name(rules.policy, stage.name)
    return Reckoned(say("至{stage}应付", stage=name), how, yuan(due), basis=basis)


def _before(one: Payment, policy: Policy) -> Reckoned:
    how = say(STATES[one.state])
    if one.pay_on is not None:
        how = f"{how} · {one.pay_on.isoformat()}"
    name = stage_name(policy, one.stage)
    return Reckoned(name, how, yuan(one.amount_fen), one.result_code or "")


def _within_limits(
    rules: Rules,
    opening: ClassOpening,
    payments: Sequence[Payment],
    *,
    stage: Stage | None,
    fen: int,
) -> list[Check]:
    total = opening.approved_total_fen or 0
    paid = sum(one.paid_fen for one in payments)
    sums = {"paid": yuan(paid), "fen": yuan(fen), "total": yuan(total)}
    checks = [
        _found(
            paid + fen <= total,
            say("已付 {paid} 元 + 本次 {fen} 元，不超过核定总额 {total} 元", **sums),
            say("已付 {paid} 元 + 本次 {fen} 元，超过核定总额 {total} 元", **sums),
        )
    ]
    cap = rules.find(CAP) if stage is not None and stage.granted else None
    if cap is not None:
        cap_bp = int(str(cap.value))
        limit = {"cap": f"{cap_bp / 100:g}", "clause": cap.clause or say("默认值")}
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
    session: Session, body: Institution, opening: ClassOpening, payments: Sequence[Payment]
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
    checks += _mended(session, opening, payments)
    return checks


def _mended(
    session: Session, opening: ClassOpening, payments: Sequence[Payment]
) -> Iterator[Check]:
    """Whether the account was mended after a return, whose, and if not, why not."""
    returned = [one for one in payments if one.state == "returned"]
    if not returned:
        return
    parts = [one for one in lines_of(session, returned[-1].id) if one.result == RETURNED]
    if parts:
        roster = {one.line: one for one in roster_of(session, opening.case_id)}
        for part in parts:
            changed = roster[part.line].bank_account != part.bank_account
            yield _found(
                changed,
                say("花名册第 {n} 行退票后已更正账号", n=part.line),
                say("花名册第 {n} 行退票后账号没有更正", n=part.line),
            )
    else:
        changed = returned[-1].payee_account != opening.payee_account
        yield _found(changed, say("退票后已更正收款账号"), say("退票后收款账号没有更正"))
    answer = last_answer(session, opening.case_id, "account_fix")
    why = answer.body.get("same_because") if answer and isinstance(answer.body, dict) else None
    if why:
        yield Check(ok=False, text=say("账户不变的理由：{why}", why=why))


def _payee(opening: ClassOpening) -> list[tuple[str, str]]:
    return [
        (say("收款户名"), opening.payee_name or "—"),
        (say("开户银行"), opening.payee_bank or "—"),
        (say("银行账号"), mask.account(opening.payee_account or "") or "—"),
    ]
