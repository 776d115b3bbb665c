"""Budgets: how each stands, how it came to that, and the changes that two persons make."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.commands.budgets.returning import counting
from service.domain import permissions
from service.domain.budget import APPROPRIATE, CARRY_OVER, KINDS, LONGEST, MOVE, YEARS
from service.domain.calendar import beijing_date
from service.domain.money import AmountTooLarge, NotAnAmount, fen
from service.domain.orders import DecideBudget, ProposeBudget
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotVisible
from service.records import budget as records
from service.records.base import row_number
from service.records.budget import Budget, BudgetEntry, BudgetProposal
from service.records.case import numbers_of
from service.records.database import db
from service.records.payment_hold import waiting_for
from service.web.front import actor, blueprint, minute, now
from service.web.history import names_of
from service.web.language import either, say
from service.web.money import Amount, amount
from service.web.people.wording import places, typed
from service.web.posting import give
from service.web.words import FUNDS, word

READERS = frozenset({"finance_reviewer", "finance_payer", "auditor", "county_head"})


@dataclass(frozen=True, slots=True)
class Line:
    """One budget in the list."""

    href: str
    place: str
    fund: str
    year: int
    item: str
    subject: str
    appropriated: Amount
    spent: Amount
    committed: Amount
    available: Amount
    overdrawn: bool
    spent_percent: int
    open: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what, how much, by which paper, and whose two hands."""

    id: int
    kind: str
    amount: Amount
    minus: bool
    carried: str
    other: str
    paper: str
    reason: str
    entered: str
    decided: str
    mine: bool = False
    # Somebody who stood in entered it in the visitor's name.
    for_me: bool = False


@blueprint.get("/finance/budgets")
def budgets() -> str:
    """The budgets of the visitor's places, one year at a time."""
    session = db.session()
    year = _year()
    found = records.budgets_in(session, _places(), year)
    waiting = records.proposals_of(session, [one.id for one in found])
    counted = [one.budget_id for one in waiting]
    return render_template(
        "finance/budgets.html",
        lines=[_line(session, one, counted.count(one.id)) for one in found],
        year=year,
        left=[
            (url_for("web.propose_budget", budget=one.id, carry=1), _line(session, one, 0))
            for one in records.budgets_in(session, _places(), year - 1)
            if one.committed_fen > 0
        ],
        may_enter=any(
            permissions.roles_for("ProposeBudget") & {grant.role} for grant in actor().grants
        ),
    )


@blueprint.get("/finance/budgets/<int:number>")
def budget(number: int) -> str:
    """One budget: its figures, what changed it, what waits for a second person or for money."""
    session = db.session()
    found = _visible(session, number)
    proposals = records.proposals_of(session, [number])
    entries = records.entries_of(session, number)
    holds = waiting_for(session, number)
    hands = [one.entered_by for one in entries] + [one.decided_by for one in entries]
    people = names_of(session, [*hands, *(one.entered_by for one in proposals)])
    numbers = numbers_of(session, [one.case_id for one in holds])
    return render_template(
        "finance/budget.html",
        line=_line(session, found, len(proposals)),
        figures=_figures(session, found),
        proposals=[_change(session, one, people) for one in proposals],
        entries=[_change(session, one, people) for one in entries],
        waiting=[
            (numbers[one.case_id], amount("", one.fen or 0), minute(one.since)) for one in holds
        ],
        may_decide=permissions.may(
            actor(), "DecideBudget", permissions.Scope(found.jurisdiction, found.region)
        ),
        new=url_for("web.propose_budget", budget=number),
        entries_of_year=found,
    )


@blueprint.route("/finance/budgets/new", methods=["GET", "POST"])
def propose_budget() -> Response:
    """Enter what a paper says; another person puts it in force."""
    session = db.session()
    offered = dict(_offered(session))
    if not offered:
        raise NotVisible
    problems: list[str] = []
    if request.method == "POST":
        try:
            order = _order(offered)
            give(order)
            flash(say("已登记，待另一人确认后生效。"), "green")
            key = (order.jurisdiction, order.region, order.fund, order.year)
            made = records.budget_of(session, key)
            return redirect(url_for("web.budget", number=made.id if made else 0), 303)
        except AnswersWrong as wrong:
            problems = [either({"zh": one.zh, "en": one.en}) for one in wrong.problems]
    asked = row_number(request.args.get("budget", ""))
    page = render_template(
        "finance/budget_new.html",
        kinds={name: either({"zh": zh, "en": en}) for name, (zh, en) in KINDS.items()},
        offered=offered,
        funds={name: word(FUNDS, name) for name in FUNDS},
        typed=request.form
        or _prefilled(_visible(session, asked) if asked else None, carry="carry" in request.args),
        problems=problems,
    )
    return make_response(page, 422 if problems else 200)


@blueprint.post("/finance/budget-changes/<int:proposal>")
def decide_budget(proposal: int) -> Response:
    """Put a change in force, or refuse it with a reason."""
    found = db.session().get(BudgetProposal, proposal)
    if found is None:
        raise NotVisible
    number = found.budget_id
    agreed = typed("decision") == "agree"
    try:
        give(DecideBudget(proposal_id=proposal, agreed=agreed, reason=typed("reason")))
        flash(say("已确认生效。") if agreed else say("已退回，不予确认。"), "green")
    except AnswersWrong as wrong:
        flash(either({"zh": wrong.problems[0].zh, "en": wrong.problems[0].en}), "red")
    return redirect(url_for("web.budget", number=number), 303)


# --- what was typed -----------------------------------------------------------------------------


def _order(offered: Mapping[str, str]) -> ProposeBudget:
    place, year = typed("place"), row_number(typed("year")) or 0
    if place not in offered or typed("kind") not in KINDS or typed("fund") not in FUNDS:
        raise AnswersWrong([_asked("kind", "事项、地区和资金", "what, where and which fund")])
    if year not in YEARS:
        raise AnswersWrong([_asked("year", "年度，如 2020", "the year, as 2020")])
    jurisdiction, _, region = place.partition("/")
    kind, to = typed("kind"), typed("to_place")
    return ProposeBudget(
        kind=kind,
        jurisdiction=jurisdiction,
        region=region,
        fund=typed("fund"),
        year=year,
        fen=_fen(typed("amount")),
        paper=typed("paper", LONGEST["paper"]),
        reason=typed("reason"),
        item=typed("item", LONGEST["item"]) if kind == APPROPRIATE else "",
        subject=typed("subject", LONGEST["subject"]) if kind == APPROPRIATE else "",
        to_region=to.partition("/")[2] if kind == MOVE and to in offered else "",
        to_fund=typed("to_fund") if kind == MOVE and typed("to_fund") in FUNDS else "",
    )


def _fen(text: str) -> int:
    """An amount in yuan; below zero it takes back."""
    less = text.startswith(("-", "－"))
    try:
        found = fen(text.lstrip("-－") or "0")
    except AmountTooLarge as wrong:
        raise AnswersWrong(
            [Problem("amount", "too_large", "金额过大，请核对。", "The amount is too large.")]
        ) from wrong
    except NotAnAmount as wrong:
        raise AnswersWrong(
            [_asked("amount", "金额（元），如 30000.00", "the amount in yuan, as 30000.00")]
        ) from wrong
    return -found if less else found


def _asked(field: str, zh: str, en: str) -> Problem:
    return Problem(field, "required", f"请填写{zh}。", f"Give {en}.")


def _prefilled(found: Budget | None, *, carry: bool) -> Mapping[str, str]:
    if found is None:
        return {"year": str(beijing_date(now()).year)}
    # What was promised and not yet paid is the amount that usually goes along.
    open_yuan = f"{found.committed_fen // 100}.{found.committed_fen % 100:02d}"
    return {
        **({"kind": CARRY_OVER, "amount": open_yuan} if carry else {}),
        "place": f"{found.jurisdiction}/{found.region}",
        "fund": found.fund,
        "year": str(found.year),
        "item": found.item or "",
        "subject": found.subject or "",
    }


# --- what is shown ------------------------------------------------------------------------------


def _year() -> int:
    return row_number(request.args.get("year", "")) or beijing_date(now()).year


def _places() -> list[tuple[str | None, str | None]]:
    """Where the visitor reads budgets."""
    found = [(one.jurisdiction, one.region) for one in actor().grants if one.role in READERS]
    if not found:
        raise NotVisible
    return found


def _visible(session: Session, number: int) -> Budget:
    found = session.get(Budget, number)
    if found is not None and any(
        jurisdiction in (None, found.jurisdiction) and region in (None, found.region)
        for jurisdiction, region in _places()
    ):
        return found
    raise NotVisible


def _offered(session: Session) -> Iterator[tuple[str, str]]:
    """The regions for which the visitor may enter something."""
    for code, (name, regions) in places(session).items():
        for region, called in regions.items():
            if permissions.may(actor(), "ProposeBudget", permissions.Scope(code, region)):
                yield f"{code}/{region}", f"{name} · {called}"


def _place(session: Session, one: Budget) -> str:
    name, regions = places(session).get(one.jurisdiction, (one.jurisdiction, {}))
    return f"{name} · {regions.get(one.region, one.region)}"


def _line(session: Session, one: Budget, waiting: int) -> Line:
    left = _available_fen(session, one)
    return Line(
        href=url_for("web.budget", number=one.id),
        place=_place(session, one),
        fund=word(FUNDS, one.fund),
        year=one.year,
        item=one.item or say("未下达"),
        subject=one.subject or "—",
        appropriated=amount("", one.appropriated_fen),
        spent=amount("", one.spent_fen),
        committed=amount("", one.committed_fen),
        available=amount("", left),
        overdrawn=left < 0,
        spent_percent=100 * one.spent_fen // one.appropriated_fen if one.appropriated_fen else 0,
        open=waiting,
    )


def _available_fen(session: Session, one: Budget) -> int:
    """What is promised to nobody; where the place says so, what came back is part of it."""
    return one.standing.available_fen(with_recovered=counting(session)(one))


def _figures(session: Session, one: Budget) -> list[Amount]:
    return [
        amount(say("下达"), one.appropriated_fen),
        amount(say("已支出"), one.spent_fen),
        amount(say("已承诺、待拨付"), one.committed_fen),
        amount(say("可用"), _available_fen(session, one)),
        amount(say("追回"), one.recovered_fen),
        amount(say("失效"), one.lapsed_fen),
    ]


def _change(
    session: Session, one: BudgetProposal | BudgetEntry, people: Mapping[int, str]
) -> Change:
    other_id = one.to_budget_id if isinstance(one, BudgetProposal) else one.counterpart_id
    other = session.get(Budget, other_id) if other_id is not None else None
    carried = one.committed_fen if isinstance(one, BudgetEntry) else 0
    zh, en = KINDS[one.kind]
    at = one.entered_at if isinstance(one, BudgetProposal) else one.at
    return Change(
        id=one.id,
        kind=either({"zh": zh, "en": en}),
        amount=amount("", one.fen),
        minus=one.fen < 0,
        carried=amount("", carried).yuan if one.kind == CARRY_OVER and carried else "",
        other=f"{_place(session, other)} · {word(FUNDS, other.fund)} · {other.year}"
        if other
        else "",
        paper=one.paper,
        reason=one.reason,
        entered=people.get(one.entered_by or 0, "—"),
        decided=f"{people.get(one.decided_by or 0, '—')} {minute(at)}",
        mine=one.entered_by == actor().person_id,
        for_me=isinstance(one, BudgetProposal) and one.entered_for == actor().natural_person,
    )
