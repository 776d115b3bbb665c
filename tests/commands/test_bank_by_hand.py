"""A result typed in by hand while the bank's file is worked off, on PostgreSQL: said once each."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from service.commands import carry_out
from service.commands.verifying import broken_books
from service.domain.orders import RecordBankResult
from service.records import Payment
from tests.bank import Mood
from tests.commands.paying_together import DRAWER
from tests.commands.test_bank_files import bank, sent, take
from tests.commands.test_bank_persons import at, batch, booked

__all__ = ["at", "batch"]

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@contextmanager
def just_before_the_case_is_held(database, act):
    """Somebody is quicker: he has the case, and is done, when the file is about to take it."""
    quicker: list[str] = []

    def holds(_connection, _cursor, words, *_):
        if "FOR UPDATE" in words and "payment_batch" not in words and not quicker:
            quicker.append(words)
            act()

    event.listen(database.engine, "before_cursor_execute", holds)
    yield
    event.remove(database.engine, "before_cursor_execute", holds)
    assert quicker


def typed(at, line):
    """What the clerk types in for one of the persons: paid."""
    payment = at.session.scalars(select(Payment)).one()
    answers = {
        "stage": payment.stage,
        "voucher_no": payment.voucher_no,
        "amount": "80.00",
        "result": "success",
        "line": line,
    }
    return RecordBankResult(case_id=payment.case_id, answers=answers)


def test_a_line_typed_in_while_the_file_is_worked_off_is_listed_as_it_stands(at, batch, database):
    file = bank().answer(sent(at, batch), Mood(results={1: "returned"}))
    order, clerk = typed(at, 1), at.actor(DRAWER)

    def by_hand():
        with database.session() as other:
            carry_out(order, actor=clerk, session=other, clock=at.clock)

    with just_before_the_case_is_held(database, by_hand):
        assert take(at, batch, file) == {"contradicts": 1, "paid": 1}
    assert booked(at) == [[1, 2], []]
    assert at.session.scalars(select(Payment.paid_fen)).all() == [16000]
    assert list(broken_books(at.session)) == []
