"""The desk of finance: what to review, what to release, what came back, what is to come back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from service.commands import desk, place
from service.commands.recovering import grounds
from service.domain import masking as mask
from service.domain import permissions
from service.domain.ledger import PAID_INTO
from service.domain.orders import RecordRepayment
from service.domain.policy import DEFAULT
from service.domain.refusals import Forbidden
from service.records import finance as records
from service.records.base import row_number
from service.records.bundle import published_jurisdictions
from service.records.database import db
from service.records.finance import RELEASE, RETURNED, REVIEW, Basis, Owed
from service.records.institution import Institution
from service.records.opening import ClassOpening
from service.records.payment import Payment
from service.records.payment_batch import batches_of_payments
from service.records.payment_hold import PaymentHold, holds_of_cases
from service.records.step import QueueLine, Scope, Sieve, queue
from service.web.desks import blocked
from service.web.desks.timing import in_force, left
from service.web.due import Due
from service.web.front import actor, blueprint, minute
from service.web.holding import in_words
from service.web.language import say
from service.web.money import Amount, amount
from service.web.naming import stage_name, stage_names
from service.web.words import FUNDS, ORDERS, word

PAGE = 50
FINANCE = frozenset({"finance_reviewer", "finance_payer"})
LANES = {REVIEW: "finance_reviewer", RELEASE: "finance_payer", RETURNED: "institution"}
TO_RECOVER = "to-recover"
LISTS = {
    "review": (REVIEW, "待审核"),
    "release": (RELEASE, "待拨付"),
    "returned": (RETURNED, "银行退回"),
    TO_RECOVER: ("", "待追回"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the four lists, and what stands in it."""

    href: str
    text: str
    count: int
    sum: Amount
    here: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One amount that waits: what to press, or else what keeps the visitor from it."""

    number: str
    class_name: str
    errand: str
    press: str
    blocked: str
    institution: str
    institution_id: int
    account: str
    stage: str
    amount: Amount
    fund: str
    clause: str
    guide: str
    since: str
    why: str
    due: Due | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for: which list, of whom, which stage."""

    name: str
    institution: int | None = None
    stage: str = ""

    def sieve(self) -> Sieve:
        """The same, as the lists read it."""
        return Sieve(institution_id=self.institution, stage=self.stage or None)

    def address(self, **changed: object) -> str:
        """The desk with one thing asked for otherwise."""
        asked = {"institution": self.institution, "stage": self.stage, "name": self.name} | changed
        kept = {name: value for name, value in asked.items() if value}
        return url_for("web.finance_desk", **kept)  # type: ignore[arg-type]


@blueprint.get("/finance")
@blueprint.get("/finance/<name>")
def finance_desk(name: str = "review") -> str:
    """One of the four lists, with what all four come to."""
    session, scopes = db.session(), _scopes()
    wanted = _wanted(name)
    read = _waiting if LISTS[wanted.name][0] else _to_recover
    lines, after = read(session, scopes, wanted)
    body = session.get(Institution, wanted.institution) if wanted.institution and lines else None
    return render_template(
        "finance/desk.html",
        tabs=_tabs(session, scopes, wanted),
        wanted=wanted,
        stages=list(_stages(session, scopes).items()),
        institution=body.name if body else "",
        lines=lines,
        to_return=_to_return(session, scopes, wanted) if wanted.name == TO_RECOVER else [],
        next=wanted.address(after=after) if after else None,
        first=wanted.address() if request.args.get("after") else None,
    )


def _wanted(name: str) -> Wanted:
    stage = request.args.get("stage", "")
    return Wanted(
        name if name in LISTS else "review",
        row_number(request.args.get("institution", "")),
        stage if stage in PAID_INTO and name != TO_RECOVER else "",
    )


def _stages(session: Session, scopes: Sequence[Scope]) -> dict[str, str]:
    """The stages that the places of the visitor pay in."""
    named = {scope.jurisdiction for scope in scopes}
    codes = published_jurisdictions(session) if None in named else sorted(filter(None, named))
    return stage_names(in_force(session, code)[0].policy for code in codes)


def _scopes() -> list[Scope]:
    """Where the visitor works for finance; the lane is filled in list by list."""
    found = [
        Scope("", grant.jurisdiction, grant.region)
        for grant in actor().grants
        if grant.role in FINANCE
    ]
    if not found:
        raise Forbidden("资金工作台只供财政审核和财政拨付使用。", "This desk is for finance only.")
    return list(dict.fromkeys(found))


def _tabs(session: Session, scopes: Sequence[Scope], wanted: Wanted) -> list[Tab]:
    totals = records.totals(session, scopes, wanted.sieve())
    return [
        Tab(
            wanted.address(name=name),
            say(text),
            total.count,
            amount(say("合计"), total.fen),
            name == wanted.name,
        )
        for (name, (_, text)), total in zip(LISTS.items(), totals, strict=True)
    ]


def _waiting(
    session: Session, scopes: Sequence[Scope], wanted: Wanted
) -> tuple[list[Line], str | None]:
    element = LISTS[wanted.name][0]
    within = [Scope(LANES[element], one.jurisdiction, one.region) for one in scopes]
    found = queue(
        session,
        within,
        sieve=replace(wanted.sieve(), element=element),
        after=place.read(request.args.get("after")),
        limit=PAGE,
    )
    ids = [line.step.case_id for line in found]
    openings = records.openings_of(session, ids)
    payments = records.payments_of_cases(session, ids)
    bases = records.bases_of_cases(session, ids, "COMMIT")
    kept_by = blocked.why(session, [line.step for line in found])
    holds = holds_of_cases(session, ids)
    drawn = batches_of_payments(session, [one.id for case in payments.values() for one in case])
    lines = []
    for line in found:
        case_id = line.step.case_id
        waiting = Waiting(line, openings.get(case_id), payments[case_id], holds.get(case_id, ()))
        batch = drawn.get(waiting.last.id) if waiting.last and element == RELEASE else None
        kept = say("在批次 {n} 内", n=batch) if batch else kept_by[line.step.id]
        if element == RELEASE and waiting.held:
            kept = kept or say("暂缓拨付")
        lines.append(_line(session, waiting, bases.get(case_id), kept))
    return lines, place.write(found[-1].place) if len(found) == PAGE else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step of finance and everything its amount follows from."""

    line: QueueLine
    opening: ClassOpening | None
    payments: Sequence[Payment]
    holds: Sequence[PaymentHold] = ()

    @property
    def held(self) -> str:
        """What it waits for, in words."""
        return in_words(self.holds, self.stage)

    @property
    def stage(self) -> str:
        return str(self.line.step.properties.get("stage", ""))

    @property
    def last(self) -> Payment | None:
        return next((one for one in reversed(self.payments) if one.stage == self.stage), None)

    @property
    def fen(self) -> int:
        """What is still to arrive of what was put down, or, before that, as it is going to be."""
        if self.last is not None and not self.is_reviewed_anew:
            return self.last.amount_fen - self.last.paid_fen
        return self.line.step.amount_fen or 0

    @property
    def is_reviewed_anew(self) -> bool:
        """Whether the last payment was an earlier try: of another amount, to another account."""
        return self.line.step.element == REVIEW

    @property
    def account(self) -> str:
        """Into which account, masked."""
        if self.last is not None and not self.is_reviewed_anew:
            return mask.account(self.last.payee_account)
        return mask.account((self.opening.payee_account if self.opening else "") or "")


def _line(session: Session, waiting: Waiting, basis: Basis | None, kept_by: str) -> Line:
    step, last = waiting.line.step, waiting.last
    number, returned = waiting.line.number, step.element == RETURNED
    return Line(
        number=number,
        class_name=(waiting.opening.class_name if waiting.opening else "") or "",
        errand="" if kept_by else url_for("web.step", number=number, key=step.key),
        press=say("拨付") if step.element == RELEASE else say("审核"),
        blocked=kept_by,
        institution=waiting.line.institution,
        institution_id=step.institution_id,
        account=waiting.account,
        stage=stage_name(in_force(session, step.jurisdiction)[0].policy, waiting.stage),
        amount=amount("", waiting.fen),
        fund=word(FUNDS, (last.fund if last else "") or (basis.fund if basis else "")),
        clause=_clause(basis),
        guide=_guide(step.jurisdiction, basis),
        since=minute(step.opened_at),
        why=say("退票原因 {code}", code=last.result_code) if returned and last else waiting.held,
        due=left(session, step.jurisdiction, step.due_at),
    )


def _clause(basis: Basis | None) -> str:
    """The clause behind the fund; where a notice is silent, that it is so."""
    if basis is None:
        return ""
    return say("默认值") if _is_silent(basis) else basis.clause


def _is_silent(basis: Basis) -> bool:
    return basis.clause.startswith(f"{DEFAULT}:")


def _guide(jurisdiction: str, basis: Basis | None) -> str:
    """Where the guide says what the clause says."""
    if basis is None or not basis.clause or _is_silent(basis):
        return ""
    return url_for("web.help_place", code=jurisdiction, _anchor=basis.clause)


def _to_recover(
    session: Session, scopes: Sequence[Scope], wanted: Wanted
) -> tuple[list[Line], str | None]:
    after, of_one = place.read(request.args.get("after")), wanted.institution
    found = records.owed(session, scopes, institution_id=of_one, after=after, limit=PAGE)
    ids = [one.case.id for one in found]
    bases = records.bases_of_cases(session, ids, "RECOVERY_DUE")
    funds = records.funds_owed(session, ids)
    lines = [_owed_line(session, one, bases.get(one.case.id), funds[one.case.id]) for one in found]
    return lines, place.write(found[-1].place) if len(found) == PAGE else None


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One amount that came back for nothing, and whose it is."""

    number: str
    institution: str
    since: str
    amount: Amount


def _to_return(session: Session, scopes: Sequence[Scope], wanted: Wanted) -> list[ReturnLine]:
    found = records.to_return(session, scopes, institution_id=wanted.institution, limit=PAGE)
    return [
        ReturnLine(one.number, one.institution, minute(one.decided_at), amount("", one.fen))
        for one in found
        if one.decided_at is not None
    ]


def _owed_line(session: Session, one: Owed, basis: Basis | None, funds: Sequence[str]) -> Line:
    case = one.case
    # The line is there because money is owed: nothing more has to be asked for each of fifty.
    may_take = permissions.may(actor(), RecordRepayment.name, desk.scope_of(case))
    awaited = may_take and grounds.can_come_back(case)
    return Line(
        number=case.number,
        class_name=one.class_name or "",
        errand=url_for("web.order", number=case.number, name="record-repayment") if awaited else "",
        press=word(ORDERS, RecordRepayment.name),
        blocked="" if awaited else say("等待通知发出"),
        institution=one.institution,
        institution_id=case.institution_id,
        account="",
        stage=_how_far(one),
        amount=amount("", one.recovery.amount_fen - one.recovery.repaid_fen),
        fund=say("、").join(word(FUNDS, fund) for fund in funds),
        clause=_clause(basis),
        guide=_guide(case.jurisdiction, basis),
        since=minute(basis.at) if basis else "",
        why="",
        due=left(session, case.jurisdiction, one.until),
    )


def _how_far(one: Owed) -> str:
    if one.recovery.referred:
        return say("已移送")
    if one.recovery.second_due_at is not None:
        return say("已再次催告")
    return say("已发通知") if one.recovery.noticed_at is not None else say("待发通知")
