"""Budgets are changed by two persons: one enters what a paper says, another puts it in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.commands.budgets.returning import counting
from service.commands.clocks import Clock
from service.commands.people import security
from service.commands.receipt import Receipt
from service.commands.reconciling.reading import is_region
from service.domain import permissions
from service.domain.budget import (
    APPROPRIATE,
    CARRY_OVER,
    DECIDED,
    FUNDS,
    LONGEST,
    MOVE,
    PROPOSED,
    REFUSED,
    YEARS,
)
from service.domain.money import LARGEST_FEN
from service.domain.orders import DecideBudget, ProposeBudget
from service.domain.permissions import Actor, Scope
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, Forbidden, NotNow, NotVisible, SeparationOfDuties
from service.records.budget import (
    Budget,
    BudgetEntry,
    BudgetProposal,
    Key,
    begin,
    budget_of,
    by_item,
    entries_of,
    hold_budgets,
    hold_proposal,
    proposals_of,
)
from service.records.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session


def propose(order: ProposeBudget, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Enter what a paper says; it changes nothing before another person has looked at it."""
    hand = _require(actor, order.name, order.jurisdiction, order.region)
    _check(_problems(order))
    _check(_elsewhere(session, order))
    keys = [_key(order), *([_target(order)] if order.kind != APPROPRIATE else [])]
    begin(session, keys)
    budgets = {one.key: one for one in (budget_of(session, key) for key in keys) if one}
    budget = budgets[keys[0]]
    _check(_of_item(session, order, budget))
    if order.item:
        budget.item, budget.subject = order.item, order.subject or budget.subject
    proposal = BudgetProposal(
        budget_id=budget.id,
        to_budget_id=budgets[keys[1]].id if len(keys) > 1 else None,
        kind=order.kind,
        fen=order.fen,
        paper=order.paper,
        reason=order.reason,
        entered_by=hand.person_id,
        entered_for=hand.acting_for,
        entered_at=clock.now(session),
    )
    session.add(proposal)
    session.flush()
    _note(session, "budget_entered", actor, proposal)
    return Receipt(number="", seq=proposal.id, at=proposal.entered_at, note=str(proposal.id))


def decide(order: DecideBudget, *, actor: Actor, session: Session, clock: Clock) -> Receipt:
    """Another person puts it in force, or refuses it and says why."""
    proposal = hold_proposal(session, order.proposal_id)
    if proposal is None:
        raise NotVisible
    ids = [one for one in (proposal.budget_id, proposal.to_budget_id) if one is not None]
    budgets = {one.id: one for one in hold_budgets(session, ids)}
    hands = [_require(actor, order.name, one.jurisdiction, one.region) for one in budgets.values()]
    _require_open(session, proposal)
    for hand in hands:
        _require_another(session, hand, proposal)
    now = clock.now(session)
    if order.agreed:
        _put_in_force(session, proposal, budgets, by=actor, now=now)
    elif not order.reason:
        raise AnswersWrong([_missing("reason", "不予确认的理由", "why it is refused")])
    else:
        _give_up_number(session, proposal, budgets[proposal.budget_id])
    proposal.state = DECIDED if order.agreed else REFUSED
    proposal.decided_by, proposal.decided_at = actor.person_id, now
    proposal.refused_for = None if order.agreed else order.reason
    _note(session, "budget_decided", actor, proposal)
    return Receipt(seq=proposal.id, at=now, note=proposal.state)


def _put_in_force(
    session: Session,
    proposal: BudgetProposal,
    budgets: dict[int, Budget],
    *,
    by: Actor,
    now: datetime,
) -> None:
    giver = budgets[proposal.budget_id]
    taker = budgets.get(proposal.to_budget_id or 0)
    carried = giver.committed_fen if proposal.kind == CARRY_OVER else 0
    sides = [(giver, proposal.fen, 0)]
    if taker is not None:
        sides = [(giver, -proposal.fen, -carried), (taker, proposal.fen, carried)]
    for budget, fen, committed in sides:
        budget.appropriated_fen += fen
        budget.committed_fen += committed
        other = next((one for one, _, _ in sides if one is not budget), None)
        session.add(_entry(proposal, budget, other, fen=fen, committed=committed, by=by, now=now))
    left_fen = giver.standing.spendable_fen(with_recovered=counting(session)(giver))
    if left_fen < 0 and (taker is not None or proposal.fen < 0):
        raise NotNow(
            "调减后少于已支出金额，不能生效。",
            "Less would be left than was spent already; this cannot be put in force.",
        )


def _give_up_number(session: Session, proposal: BudgetProposal, budget: Budget) -> None:
    """An item number that came with what is refused, and with nothing else, was typed wrong."""
    waiting = {one.id for one in proposals_of(session, [budget.id])} - {proposal.id}
    if not waiting and not entries_of(session, budget.id):
        budget.item = budget.subject = None


def _entry(
    proposal: BudgetProposal,
    budget: Budget,
    other: Budget | None,
    *,
    fen: int,
    committed: int,
    by: Actor,
    now: datetime,
) -> BudgetEntry:
    return BudgetEntry(
        budget_id=budget.id,
        counterpart_id=other.id if other is not None else None,
        proposal_id=proposal.id,
        kind=proposal.kind,
        fen=fen,
        committed_fen=committed,
        paper=proposal.paper,
        reason=proposal.reason,
        entered_by=proposal.entered_by,
        decided_by=by.person_id,
        at=now,
    )


# --- who may ------------------------------------------------------------------------------------


def _require(actor: Actor, order: str, jurisdiction: str, region: str) -> Actor:
    """Who acts there: in his own name, or in whose he stands in."""
    covers = permissions.covers_for(actor, order, Scope(jurisdiction, region))
    if not covers:
        raise Forbidden(
            "您的角色不能办理预算事项。", "Budgets of this place are not for your role."
        )
    return covers[0].actor


def _require_open(session: Session, proposal: BudgetProposal) -> None:
    if proposal.state == PROPOSED:
        return
    person = session.get(Person, proposal.decided_by) if proposal.decided_by else None
    who = person.display_name if person is not None else ""
    raise NotNow(
        f"该事项已由{who}办理，请刷新后查看。", f"{who} has decided on this already; look again."
    )


def _require_another(session: Session, actor: Actor, proposal: BudgetProposal) -> None:
    """Nobody puts in force what he entered himself, under whichever account or for whomever."""
    clerk = session.get_one(Person, proposal.entered_by)
    if not permissions.is_second_hand(actor, clerk.natural_person, proposal.entered_for):
        raise SeparationOfDuties(
            "登记与确认须由不同的人办理。", "Whoever entered it does not put it in force as well."
        )


# --- what was entered ---------------------------------------------------------------------------


def _key(order: ProposeBudget) -> Key:
    return (order.jurisdiction, order.region, order.fund, order.year)


def _target(order: ProposeBudget) -> Key:
    """Where it goes: the next year's budget, or another fund or region of the same year."""
    if order.kind == CARRY_OVER:
        return (order.jurisdiction, order.region, order.fund, order.year + 1)
    region, fund = order.to_region or order.region, order.to_fund or order.fund
    return (order.jurisdiction, region, fund, order.year)


def _problems(order: ProposeBudget) -> Iterator[Problem]:
    if order.fen == 0 and order.kind != CARRY_OVER:
        yield _missing("fen", "金额", "the amount")
    if order.fen < 0 and order.kind != APPROPRIATE:
        yield Problem("fen", "below_zero", "金额不能为负数。", "The amount is not below zero.")
    if {order.fund, order.to_fund or order.fund} - FUNDS:
        yield Problem("fund", "unknown", "没有这项资金，请核对。", "There is no such fund.")
    if not {order.year, _target(order)[-1]} <= set(YEARS):
        yield Problem("year", "unknown", "年度有误，请核对。", "There is no such year.")
    if abs(order.fen) > LARGEST_FEN:
        yield Problem("fen", "too_large", "金额过大，请核对。", "The amount is too large.")
    for name, most in LONGEST.items():
        if len(getattr(order, name)) > most:
            yield Problem(name, "too_long", f"不超过 {most} 字。", f"At most {most} characters.")
    if not order.paper:
        yield _missing("paper", "文号", "the number of the paper")
    if order.kind == MOVE and _target(order) == _key(order):
        yield Problem(
            "to_fund",
            "same",
            "调入与调出不能是同一项预算。",
            "It goes to the budget it comes from.",
        )


def _elsewhere(session: Session, order: ProposeBudget) -> Iterator[Problem]:
    """Money goes to a region that the place has."""
    if order.kind != APPROPRIATE and not is_region(session, *_target(order)[:2]):
        yield Problem("to_region", "unknown", "本地没有这一地区。", "There is no such region here.")


def _of_item(session: Session, order: ProposeBudget, budget: Budget) -> Iterator[Problem]:
    """An item number belongs to one budget, and a budget has one."""
    if order.kind != APPROPRIATE:
        return
    if not order.item and budget.item is None:
        yield _missing("item", "指标编号", "the item number")
    if order.item and budget.item not in (None, order.item):
        yield Problem(
            "item",
            "other_item",
            f"该项预算的指标编号为 {budget.item}。",
            f"The item number of this budget is {budget.item}.",
        )
    taken = by_item(session, order.item) if order.item else None
    if taken is not None and taken.id != budget.id:
        yield Problem(
            "item", "taken", "该指标编号已用于其他预算。", "Another budget has this item number."
        )


def _check(problems: Iterator[Problem]) -> None:
    found = list(problems)
    if found:
        raise AnswersWrong(found)


def _missing(field: str, zh: str, en: str) -> Problem:
    return Problem(field, "required", f"请填写{zh}。", f"Give {en}.")


def _note(session: Session, act: str, actor: Actor, proposal: BudgetProposal) -> None:
    about = {"proposal": proposal.id, "budget": proposal.budget_id}
    security.note(session, act, actor=actor, about=about)
