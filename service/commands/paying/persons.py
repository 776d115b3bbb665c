"""Paying persons: who has earned how much and has an account, and each one's part of a payment."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from service.commands.dossier import Dossier
from service.commands.paying import earning, payee
from service.commands.paying.earning import Fens, earned_by
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.domain.stage import PERSONS, Stage
from service.records.payment import Payment
from service.records.payment_line import PaymentLine
from service.records.roster import RosterLine

# What stands as payee of a payment whose parts go to persons, each under his own name.
THE_PERSONS = {"payee_name": "学员本人", "payee_bank": "", "payee_account": ""}


@earned_by("persons")
def by_person(dossier: Dossier, _: Stage) -> Fens:
    """Every approved line of somebody who can be paid has earned its amount."""
    return {
        line: entry.amount_fen
        for line, entry in earning.approved(dossier).items()
        if entry.amount_fen and has_account(dossier.roster[line])
    }


def held(dossier: Dossier) -> list[int]:
    """Who has earned something and named no account to pay it into."""
    return [
        line
        for line, entry in earning.payable(dossier).items()
        if entry.amount_fen and not has_account(dossier.roster[line])
    ]


def has_account(learner: RosterLine) -> bool:
    """Whether a payment to the learner could arrive."""
    return bool(learner.bank_name and learner.bank_account)


def are_paid(dossier: Dossier, stage: str) -> bool:
    """Whether the payee of a stage is not a body but the persons themselves."""
    return payee.payee_kind(dossier, stage) == PERSONS


def payee_of(dossier: Dossier, stage: str) -> Mapping[str, Any]:
    """Whom a stage pays: the body that asked, or the persons themselves."""
    if are_paid(dossier, stage):
        return THE_PERSONS
    opening = dossier.opening
    return {name: getattr(opening, name) for name in THE_PERSONS}


def mend_payee(dossier: Dossier, stage: str, given: Mapping[str, Any]) -> None:
    """Another account after a payment came back: the body's, or those of persons by line."""
    if are_paid(dossier, stage):
        mend_accounts(dossier, given)
        return
    lacking = [name for name in ("payee_bank", "payee_account") if not given.get(name)]
    if lacking:
        raise AnswersWrong(
            [
                Problem(name, "required", "请填写新的收款账户。", "Give the new account.")
                for name in lacking
            ]
        )
    payee.change(dossier, given)


def parts(dossier: Dossier, stage: str) -> dict[int, int]:
    """What each of them is still to be paid in a stage."""
    found = next(one for one in earning.stages(dossier) if one.name == stage)
    paid: Counter[int] = Counter()
    for entry in dossier.book.entries:
        paid[entry.line] += entry.fen if entry.kind == stage else 0
    due = {line: fen - paid[line] for line, fen in earning.earned_lines(dossier, found).items()}
    return {line: fen for line, fen in due.items() if fen > 0}


def set_aside(dossier: Dossier, payment: Payment) -> None:
    """A payment to persons is split, and its parts are set aside; one to a body needs neither."""
    if are_paid(dossier, payment.stage):
        write_parts(dossier, payment)
        dossier.book.set_aside(payment)


def accounts(dossier: Dossier, stage: str, lines: Iterable[int]) -> dict[int, str]:
    """The accounts these lines would be paid into now; line 0 is the body's."""
    if not are_paid(dossier, stage):
        return dict.fromkeys(lines, dossier.opening.payee_account or "")
    return {line: dossier.roster[line].bank_account or "" for line in lines}


def chosen_fund(dossier: Dossier, stage: str, given: Mapping[str, Any]) -> str:
    """The fund that finance takes, where the place leaves a choice; else nothing."""
    rule = dossier.find("living_funds") if stage == "LIVING" else None
    allowed = rule.value if rule is not None and isinstance(rule.value, tuple) else ()
    fund = str(given.get("fund") or "")
    if (len(allowed) > 1 and not fund) or (fund and fund not in allowed):
        raise AnswersWrong(
            [
                Problem(
                    "fund",
                    "not_allowed",
                    "请在规定的资金中选择本期款项的资金来源。",
                    "Choose the fund of this payment among those allowed.",
                    rule.clause or None if rule else None,
                )
            ]
        )
    return fund


def mend_accounts(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """Other accounts for persons whose payment came back, or for those who had none."""
    rows = given.get("accounts") or ()
    payable = earning.payable(dossier)
    strange = [at for at, row in enumerate(rows) if row["line"] not in payable]
    if strange or not rows:
        field = f"accounts[{strange[0]}].line" if strange else "accounts"
        raise AnswersWrong(
            [
                Problem(
                    field,
                    "unknown_line",
                    "请填写申领名单中学员的收款账户。",
                    "Give accounts of learners who stand on the claim.",
                )
            ]
        )
    for row in rows:
        learner = dossier.roster[row["line"]]
        learner.bank_name, learner.bank_account = row["bank_name"], row["bank_account"]


def write_parts(dossier: Dossier, payment: Payment) -> None:
    """Fix who is paid how much into which account; the parts are the payment, to the fen."""
    due = parts(dossier, payment.stage)
    if sum(due.values()) != payment.amount_fen:
        raise NotNow(
            "逐人金额与本期金额不符，请重新审核。",
            "The persons' parts do not add up to the payment; review it again.",
        )
    dossier.session.flush()
    dossier.session.add_all(
        PaymentLine(payment_id=payment.id, line=line, amount_fen=fen, **_payee(dossier, line))
        for line, fen in due.items()
    )
    dossier.session.flush()


def _payee(dossier: Dossier, line: int) -> Mapping[str, str]:
    learner = dossier.roster[line]
    return {
        "person_index": learner.person_index,
        "payee_name": learner.name,
        "bank_name": learner.bank_name or "",
        "bank_account": learner.bank_account or "",
    }
