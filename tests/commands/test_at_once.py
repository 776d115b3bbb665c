"""Several people act on one class at the same moment: exactly one is first, the others hear it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from service.commands import FixedClock, carry_out
from service.commands.verifying import broken_books, broken_histories
from service.domain.orders import RecordRepayment, Withdraw
from service.domain.permissions import Actor
from service.domain.refusals import Refusal
from service.records import HistoryEntry, LedgerEntry
from tests.commands.standing import Office, office


def at_once(at: Office, database, orders: Sequence[tuple[Any, Actor]]) -> list[str]:
    """What each of them is told, all starting together."""
    ready = Barrier(len(orders))

    def act(order, actor) -> str:
        with database.session() as session:
            ready.wait()
            try:
                carry_out(order, actor=actor, session=session, clock=FixedClock(at.now))
            except Refusal as refused:
                return refused.code
            return "done"

    with ThreadPoolExecutor(len(orders)) as people:
        told = list(people.map(lambda one: act(*one), orders))
    at.session.rollback()
    return sorted(told)


def test_of_two_approvers_exactly_one_approves(session, database):
    at = office(session, "filed")
    at.finish("opening_accept", "county_reviewer", decision="accept")
    order = at.finishing("opening_approve", decision="approve", opinion="可", approved_heads=4)
    both = [(order, at.actor("county_approver")), (order, at.actor("county_approver/second"))]
    assert at_once(at, database, both) == ["done", "step_gone"]
    commits = select(func.count()).where(LedgerEntry.kind == "COMMIT")
    assert session.scalar(commits) == 1
    assert [*broken_histories(session), *broken_books(session)] == []


def test_withdrawing_and_accepting_at_once_leaves_one_of_them(session, database):
    at = office(session, "filed")
    accept = at.finishing("opening_accept", decision="accept")
    withdraw = at.order(Withdraw, reason="改期")
    both = [(accept, at.actor("county_reviewer")), (withdraw, at.actor("institution"))]
    told = at_once(at, database, both)
    assert "done" in told
    assert at.case.finished == "WITHDRAWN"
    assert [*broken_histories(session)] == []


@pytest.mark.parametrize("receipts", [["SK-1", "SK-1"], ["SK-1", "SK-2"]])
def test_repayments_at_once_never_exceed_what_is_owed(session, database, receipts):
    at = office(session, "filed", "approved", "advance")
    at.give(at.order(Withdraw, reason="复工"), "institution")
    at.finish("recovery_notice", "county_reviewer", basis="撤回", method="refund")
    both = [
        (
            at.order(RecordRepayment, amount="2000.00", receipt_no=no, paid_on="2020-05-28"),
            at.actor(who),
        )
        for no, who in zip(receipts, ("finance_payer", "finance_reviewer"), strict=True)
    ]
    assert at_once(at, database, both) == ["answers_wrong", "done"]
    assert [*broken_books(session)] == []


def test_many_reviewers_at_once_leave_one_whole_history(session, database):
    at = office(session, "filed")
    order = at.finishing("opening_accept", decision="accept")
    people = [(order, at.actor(f"county_reviewer/{n}")) for n in range(6)]
    assert at_once(at, database, people) == ["done", *["step_gone"] * 5]
    assert session.scalar(select(func.max(HistoryEntry.seq))) == at.case.history_seq
    assert [*broken_histories(session)] == []
