"""Where the money of a case stands, from its ledger."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from service.domain.money import capital, yuan
from service.records.case import Case
from service.records.claim import ClaimLine
from service.records.ledger import LedgerEntry, entries_of
from service.records.opening import ClassOpening
from service.records.payment import payments_of
from service.web.language import say
from service.web.words import ACCOUNTS, word


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount, in figures and in capitals."""

    label: str
    yuan: str
    capital: str


def standing(session: Session, case: Case, opening: ClassOpening | None) -> list[Amount]:
    """What was approved, and every account on which something stands."""
    amounts = []
    if opening is not None and opening.approved_total_fen:
        amounts.append(amount(say("核定补贴总额"), opening.approved_total_fen))
    entries = entries_of(session, case.id)
    balances = {account: balance(entries, account) for account in ACCOUNTS}
    return amounts + [
        amount(word(ACCOUNTS, account), fen) for account, fen in balances.items() if fen
    ]


def to_pay(session: Session, case: Case, opening: ClassOpening, stage: str) -> Amount:
    """What a stage is about to pay: the advance as granted, or what the approved lines leave."""
    if stage == "ADVANCE":
        return amount(say("本次先行拨付"), opening.advance_fen or 0)
    earned = _sum_of_lines(session, case, ClaimLine.verdict.in_(("approved", "cut")))
    paid = sum(one.amount_fen for one in payments_of(session, case.id) if one.state == "paid")
    return amount(say("本次拨付余款"), max(earned - paid, 0))


def claimed(session: Session, case: Case) -> Amount:
    """What is asked for, as it stands after the review so far."""
    not_removed = func.coalesce(ClaimLine.verdict, "") != "removed"
    return amount(say("补贴申请金额"), _sum_of_lines(session, case, not_removed))


def amount(label: str, fen: int) -> Amount:
    """An amount with its label."""
    return Amount(label, yuan(fen), f"人民币{capital(fen)}")


def balance(entries: Iterable[LedgerEntry], account: str) -> int:
    """What stands on one account."""
    return sum(
        entry.fen * ((entry.debit == account) - (entry.credit == account)) for entry in entries
    )


def _sum_of_lines(session: Session, case: Case, which: ColumnElement[bool]) -> int:
    total = session.scalar(
        select(func.sum(ClaimLine.amount_fen)).where(
            ClaimLine.case_id == case.id, ~ClaimLine.excluded, which
        )
    )
    return int(total or 0)
