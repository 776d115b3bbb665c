"""The rungs of a deadline call the right desks at the right hour, each once."""

from datetime import datetime, timedelta

import pytest

from service.domain.calendar import BEIJING
from service.domain.orders import PassDeadlines, Withdraw
from service.domain.permissions import CLOCK_ACTOR
from service.records.outbox import messages_of
from tests.commands.standing import Office, office

# Filed on Wednesday 2020-05-20 at ten: due at the end of Friday the 22nd.
LADDER = [
    (datetime(2020, 5, 21, 9, tzinfo=BEIJING), "deadline_remind", ["county_reviewer"]),
    (datetime(2020, 5, 22, 14, tzinfo=BEIJING), "deadline_last_call", ["county_reviewer"]),
    (datetime(2020, 5, 23, 0, tzinfo=BEIJING), "deadline_escalate", ["county_head"]),
    (datetime(2020, 5, 25, 9, tzinfo=BEIJING), "deadline_escalate", ["city_reviewer"]),
]


def called(at: Office, since: int) -> list[tuple[str, object]]:
    """Whom the deadline called since a message."""
    at.session.rollback()
    new = messages_of(at.session, at.case_id)[since:]
    return [(m.template, m.audience["lane"]) for m in new if m.template.startswith("deadline")]


def pass_time(at: Office, until: datetime) -> list[tuple[str, object]]:
    before = len(messages_of(at.session, at.case_id))
    at.now = until
    at.give(PassDeadlines(case_id=at.case_id), CLOCK_ACTOR)
    return called(at, before)


def test_each_rung_calls_its_desk_at_its_hour(session):
    at = office(session, "filed")
    for hour, template, lanes in LADDER:
        assert at.case.next_due == hour
        assert pass_time(at, hour) == [(template, lane) for lane in lanes]
    assert at.case.next_due is None


def test_before_its_hour_a_rung_is_silent(session):
    at = office(session, "filed")
    assert pass_time(at, LADDER[0][0] - timedelta(seconds=1)) == []


def test_a_clock_that_stood_still_calls_every_missed_rung_once(session):
    at = office(session, "filed")
    told = pass_time(at, LADDER[-1][0])
    assert [template for template, _ in told] == [rung[1] for rung in LADDER]
    assert pass_time(at, LADDER[-1][0] + timedelta(days=9)) == []


def test_the_reminder_goes_to_whoever_holds_the_step_now(session):
    at = office(session, "filed")
    at.finish("opening_accept", "county_reviewer", decision="accept")
    assert pass_time(at, LADDER[0][0]) == [("deadline_remind", "county_approver")]


def test_a_met_deadline_calls_nobody(session):
    at = office(session, "filed", "approved", advance_requested=False)
    due = at.case.next_due
    assert due is not None
    assert due.astimezone(BEIJING).date() > LADDER[-1][0].date()


def test_a_paused_deadline_calls_nobody_but_the_correction_does(session):
    at = office(session, "filed")
    defects = [{"field": "停工证明", "reason": "未加盖公章。"}]
    at.finish("opening_accept", "county_reviewer", decision="correction", defects=defects)
    assert pass_time(at, LADDER[-1][0]) == []
    reminded = pass_time(at, datetime(2020, 5, 26, 9, tzinfo=BEIJING))
    assert reminded == [("deadline_remind", "institution")]


@pytest.mark.parametrize("template", ["deadline_remind", "deadline_last_call"])
def test_whoever_owes_is_called_and_no_other_institution(session, template):
    at = office(session, "filed", "approved", "advance")
    at.give(at.order(Withdraw, reason="复工"), "institution")
    at.finish("recovery_notice", "county_reviewer", basis="撤回", method="refund")
    pass_time(at, at.now + timedelta(days=15))
    message = [m for m in messages_of(session, at.case_id) if m.template == template][-1]
    assert message.audience == {"lane": "institution", "institution": at.case.institution_id}
