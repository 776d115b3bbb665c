"""Where the money of a case stands, from its ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from service.domain.money import capital, yuan
from service.domain.policy import DEFAULT
from service.records.case import Case
from service.records.claim import ClaimLine
from service.records.ledger import LedgerEntry, entries_of
from service.records.opening import ClassOpening
from service.web.basis import Basis
from service.web.language import say
from service.web.words import ACCOUNTS, FUNDS, word


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount, in figures and in capitals."""

    label: str
    yuan: str
    capital: str
    how: str = ""
    bases: Sequence[Basis] = ()


def standing(
    session: Session, case: Case, opening: ClassOpening | None, bases: Sequence[Basis] = ()
) -> list[Amount]:
    """What was approved, and every account on which something stands, with what speaks for it."""
    amounts = []
    if opening is not None and opening.approved_total_fen:
        amounts.append(replace(_approved(opening, opening.approved_total_fen), bases=bases))
    entries = entries_of(session, case.id)
    balances = {account: balance(entries, account) for account in ACCOUNTS}
    return amounts + [
        replace(amount(word(ACCOUNTS, account), fen), bases=(_fund(entries, account),))
        for account, fen in balances.items()
        if fen
    ]


def _approved(opening: ClassOpening, fen: int) -> Amount:
    heads, found = opening.approved_heads or 0, amount(say("核定补贴总额"), fen)
    if not heads or fen % heads:
        return found
    each = yuan(fen // heads)
    return replace(found, how=say("{n} 人 × {standard} 元", n=heads, standard=each))


def _fund(entries: Sequence[LedgerEntry], account: str) -> Basis:
    """From which fund the last amount on an account comes, and what says so."""
    last = next(one for one in reversed(entries) if account in (one.debit, one.credit))
    silent = last.clause.startswith(f"{DEFAULT}:")
    return Basis("" if silent else last.clause, silent, rule=word(FUNDS, last.fund))


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
