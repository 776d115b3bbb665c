"""What somebody should have before them when filling in a step: the forms so far, the amount."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from service.commands.library import RuleBook
from service.domain import masking as mask
from service.domain.calendar import beijing_date
from service.records.case import Case
from service.records.opening import ClassOpening
from service.records.step import OpenStep
from service.web import deadline, documents_card, doubts_card, left_out_card, persons_card
from service.web.answers import Shown, shown
from service.web.checks import Check, checks
from service.web.checks_course import course_checks
from service.web.desks.payment import Explained, explained
from service.web.desks.timing import in_force
from service.web.front import now
from service.web.language import either, say
from service.web.money import Amount, amount, claimed
from service.web.naming import stage_name
from service.web.phrases import offered

OFFICERS = frozenset(
    {"county_reviewer", "county_approver", "county_head", "city_reviewer"}
    | {"finance_reviewer", "finance_payer"}
)
ABOUT_THE_REQUEST = frozenset(
    {"opening_accept", "opening_approve", "opening_overdue", "advance_review", "advance_approve"}
)
NARROW = 3  # a table of more columns needs the whole width of the page
ABOUT_THE_CLAIM = frozenset({"claim_review", "claim_recheck", "claim_publish"})
CLAIMED_ANEW = "claim_correct"
ABOUT_EVIDENCE = frozenset({"evidence_supplement"})
ABOUT_A_PAYMENT = frozenset({"finance_review", "finance_pay"})
ABOUT_PERSONS = frozenset({"living_review", "living_recheck", "direct_review", "direct_recheck"})


@dataclass(frozen=True, slots=True)
class Told:
    """Forms handed in before, the amount the step is about, and who receives it."""

    answers: Sequence[Shown] = ()
    amounts: Sequence[Amount] = ()
    payee: Sequence[tuple[str, str]] = ()
    payment: Explained | None = None
    checks: Sequence[Check] = ()
    deadlines: Sequence[deadline.Line] = ()
    phrases: Sequence[str] = ()
    into: Sequence[tuple[str, str]] = ()
    papers: Sequence[documents_card.Line] = ()
    doubts: doubts_card.Card | None = None
    persons: persons_card.Card | None = None
    left_out: Sequence[left_out_card.LeftOut] = ()
    beside: bool = False
    place: str = ""


def told(session: Session, case: Case, book: RuleBook, step: OpenStep) -> Told:
    """All of it for one open step."""
    deciding = _for_deciding(session, case, book, step)
    return replace(_about(session, case, book, step), place=case.jurisdiction, **deciding)


def _for_deciding(session: Session, case: Case, book: RuleBook, step: OpenStep) -> dict[str, Any]:
    """What an officer decides by; whoever files or supplies data has no use for it."""
    if step.lane not in OFFICERS:
        return {}
    form = book.form(step.form)
    opening = session.get(ClassOpening, case.id)
    newest = in_force(session, case.jurisdiction)[0]
    policy = newest.policy
    # The opinion that is always given comes before reasons asked for by one decision only.
    texts = sorted((f for f in form.fields if f.type == "long_text"), key=lambda f: bool(f.when))
    into = [(f.id, either(f.label)) for f in texts]
    judged = opening is not None and step.element in ABOUT_THE_REQUEST
    return {
        "checks": [
            *checks(session, case, opening, policy=policy, today=beijing_date(now())),
            *course_checks(session, case, opening, newest=newest, today=beijing_date(now())),
        ]
        if judged and opening
        else (),
        "doubts": doubts_card.card(session, case, opening, policy)
        if step.element in ABOUT_THE_CLAIM | ABOUT_A_PAYMENT | ABOUT_PERSONS
        else None,
        "persons": persons_card.card(session, case, book, policy),
        "left_out": left_out_card.card(session, case)
        if step.element in ABOUT_THE_CLAIM | ABOUT_EVIDENCE
        else (),
        "deadlines": [one for one in deadline.lines(session, case, policy, now()) if not one.done],
        "papers": documents_card.listed(session, case),
        "into": into,
        "phrases": offered(session, form.name) if into else (),
        "beside": all(len(f.columns) <= NARROW for f in form.fields if f.type == "table"),
    }


def _about(session: Session, case: Case, book: RuleBook, step: OpenStep) -> Told:
    opening = session.get(ClassOpening, case.id)
    forms = shown(session, case, book)
    stage = step.properties.get("stage")
    if step.element in ABOUT_THE_CLAIM:
        return Told(forms, [claimed(session, case)])
    if step.element == CLAIMED_ANEW:
        # Who takes somebody back into the claim sees first what he was left out for.
        return Told(forms, left_out=left_out_card.card(session, case))
    if stage is None:
        return Told(forms)
    name = stage_name(in_force(session, case.jurisdiction)[0].policy, stage)
    due = amount(say("本次拨付：{stage}", stage=name), step.amount_fen or 0)
    if opening is None:
        return Told(forms, [due])
    if step.element in ABOUT_A_PAYMENT:
        return Told(forms, payment=explained(session, case, opening, step))
    payee = [
        (say("收款户名"), opening.payee_name or "—"),
        (say("开户银行"), opening.payee_bank or "—"),
        (say("银行账号"), mask.account(opening.payee_account or "") or "—"),
    ]
    return Told(forms, [due], payee)
