"""What is asked about one case's papers: history, answers, messages, money, drafts, deadlines."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from service.domain.permissions import Acted
from service.records import (
    Answer,
    Answered,
    Deadline,
    Delivery,
    Draft,
    InboxItem,
    Payment,
    Recovery,
    Repayment,
    Undelivered,
)
from service.records.answer import answers_of, last_answer
from service.records.deadline import counted_otherwise, deadlines_of, open_deadlines_of
from service.records.draft import draft_of
from service.records.history import acted, history_of, last_change
from service.records.idempotency import answered, forget_answers
from service.records.ledger import entries_of, totals
from service.records.outbox import (
    inbox,
    messages_of,
    next_undelivered,
    oldest_waiting,
    tries_of,
    unread,
)
from service.records.payment import payments_of
from service.records.payment_batch import voucher_used
from service.records.recovery import receipt_used, recovery_of

from .conftest import NOON, history_entry, message
from .test_guarded import transfer


@pytest.fixture
def case_id(add_case):
    return add_case()


def test_history_is_read_in_order_and_in_pages(session, case_id):
    session.add_all(history_entry(case_id, seq) for seq in (2, 1, 3))
    session.flush()
    assert [entry.seq for entry in history_of(session, case_id)] == [1, 2, 3]
    assert [entry.seq for entry in history_of(session, case_id, after=1, limit=1)] == [2]


def test_whoever_acts_for_another_has_acted_as_both(session, case_id):
    session.add(history_entry(case_id, 1, acting_for="p9"))
    session.add(history_entry(case_id, 2))
    session.add(history_entry(case_id, 3, lane=None))
    session.flush()
    lane = "county_reviewer"
    assert sorted(acted(session, case_id), key=str) == [Acted("p1", lane), Acted("p9", lane)]


def test_last_change_says_who_when_and_what(session, case_id):
    session.add(history_entry(case_id, 1))
    session.flush()
    assert last_change(session, case_id) == ("李审核", NOON, "opening_accept")
    clock = {"actor_id": None, "actor_kind": "clock", "step": None, "order": "PassDeadlines"}
    session.add(history_entry(case_id, 2, **clock))
    session.flush()
    assert last_change(session, case_id) == ("clock", NOON, "PassDeadlines")


def test_entry_of_a_person_names_the_account(session, case_id):
    session.add(history_entry(case_id, 1, actor_id=None))
    with pytest.raises(IntegrityError):
        session.flush()


def test_latest_answers_of_a_step_are_found(session, case_id):
    for seq, heads in ((1, 30), (2, 28)):
        body = {"planned_heads": heads, "starts_on": date(2020, 6, 8)}
        session.add(
            Answer(case_id=case_id, seq=seq, step="fill", path="", person_id=1, at=NOON, body=body)
        )
    session.commit()
    found = last_answer(session, case_id, "fill")
    assert found is not None
    assert found.body == {"planned_heads": 28, "starts_on": "2020-06-08"}
    assert [answer.seq for answer in answers_of(session, case_id)] == [1, 2]


def test_promise_waits_from_the_moment_it_is_made_until_it_is_kept(session, case_id):
    assert oldest_waiting(session) is None
    session.add_all([message(case_id, at=NOON + timedelta(hours=1)), message(case_id)])
    session.commit()
    waiting = next_undelivered(session, NOON)
    assert waiting is not None
    assert (waiting.retry_at, waiting.tries) == (NOON, 0)
    session.delete(waiting)
    session.commit()
    assert next_undelivered(session, NOON) is None
    assert oldest_waiting(session) == NOON + timedelta(hours=1)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_two_workers_never_keep_the_same_promise(database, session, case_id):
    session.add_all([message(case_id), message(case_id)])
    session.commit()
    with database.session() as one, database.session() as two:
        first, second = next_undelivered(one, NOON), next_undelivered(two, NOON)
        assert first is not None
        assert second is not None
        assert first.message_id != second.message_id


def test_message_taken_back_leaves_nothing_to_deliver(session, case_id):
    session.add(message(case_id))
    session.flush()
    session.rollback()
    assert session.scalars(select(Undelivered)).all() == []


def test_inbox_shows_the_newest_first_in_pages(session, case_id):
    told = [message(case_id) for _ in range(3)]
    session.add_all(told)
    session.flush()
    for one in told:
        session.add(InboxItem(person_id=1, message_id=one.id))
        session.flush()
    page = inbox(session, 1, limit=2)
    assert [line.message.id for line in page] == [told[2].id, told[1].id]
    rest = inbox(session, 1, after=page[-1].place)
    assert [line.message.id for line in rest] == [told[0].id]
    page[0].item.read_at = NOON
    session.flush()
    assert inbox(session, 1)[-1].message.id == told[2].id
    assert (unread(session, 1, most=100), unread(session, 1, most=1)) == (2, 1)
    assert len(messages_of(session, case_id)) == 3


def test_same_try_is_recorded_once(session, case_id):
    told = message(case_id)
    session.add(told)
    session.flush()
    tried = {"message_id": told.id, "channel": "email", "recipient_id": 1, "try_no": 1}
    session.add(Delivery(**tried, at=NOON, ok=False, error_code="451"))
    session.commit()
    assert [one.error_code for one in tries_of(session, [told.id])] == ["451"]
    session.add(Delivery(**tried, at=NOON, ok=True))
    with pytest.raises(IntegrityError):
        session.commit()


def test_payments_are_found_by_stage_and_voucher(session, case_id):
    usual = {"case_id": case_id, "stage": "FINAL", "amount_fen": 1, "fund": "ZZ"}
    payee = {"payee_name": "渝北技校", "payee_bank": "农行", "payee_account": "6222020000000000"}
    session.add(Payment(**usual, **payee, attempt=1, voucher_no="V1", state="returned"))
    session.add(Payment(**usual, **payee, attempt=2))
    session.flush()
    assert [row.attempt for row in payments_of(session, case_id)] == [1, 2]
    assert [voucher_used(session, one) for one in ("V1", "V2")] == [True, False]


def test_no_more_is_repaid_than_was_called_back(session, case_id):
    session.add(Recovery(case_id=case_id, reason="CANCELLED", amount_fen=100))
    session.add(Repayment(case_id=case_id, receipt_no="R1", amount_fen=60, paid_on=NOON.date()))
    session.flush()
    recovery = recovery_of(session, case_id)
    assert recovery is not None
    assert receipt_used(session, "R1")
    recovery.repaid_fen = 101
    with pytest.raises(IntegrityError):
        session.flush()


def test_ledger_adds_up_by_pair_of_accounts(session, case_id):
    session.add_all([transfer(case_id), transfer(case_id, attempt=2, fen=1)])
    session.flush()
    pair = ("advance_outstanding", "committed")
    assert totals(session, "chongqing", "ZZ") == {pair: 1_500_001}
    assert [entry.attempt for entry in entries_of(session, case_id)] == [1, 2]


def test_draft_is_one_persons(session, case_id):
    session.add(Draft(case_id=case_id, step_key="s", person_id=1, body={"a": 1}, at=NOON))
    session.flush()
    assert getattr(draft_of(session, case_id, "s", 1), "body", None) == {"a": 1}
    assert draft_of(session, case_id, "s", 2) is None


@pytest.mark.usefixtures("office")
def test_answer_to_a_key_is_kept_for_a_while(session):
    session.add(
        Answered(key="k", person_id=1, order_digest="d", status=200, body={"a": [1]}, at=NOON)
    )
    session.commit()
    assert getattr(answered(session, "k", 1), "body", None) == {"a": [1]}
    forget_answers(session, before=NOON + timedelta(seconds=1))
    assert answered(session, "k", 1) is None


def test_deadlines_and_awaited_messages_of_a_case_are_listed(session, case_id):
    for state in ("running", "met"):
        session.add(
            Deadline(
                case_id=case_id,
                rule="opening_review",
                step_path="opening/opening_accept",
                kind="statutory",
                clause="CQ-13",
                source="document",
                starts_on=NOON.date(),
                calendar_version="2020",
                state=state,
            )
        )
    session.flush()
    assert [row.state for row in deadlines_of(session, case_id)] == ["running", "met"]
    assert counted_otherwise(session, "2021") == [case_id]
    assert counted_otherwise(session, "2020") == []
    assert len(open_deadlines_of(session, case_id)) == 1
