"""The desk of finance: what to review, what to release, what came back, what is to come back."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from service.commands import desk, place
from service.domain import masking as mask
from service.domain.refusals import Forbidden
from service.records import finance as records
from service.records.base import LARGEST_ID
from service.records.database import db
from service.records.finance import RELEASE, RETURNED, REVIEW, Basis, Owed
from service.records.opening import ClassOpening
from service.records.payment import Payment
from service.records.step import QueueLine, Scope, Sieve, queue
from service.web.desks.timing import left
from service.web.due import Due
from service.web.front import actor, blueprint, minute
from service.web.language import say
from service.web.money import Amount, amount
from service.web.words import FUNDS, STAGES, word

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
    """One amount that waits."""

    number: str
    href: str
    institution: str
    account: str
    stage: str
    amount: Amount
    fund: str
    clause: str
    since: str
    why: str
    due: Due | None


@blueprint.get("/finance")
@blueprint.get("/finance/<name>")
def finance_desk(name: str = "review") -> str:
    """One of the four lists, with what all four come to."""
    session, scopes = db.session(), _scopes()
    chosen = name if name in LISTS else "review"
    element = LISTS[chosen][0]
    lines, after = _waiting(session, scopes, element) if element else _to_recover(session, scopes)
    return render_template(
        "desks/finance.html",
        tabs=_tabs(session, scopes, chosen),
        chosen=chosen,
        lines=lines,
        next=url_for("web.finance_desk", name=chosen, after=after) if after else None,
        first=url_for("web.finance_desk", name=chosen) if request.args.get("after") else None,
    )


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


def _tabs(session: Session, scopes: Sequence[Scope], chosen: str) -> list[Tab]:
    totals = records.totals(session, scopes)
    return [
        Tab(
            url_for("web.finance_desk", name=name),
            say(text),
            total.count,
            amount(say("合计"), total.fen),
            name == chosen,
        )
        for (name, (_, text)), total in zip(LISTS.items(), totals, strict=True)
    ]


def _waiting(
    session: Session, scopes: Sequence[Scope], element: str
) -> tuple[list[Line], str | None]:
    within = [Scope(LANES[element], one.jurisdiction, one.region) for one in scopes]
    found = queue(
        session,
        within,
        sieve=Sieve(element=element),
        after=place.read(request.args.get("after")),
        limit=PAGE,
    )
    ids = [line.step.case_id for line in found]
    openings = records.openings_of(session, ids)
    payments = records.payments_of_cases(session, ids)
    earned = records.earned_of_cases(session, ids)
    bases = records.bases_of_cases(session, ids, "COMMIT")
    lines = []
    for line in found:
        case_id = line.step.case_id
        waiting = Waiting(line, openings.get(case_id), payments[case_id], earned.get(case_id, 0))
        lines.append(_line(session, waiting, bases.get(case_id)))
    return lines, place.write(found[-1].place) if len(found) == PAGE else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step of finance and everything its amount follows from."""

    line: QueueLine
    opening: ClassOpening | None
    payments: Sequence[Payment]
    earned_fen: int

    @property
    def stage(self) -> str:
        return str(self.line.step.properties.get("stage", ""))

    @property
    def last(self) -> Payment | None:
        return next((one for one in reversed(self.payments) if one.stage == self.stage), None)

    @property
    def fen(self) -> int:
        """The amount as it was put down, or, before that, as it is going to be."""
        if self.last is not None:
            return self.last.amount_fen
        if self.stage == "ADVANCE":
            return (self.opening.advance_fen if self.opening else 0) or 0
        advanced = sum(
            one.amount_fen
            for one in self.payments
            if one.state == "paid" and one.stage == "ADVANCE"
        )
        return max(self.earned_fen - advanced, 0)

    @property
    def account(self) -> str:
        """Into which account, masked."""
        if self.last is not None:
            return mask.account(self.last.payee_account)
        return mask.account((self.opening.payee_account if self.opening else "") or "")


def _line(session: Session, waiting: Waiting, basis: Basis | None) -> Line:
    step, last = waiting.line.step, waiting.last
    returned = step.element == RETURNED
    address = url_for("web.case", number=waiting.line.number)
    if desk.may_finish(actor(), step, step):
        address = url_for("web.step", number=waiting.line.number, key=step.key)
    return Line(
        number=waiting.line.number,
        href=address,
        institution=waiting.line.institution,
        account=waiting.account,
        stage=word(STAGES, waiting.stage),
        amount=amount("", waiting.fen),
        fund=word(FUNDS, (last.fund if last else "") or (basis.fund if basis else "")),
        clause=basis.clause if basis else "",
        since=minute(step.opened_at),
        why=say("退票原因 {code}", code=last.result_code) if returned and last else "",
        due=left(session, step.jurisdiction, step.due_at),
    )


def _to_recover(session: Session, scopes: Sequence[Scope]) -> tuple[list[Line], str | None]:
    after = min(request.args.get("after", 0, type=int), LARGEST_ID)
    found = records.owed(session, scopes, after=after, limit=PAGE)
    bases = records.bases_of_cases(session, [one.recovery.case_id for one in found], "RECOVERY_DUE")
    lines = [_owed_line(session, one, bases.get(one.recovery.case_id)) for one in found]
    return lines, str(found[-1].recovery.id) if len(found) == PAGE else None


def _owed_line(session: Session, one: Owed, basis: Basis | None) -> Line:
    until = one.recovery.second_due_at or one.recovery.due_at
    return Line(
        number=one.number,
        href=url_for("web.case", number=one.number),
        institution=one.institution,
        account="",
        stage=_how_far(one),
        amount=amount("", one.recovery.amount_fen - one.recovery.repaid_fen),
        fund=word(FUNDS, basis.fund) if basis else "",
        clause=basis.clause if basis else "",
        since=minute(basis.at) if basis else "",
        why="",
        due=left(session, one.jurisdiction, until),
    )


def _how_far(one: Owed) -> str:
    if one.recovery.referred:
        return say("已移送")
    if one.recovery.second_due_at is not None:
        return say("已再次催告")
    return say("已发通知") if one.recovery.noticed_at is not None else say("待发通知")
