"""Closing a day: what was looked at is what is closed, by whoever keeps the books and once."""

from datetime import date, timedelta

import pytest

from service.commands.reconciling.closing import looked_at
from service.domain.orders import CloseDay
from service.domain.reconciling import BY_HAND, LEDGER, PAID, PAPERS, SUMS_DIFFER
from service.domain.refusals import AnswersWrong, Forbidden, NotNow
from service.records.day_close import OfDay, closings_of, differences_of
from service.records.ledger_day import LedgerDay
from service.records.migrations import downgrade, upgrade
from service.records.payment_cycle import PaymentCycle
from service.records.transaction import write_transaction
from tests.commands.standing import office

PLACE = ("chongqing", "500103")
ADVANCED = ("filed", "approved", "advance")
KEEPER, PAYER = "finance_reviewer", "finance_payer"


@pytest.fixture
def at(session):
    return office(session, *ADVANCED)


def day_of(at):
    """The day on which the bank paid the advance."""
    paid = at.session.query(PaymentCycle).one().paid_at
    at.session.rollback()
    return OfDay(*PLACE, (paid + timedelta(hours=8)).date())


def looked(at, of=None):
    found = looked_at(at.session, of or day_of(at))
    at.session.rollback()
    return found


def close(at, who=KEEPER, **more):
    of = more.pop("of", None) or day_of(at)
    digest = more.pop("digest", None) or looked(at, of).digest()
    return at.give(CloseDay(**of._asdict(), digest=digest, **more), who)


def closings(at):
    found = closings_of(at.session, day_of(at))
    at.session.expunge_all()
    at.session.rollback()
    return found


def fall_apart(at):
    """The day's kept sums are no longer what its entries come to."""
    with write_transaction(at.session):
        at.session.query(LedgerDay).filter_by(day=day_of_paid(at)).first().fen += 1


def day_of_paid(at):
    paid_at = at.session.query(PaymentCycle).one().paid_at
    return (paid_at + timedelta(hours=8)).date()


def test_an_advance_paid_by_hand_adds_up_and_is_listed_as_such(at):
    day = looked(at)
    assert day.total("ZZ", PAID, LEDGER) == day.total("ZZ", PAID, PAPERS)
    assert {one.kind for one in day.differences} == {BY_HAND}
    assert not day.needs_reason


def test_a_closed_day_keeps_its_figures_and_every_difference(at):
    close(at)
    (closed,) = closings(at)
    assert (closed.seq, closed.digest) == (1, looked(at).digest())
    assert differences_of(at.session, closed.id) == looked(at).differences


@pytest.mark.parametrize("who", [PAYER, "county_head", "auditor", "county_reviewer"])
def test_nobody_but_the_keeper_of_the_books_closes_a_day(at, who):
    with pytest.raises(Forbidden):
        close(at, who)


def test_closed_twice_is_closed_once(at):
    close(at)
    assert close(at).repeated
    assert close(at, seq=1).repeated
    assert len(closings(at)) == 1


def test_a_day_that_changed_since_it_was_looked_at_is_not_closed(at):
    with pytest.raises(NotNow):
        close(at, digest="of another day")
    fall_apart(at)
    with pytest.raises(AnswersWrong):
        close(at)


def test_a_difference_found_later_is_another_closing(at):
    close(at)
    fall_apart(at)
    with pytest.raises(NotNow):
        close(at, reason="看的是上一次结账之前的页面")
    close(at, seq=1, reason="日汇总与分录不符，已报系统管理员")
    first, second = closings(at)
    assert (first.differences, second.differences) == (1, 2)
    assert differences_of(at.session, second.id)[-1].kind == SUMS_DIFFER


def test_a_day_that_has_not_come_is_not_closed(at):
    with pytest.raises(NotNow):
        close(at, of=OfDay(*PLACE, date(2099, 1, 1)))


def test_how_long_the_advance_took_is_noted_once(at):
    (cycle,) = at.session.query(PaymentCycle)
    assert (cycle.stage, cycle.jurisdiction, cycle.region) == ("ADVANCE", *PLACE)
    assert (cycle.filed_at.isoformat(), cycle.days) == ("2020-05-20T02:00:00+00:00", 8)
    assert cycle.month.day == 1


def test_what_was_paid_before_is_counted_when_the_house_is_brought_up(at, database):
    (before,) = [cycle_of(row) for row in at.session.query(PaymentCycle)]
    at.session.rollback()
    downgrade(database.engine, "0028")
    upgrade(database.engine)
    assert [cycle_of(row) for row in at.session.query(PaymentCycle)] == [before]


def cycle_of(row):
    return (row.stage, row.region, row.month, row.filed_at, row.paid_at, row.days)
