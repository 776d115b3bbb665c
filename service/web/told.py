"""What somebody should have before them when filling in a step: the forms so far, the amount."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.commands.library import RuleBook
from service.domain import masking as mask
from service.records.case import Case
from service.records.opening import ClassOpening
from service.records.step import OpenStep
from service.web.answers import Shown, shown
from service.web.language import say
from service.web.money import Amount, claimed, to_pay

ABOUT_THE_CLAIM = frozenset({"claim_review", "claim_recheck", "claim_publish"})


@dataclass(frozen=True, slots=True)
class Told:
    """Forms handed in before, the amount the step is about, and who receives it."""

    answers: Sequence[Shown] = ()
    amounts: Sequence[Amount] = ()
    payee: Sequence[tuple[str, str]] = ()


def told(session: Session, case: Case, book: RuleBook, step: OpenStep) -> Told:
    """All of it for one open step."""
    opening = session.get(ClassOpening, case.id)
    forms = shown(session, case, book)
    stage = step.properties.get("stage")
    if step.element in ABOUT_THE_CLAIM:
        return Told(forms, [claimed(session, case)])
    if opening is None or stage is None:
        return Told(forms)
    payee = [
        (say("收款户名"), opening.payee_name or "—"),
        (say("开户银行"), opening.payee_bank or "—"),
        (say("银行账号"), mask.account(opening.payee_account or "") or "—"),
    ]
    return Told(forms, [to_pay(session, case, opening, stage)], payee)
