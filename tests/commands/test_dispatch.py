"""Dispatch reports: counted, corrected with a reason, confirmed by two hands, merged, amended."""

from datetime import date, datetime

import pytest

from service.commands import FixedClock, carry_out
from service.commands.dispatch import dispatch_calls, dispatch_desk
from service.commands.dispatch.dispatch_figures import FIGURES, Question
from service.domain.calendar import BEIJING
from service.domain.orders import ConfirmReport, PrepareReport
from service.domain.permissions import Actor, Grant
from service.domain.refusals import (
    AnswersWrong,
    Forbidden,
    NotNow,
    NotVisible,
    SeparationOfDuties,
)
from service.records.catalogue import CatalogueEntry
from service.records.dispatch import Asked, newest, states_of
from service.records.transaction import write_transaction
from tests.commands.standing import office, standing_in

HOME, DISTRICT, NEXT, CITY = "chongqing", "500103", "500105", "500000"
DUE = date(2020, 6, 12)
MORNING = datetime(2020, 6, 12, 9, tzinfo=BEIJING)
BEGUN = ("filed", "approved", "advance", "started")


@pytest.fixture
def at(session):
    return office(session, "filed", "approved")


def asked(unit=DISTRICT, due_on=DUE):
    return Asked(HOME, "dispatch", unit, due_on)


def give(at, kind, who, unit=DISTRICT, **more):
    order = kind(**asked(unit, more.pop("due_on", DUE))._asdict(), **more)
    actor = who if isinstance(who, Actor) else at.actor(who)
    at.session.rollback()
    return carry_out(order, actor=actor, session=at.session, clock=FixedClock(MORNING))


def prepare(at, who="county_reviewer", unit=DISTRICT, **more):
    return give(at, PrepareReport, who, unit, **more)


def confirm(at, who="county_approver", unit=DISTRICT, **more):
    return give(at, ConfirmReport, who, unit, **more)


def placed(at, role, region, like="county_reviewer/5"):
    """Somebody who holds that role there."""
    person = at.actor(like)
    return Actor(person.person_id, person.natural_person, (Grant(role, HOME, region),))


def last(at, unit=DISTRICT):
    found = newest(at.session, asked(unit))
    at.session.expunge_all()
    at.session.rollback()
    return found


def test_figures_are_counted_from_the_records(at):
    prepare(at)
    figures = last(at).figures
    assert figures["registered"] == {"counted": 4, "stated": 4, "reason": ""}
    assert figures["trained"]["counted"] == 0


def test_whoever_began_is_trained_finished_or_not(session):
    at = office(session, *BEGUN)
    question = Question(session, HOME, [DISTRICT], DUE)
    assert FIGURES["trained_including_unfinished"].count(question).number == 4
    early = Question(session, HOME, [DISTRICT], date(2020, 5, 1))
    assert FIGURES["trained_including_unfinished"].count(early).number == 0
    assert FIGURES["registered_learners"].count(early).number == 0
    assert at.case.region == DISTRICT


def test_platforms_are_those_valid_in_the_catalogue_by_origin(at):
    shared = {"jurisdiction": HOME, "kind": "platform", "entered_at": MORNING}
    shared |= {"published_at": MORNING, "decided_by": "city_reviewer", "origin": "national"}
    with write_transaction(at.session):
        for n, until in enumerate((None, DUE, date(2020, 6, 11))):
            entry = {"code": f"P{n}", "name": f"平台{n}", "valid_from": date(2020, 4, 1)}
            at.session.add(CatalogueEntry(**shared, **entry, valid_to=until))
    prepare(at)
    assert last(at).figures["ministry_platforms"]["counted"] == 2
    assert last(at).annex["ministry_platforms"] == ["平台0", "平台1"]


def test_a_correction_keeps_what_was_counted_and_why(at):
    prepare(at)
    with pytest.raises(AnswersWrong):
        prepare(at, seq=1, stated={"registered": 6})
    prepare(at, seq=1, stated={"registered": 6}, reasons={"registered": "含纸质登记 2 人"})
    assert last(at).figures["registered"] == {
        "counted": 4,
        "stated": 6,
        "reason": "含纸质登记 2 人",
    }
    prepare(at, seq=2, recount=True)
    assert last(at).figures["registered"]["stated"] == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"stated": {"registered": -1}},
        {"stated": {"mayors": 1}},
        {"stated": {"registered": 6}, "reasons": {"registered": "长" * 301}},
        {"annex": {"ministry_platforms": ["台"] * 201}},
    ],
)
def test_what_cannot_be_a_figure_is_refused_and_nothing_is_kept(at, wrong):
    with pytest.raises(AnswersWrong):
        prepare(at, **wrong)
    assert last(at) is None


def test_who_prepared_a_report_does_not_confirm_it(at):
    prepare(at, "county_approver")
    with pytest.raises(SeparationOfDuties):
        confirm(at, seq=1)
    confirm(at, "county_head", seq=1)
    assert last(at).state == "confirmed"
    with pytest.raises(NotNow):
        confirm(at, "county_head", seq=2)


def test_in_whose_name_a_report_was_prepared_does_not_confirm_it(at):
    absent = at.actor("county_approver")
    prepare(at, standing_in(at.actor("county_reviewer"), absent))
    with pytest.raises(SeparationOfDuties):
        confirm(at, absent, seq=1)
    confirm(at, "county_head", seq=1)


def test_a_report_is_its_own_districts_and_the_citys_is_the_citys(at):
    elsewhere = placed(at, "county_reviewer", NEXT)
    for who in (elsewhere, placed(at, "city_reviewer", None), "institution", "auditor"):
        with pytest.raises(Forbidden):
            prepare(at, who)
    with pytest.raises(Forbidden):
        prepare(at, placed(at, "county_reviewer", None), CITY)
    with pytest.raises(Forbidden):
        confirm(at, "county_reviewer", seq=0)


@pytest.mark.parametrize(
    "which", [{"unit": "500199"}, {"due_on": date(2020, 6, 25)}, {"due_on": date(2020, 7, 12)}]
)
def test_a_report_that_nobody_asks_for_does_not_exist(at, which):
    with pytest.raises(NotVisible):
        prepare(at, **which)


def test_two_who_write_at_once_do_not_overwrite_each_other(at):
    prepare(at)
    with pytest.raises(NotNow):
        prepare(at, seq=0)
    assert len(states_of(at.session, asked())) == 1


def test_the_city_sums_what_was_confirmed_and_names_who_is_missing(at):
    city = placed(at, "city_reviewer", None)
    prepare(at, stated={"registered": 6}, reasons={"registered": "补登"})
    confirm(at, seq=1)
    prepare(at, city, CITY)
    merged = last(at, CITY)
    assert merged.figures["registered"]["counted"] == 6
    assert (merged.merged[0]["unit"], NEXT in merged.missing) == (DISTRICT, True)
    with pytest.raises(AnswersWrong):
        confirm(at, city, CITY, seq=1)
    confirm(at, city, CITY, seq=1, reason="其余区县未开班")
    assert last(at, CITY).state == "confirmed"


def test_an_amendment_is_a_new_version_and_the_old_one_stays(at):
    prepare(at)
    confirm(at, seq=1)
    with pytest.raises(AnswersWrong):
        prepare(at, seq=2)
    prepare(at, seq=2, reason="漏报一班")
    confirm(at, seq=3)
    states = [(one.version, one.state) for one in states_of(at.session, asked())]
    assert states == [(1, "draft"), (1, "confirmed"), (2, "draft"), (2, "confirmed")]


def amended_since(at):
    merged = newest(at.session, asked(CITY))
    assert merged is not None
    return dispatch_desk.amended_since(at.session, asked(CITY), merged)


def test_the_city_sees_which_district_amended_after_it_merged(at):
    city = placed(at, "city_reviewer", None)
    prepare(at)
    confirm(at, seq=1)
    prepare(at, city, CITY)
    assert amended_since(at) == []
    prepare(at, seq=2, reason="漏报一班")
    confirm(at, seq=3)
    assert amended_since(at) == [DISTRICT]


def night(at, day):
    return dispatch_calls.call(at.session, datetime(2020, 6, day, 2, tzinfo=BEIJING))


def test_an_office_is_reminded_once_before_its_day_and_called_once_after(at):
    units = len(dispatch_desk.boards(at.session, placed(at, "auditor", None), MORNING)[0].units)
    at.session.rollback()
    before = night(at, 10)
    assert before % units == 0  # those of 25 May are late already, once each
    assert [night(at, 11), night(at, 12)] == [units, 0]
    prepare(at)
    confirm(at, seq=1)
    assert [night(at, 13), night(at, 14)] == [units - 1, 0]


def test_a_late_report_stays_late_and_what_is_due_is_asked_of_ones_own_office(at):
    reviewer = at.actor("county_reviewer")
    due = dispatch_desk.waiting(at.session, reviewer, MORNING)
    assert [(one.unit.code, one.days_late) for _, one in due] == [(DISTRICT, 18), (DISTRICT, 0)]
    assert dispatch_desk.days_late(date(2020, 6, 11), MORNING) == 1
    at.session.rollback()
    prepare(at)
    confirm(at, seq=1)
    late = datetime(2020, 6, 20, 9, tzinfo=BEIJING)
    due = dispatch_desk.waiting(at.session, reviewer, late)
    assert [one.due_on for _, one in due] == [date(2020, 5, 25)]
