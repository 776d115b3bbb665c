"""A bank's file through the real door: paid once, returned, or listed as a difference."""

import hashlib
import tomllib
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.clock.batches import carry_on
from service.clock.house import House
from service.commands.bank.listing import take_list
from service.commands.bank.reading import read_file
from service.commands.bank.taking import take_result_file
from service.commands.verifying import broken_books
from service.domain.bank_layout import read_layout
from service.domain.orders import ApproveBatch, CheckBatch, ReleaseBatch, TakeResultFile
from service.domain.refusals import AnswersWrong, Forbidden, NotNow, NotVisible
from service.records import Case, LedgerEntry, Payment, write_transaction
from service.records.bank_file import outcomes
from service.records.payment_hold import PaymentHold
from tests.bank import Bank, Mood
from tests.commands.paying_together import APPROVER, DRAWER, REVIEWER, desk
from tests.commands.test_many import CutOff, cut_off

BANKS = Path("workflows/bpmn/_shared/banks")
NAMES = sorted(path.stem for path in BANKS.glob("*.toml"))
EXCEL = "general_xlsx"


def bank(name=EXCEL):
    raw = tomllib.loads((BANKS / f"{name}.toml").read_text(encoding="utf-8"))
    return Bank(read_layout(name, raw))


@pytest.fixture
def at(session):
    return desk(session)


@pytest.fixture
def batch(at):
    """Two advances that lie with the bank."""
    number = at.approved()
    at.release(number)
    return number


def sent(at, batch, name=EXCEL, who=DRAWER):
    """The list the bank is given."""
    return take_list(at.session, batch, name, actor=at.actor(who)).content


def handed_in(at, batch, data, name=EXCEL, who=DRAWER, *, read=None):
    """Hand a file in, read by its layout unless it was read otherwise."""
    order = TakeResultFile(
        batch=batch,
        digest=hashlib.sha256(data).hexdigest(),
        layout=name,
        answer=read or read_file(bank(name).layout, data),
    )
    return take_result_file(order, actor=at.actor(who), session=at.session, clock=at.clock)


def take(at, batch, data, name=EXCEL, who=DRAWER):
    """Hand a file in; what its rows came to."""
    file_id = handed_in(at, batch, data, name, who).file_id
    return outcomes(at.session, [file_id])[file_id]


def answer(at, batch, mood=None, name=EXCEL):
    """The bank answers the list it was given."""
    return take(at, batch, bank(name).answer(sent(at, batch, name), mood), name)


def posted(at):
    """How often money was booked as paid or returned."""
    at.session.rollback()
    kinds = at.session.scalars(select(LedgerEntry.kind)).all()
    assert list(broken_books(at.session)) == []
    return kinds.count("ADVANCE"), kinds.count("RETURNED")


@pytest.mark.parametrize("name", NAMES)
def test_what_a_bank_paid_is_booked_and_the_batch_is_settled(at, batch, name):
    assert answer(at, batch, name=name) == {"paid": 2}
    assert posted(at) == (2, 0)
    assert at.payments() == ["paid", "paid"]
    assert at.batch(batch).state == "settled"


def test_a_returned_payment_is_set_aside_and_the_payee_is_asked(at, batch):
    assert answer(at, batch, Mood(results={2: "returned"})) == {"paid": 1, "returned": 1}
    assert posted(at) == (1, 1)
    assert at.items(batch) == [(1, "paid", None), (2, "returned", None)]
    assert [one.result_code for one in at.session.scalars(select(Payment))] == [None, "E1"]


def test_lines_the_bank_left_out_wait_for_its_next_file(at, batch):
    first = sent(at, batch)
    assert take(at, batch, bank().answer(first, Mood(only=[2]))) == {"paid": 1}
    assert at.batch(batch).state == "released"
    assert take(at, batch, bank().answer(first)) == {"paid": 1, "repeated": 1}
    assert (posted(at), at.batch(batch).state) == ((2, 0), "settled")


def test_a_file_handed_in_twice_changes_nothing(at, batch):
    file = bank().answer(sent(at, batch))
    assert take(at, batch, file) == take(at, batch, file) == {"paid": 2}
    assert posted(at) == (2, 0)


DIFFERENT = [
    (Mood(amounts={1: "3000.01"}), {"amount_changed": 1, "paid": 1}),
    (Mood(accounts={1: "6222020000000000999"}), {"account_changed": 1, "repeated": 1}),
    (Mood(refs={1: "X-1"}), {"unknown": 1, "repeated": 1}),
    (Mood(results={1: "1"}), {"pending": 1, "repeated": 1}),
    (Mood(results={1: "Z9"}, backwards=True), {"code_unknown": 1, "repeated": 1}),
]


def test_every_difference_is_listed_and_holds_up_nobody(at, batch):
    first = sent(at, batch)
    for mood, came_to in DIFFERENT:
        assert take(at, batch, bank().answer(first, mood)) == came_to
    assert posted(at) == (1, 0)


def test_the_order_of_lines_and_a_line_said_twice_change_nothing(at, batch):
    assert answer(at, batch, Mood(backwards=True, twice=[1])) == {"paid": 2, "repeated": 1}
    assert posted(at) == (2, 0)


def test_a_bank_that_takes_back_what_it_said_is_listed(at, batch):
    first = sent(at, batch)
    take(at, batch, bank().answer(first))
    late = bank().answer(first, Mood(results={1: "returned"}))
    assert take(at, batch, late) == {"contradicts": 1, "repeated": 1}
    assert posted(at) == (2, 0)


def test_what_came_back_and_was_paid_after_all_is_not_sent_again(at, batch):
    first = sent(at, batch)
    take(at, batch, bank().answer(first, Mood(results={2: "returned"})))
    late = bank().answer(first)
    for _ in range(2):
        assert take(at, batch, late) == {"contradicts": 1, "repeated": 1}
    held = at.session.scalars(select(PaymentHold)).one()
    assert (held.case_id, held.reason, held.line) == (at.case("second").id, "account", 0)
    assert posted(at) == (1, 1)


def test_a_doubt_that_was_cut_off_is_held_by_the_clock(at, batch, database):
    first = sent(at, batch)
    take(at, batch, bank().answer(first, Mood(results={2: "returned"})))
    at.actor(DRAWER)
    # One commit for whoever hands it in, one for the file.
    with cut_off(database.engine, 2), pytest.raises(CutOff):
        take(at, batch, bank().answer(first))
    at.session.rollback()
    bind = at.session.get_bind()
    carry_on(House(lambda: Session(bind), at.clock))
    held = at.session.scalars(select(PaymentHold)).one()
    assert (held.case_id, held.reason) == (at.case("second").id, "account")


def test_a_case_that_fails_stops_no_other_and_the_file_tries_it_again(at, batch):
    file, case = bank().answer(sent(at, batch)), at.case("")
    sound = case.state
    for state, came_to in ((b"torn", {"refused": 1, "paid": 1}), (sound, {"paid": 2})):
        with write_transaction(at.session):
            at.session.execute(update(Case).where(Case.id == case.id).values(state=state))
        assert take(at, batch, file) == came_to
    assert (posted(at), at.batch(batch).state) == ((2, 0), "settled")


def test_a_line_of_another_batch_is_named_as_such(at):
    reviewed = [one.id for one in at.session.scalars(select(Payment).order_by(Payment.id))]
    first, second = (at.draw(payments=(one,)) for one in reviewed)
    at.do(CheckBatch, second)
    at.do(ApproveBatch, second, APPROVER)
    at.release(second)
    assert answer(at, second, Mood(refs={1: f"{first}-00001"})) == {"wrong_batch": 1}
    assert posted(at) == (0, 0)


REFUSED = [
    (Mood(batch="CQ-FK-0"), "other_batch"),
    (Mood(total="6000.01"), "total"),
    (Mood(formula=True), "formula"),
]


def test_a_file_that_cannot_be_right_is_not_taken_in(at, batch):
    first = sent(at, batch)
    for mood, why in REFUSED:
        with pytest.raises(AnswersWrong) as refused:
            take(at, batch, bank().answer(first, mood))
        assert [one.code for one in refused.value.problems] == [why]
    assert posted(at) == (0, 0)


def test_both_encodings_are_read_whatever_the_layout_says(at, batch):
    for name in ("general_csv", "fixed_txt"):
        first = sent(at, batch, name)
        for encoding in ("utf-8", "gb18030"):
            file = bank(name).answer(first, Mood(encoding=encoding))
            assert len(read_file(bank(name).layout, file).lines) == 2


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        ("业务".encode("utf-16"), "encoding"),
        (b"\xff\xff\xff", "encoding"),
        ("第一行,第二列\r\n".encode(), "layout"),
        (b"PK\x03\x04 and no more", "layout"),
        ("处理结果,凭证号,金额\r\n=1,a,1\r\n".encode(), "formula"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_reason(data, why):
    with pytest.raises(AnswersWrong) as refused:
        read_file(bank("general_csv").layout, data)
    assert [one.code for one in refused.value.problems] == [why]


def test_only_the_payer_is_given_the_accounts_and_finance_alone_reads_answers(at, batch):
    with pytest.raises(Forbidden):
        sent(at, batch, who=REVIEWER)
    with pytest.raises(NotVisible):
        sent(at, batch, who="county_reviewer")
    file = bank().answer(sent(at, batch))
    with pytest.raises(NotVisible):
        take(at, batch, file, who="county_reviewer")
    assert take(at, batch, file, who=REVIEWER) == {"paid": 2}


def test_a_batch_that_has_not_gone_out_has_no_list_and_no_answer(at):
    number = at.approved()
    with pytest.raises(NotNow):
        sent(at, number)
    at.do(ReleaseBatch, number)
    at.carry_on(number, most=1)
    with pytest.raises(NotNow):  # half of it would be paid twice with the whole list
        sent(at, number)
