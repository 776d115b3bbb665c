"""What a form knows when it is opened: the learners of the class, earlier answers, accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms import Field, Form
from service.domain import masking as mask
from service.domain.money import yuan
from service.records.answer import last_answer
from service.records.case import Case
from service.records.claim import ClaimLine, Objection, claim_of
from service.records.roster import RosterLine, roster_of
from service.records.voucher import vouchers_of
from service.web import decided, proofs, set_off
from service.web.language import say

# Tables that hold every learner once: rows are neither added nor dropped.
EVERY_LEARNER = frozenset({"scores", "certificates", "employment"})
EVERY_CLAIM = {
    "claim_review": "lines",
    "living_review": "lines",
    "direct_review": "lines",
    "voucher_verify": "vouchers",
}
# Rows that must all be judged, each by itself.
EVERY_ONE = EVERY_LEARNER | {"vouchers", "proofs"}
BY_LINE = frozenset({"records", "lines", "spells", "attendance", "lifted", "accounts"})
# A correction begins with what was handed in before; only the reply to it is new.
AGAIN = {
    "opening_fill": ("opening_correct", "opening_fill"),
    "claim_fill": ("claim_correct", "claim_fill"),
    "claim_correct": ("claim_correct", "claim_fill"),
    "living_fill": ("living_correct", "living_fill"),
    "direct_fill": ("direct_correct", "direct_fill"),
}
OF_THE_CLASS = frozenset({"living_fill"})
NEW_EACH_TIME = {"reply", "declaration"}
ITEM = "item"


@dataclass(frozen=True, slots=True)
class Known:
    """Typed beforehand, who the rows are about, which tables keep their rows or may leave some."""

    typed: dict[str, object] = field(default_factory=dict)
    labels: dict[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()


def known(session: Session, case: Case, form: Form, today: date) -> Known:
    """What can be filled in before anybody types."""
    tables = {f.id for f in form.fields if f.type == "table" and _has_line(f.columns)}
    typed: dict[str, object] = form.shown(
        {f.id: f.default for f in form.fields if f.default is not None and f.type != "table"}
    )
    typed |= _earlier(session, case, form) or decided.known(session, case, form, today)
    typed |= _objection(session, case, form) | _checklist(form) | set_off.known(session, case, form)
    if not tables:
        return Known(typed)
    # Whoever claims for the learners of a class names them by the lines of its roster.
    whose = case.parent_id or case.id if form.name in OF_THE_CLASS else case.id
    roster = [line for line in roster_of(session, whose) if not line.withdrawn]
    labels = {str(line.line): _label(line) for line in roster}
    fixed = tables & EVERY_LEARNER | {EVERY_CLAIM.get(form.name, "")} & tables
    for table in fixed:
        lines = [line.line for line in roster]
        if table not in EVERY_LEARNER:
            claimed = _claimed(session, case)
            done = {row.line for row in vouchers_of(session, case.id)} if table in EVERY_ONE else ()
            lines = [line for line in claimed if line not in done]
            labels |= {str(n): f"{labels.get(str(n), n)} {claimed[n]}" for n in claimed}
        typed[table] = [{"line": str(line)} for line in lines]
    if form.name == "evidence_supplement":
        short = [row.line for row in claim_of(session, case.id) if row.excluded]
        typed["records"] = [{"line": str(line)} for line in short]
    if form.name == "proof_review":
        worked = proofs.waiting(session, case)
        fixed |= {"proofs"}
        typed["proofs"] = [{"line": str(line)} for line in worked]
        labels |= {str(n): f"{labels.get(str(n), n)} {worked[n]}" for n in worked}
    if form.name == "record_learning":
        fixed |= {"records"}
        typed["records"] = [{"line": line} for line in labels]
    return Known(
        typed,
        dict.fromkeys(tables & (EVERY_ONE | BY_LINE), labels),
        frozenset(fixed),
        frozenset(tables - EVERY_ONE),
    )


def again(session: Session, case: Case, form_name: str) -> bool:
    """Whether this form was handed in before and is now corrected."""
    steps = AGAIN.get(form_name, ())
    return any(last_answer(session, case.id, step) is not None for step in steps)


def _has_line(columns: Sequence[Field]) -> bool:
    return any(column.id == "line" for column in columns)


def _label(line: RosterLine) -> str:
    return say("{n} 号 {name}", n=line.line, name=mask.name(line.name))


def _claimed(session: Session, case: Case) -> dict[int, str]:
    """The lines of the claim with what is asked for each."""
    rows = session.execute(
        select(ClaimLine.line, ClaimLine.amount_fen)
        .where(ClaimLine.case_id == case.id, ~ClaimLine.excluded)
        .order_by(ClaimLine.line)
    )
    return {line: f"{yuan(fen)} {say('元')}" for line, fen in rows}


def _earlier(session: Session, case: Case, form: Form) -> dict[str, object]:
    for step in AGAIN.get(form.name, ()):
        found = last_answer(session, case.id, step)
        if found is not None:
            kept = {k: v for k, v in found.body.items() if k not in NEW_EACH_TIME}
            return form.shown(kept)
    return {}


def _checklist(form: Form) -> dict[str, object]:
    """A list of items to look at has a row for each of them."""
    columns = {f.id: c for f in form.fields for c in f.columns if c.id == ITEM and c.choices}
    return {
        table: [{ITEM: choice.id} for choice in column.choices] for table, column in columns.items()
    }


def _objection(session: Session, case: Case, form: Form) -> dict[str, object]:
    if form.name != "objection_handle":
        return {}
    number = session.scalar(
        select(Objection.no)
        .where(Objection.case_id == case.id, Objection.upheld.is_(None))
        .order_by(Objection.no)
        .limit(1)
    )
    return {"objection": str(number)} if number else {}
