"""What is asked about people, institutions, rules in force and the calendar."""

from datetime import date

import pytest

from service.records import (
    BatchFile,
    BatchLine,
    CalendarDay,
    CalendarVersion,
    DemoShift,
    Grant,
    Incident,
    ListEntry,
    Person,
    Publication,
    Token,
)
from service.records.batch import lines_to_do, lock_batch
from service.records.bundle import published_hash, published_jurisdictions
from service.records.calendar import calendar_days, calendar_version
from service.records.demo import shift_seconds
from service.records.incident import open_incident_of, open_incidents
from service.records.institution import by_uscc, listings
from service.records.person import by_login, by_token, grants_of, holders

from .conftest import NOON

pytestmark = pytest.mark.usefixtures("office")


def token(**given):
    usual = {"digest": "d", "person_id": 1, "scopes": ["read"], "label": "银行"}
    return Token(**usual | {"expires_at": NOON.replace(year=2999)} | given)


def test_newest_publication_is_in_force(session):
    assert published_hash(session, "chongqing") is None
    session.add_all(Publication(jurisdiction="chongqing", hash="b1", at=NOON) for _ in range(2))
    session.flush()
    assert published_hash(session, "chongqing") == "b1"
    assert published_jurisdictions(session) == ["chongqing"]


def test_person_signs_in_while_the_account_is_active(session):
    person = by_login(session, "li")
    assert person is not None
    person.active = False
    session.flush()
    assert by_login(session, "li") is None


@pytest.mark.parametrize(
    ("given", "let_in"),
    [({}, True), ({"expires_at": NOON}, False), ({"revoked_at": NOON}, False)],
    ids=["valid", "expired", "revoked"],
)
def test_token_lets_in_until_it_expires_or_is_revoked(session, given, let_in):
    session.add(token(**given))
    session.flush()
    assert (by_token(session, "d") is not None) is let_in


def test_roles_are_found_where_they_reach(session):
    session.add_all(
        Person(id=n, login=f"p{n}", display_name="王", password_hash="-", natural_person=f"n{n}")
        for n in (2, 3, 4)
    )
    session.flush()
    session.add(Grant(person_id=2, role="county_head", jurisdiction="chongqing", region="渝北区"))
    session.add(Grant(person_id=3, role="county_head", jurisdiction="chongqing"))
    session.add(Grant(person_id=4, role="institution", institution_id=1))
    session.flush()

    def found(role, region, **given):
        rows = holders(session, role, jurisdiction="chongqing", region=region, **given)
        return [person.id for person in rows]

    assert found("county_head", "渝北区") == [2, 3]
    assert found("county_head", "万州区") == [3]
    assert found("institution", "渝北区", institution_id=1) == [4]
    assert found("institution", "渝北区", institution_id=9) == []
    assert [grant.role for grant in grants_of(session, 4)] == ["institution"]


def test_listing_counts_from_its_first_to_its_last_day(session):
    first, last = date(2020, 6, 1), date(2020, 6, 30)
    session.add(ListEntry(uscc="U1", colour="black", since=first, until=last, reason="骗取"))
    session.flush()
    days = [date(2020, 5, 31), first, last, date(2020, 7, 1)]
    assert [len(listings(session, ["U1"], on=day)) for day in days] == [0, 1, 1, 0]
    assert getattr(by_uscc(session, "U1"), "name", None) == "渝北技校"


def test_calendar_loaded_last_is_the_version(session):
    assert calendar_version(session) is None
    session.add_all(CalendarVersion(version=v, loaded_at=NOON) for v in ("2020a", "2020b"))
    session.add(CalendarDay(day=date(2020, 6, 25), working=False, notice="国办发明电〔2019〕16号"))
    session.flush()
    assert calendar_version(session) == "2020b"
    assert [row.working for row in calendar_days(session)] == [False]


def test_demo_moves_the_clock_and_the_office_does_not(session):
    assert shift_seconds(session) == 0
    session.add(DemoShift(seconds=86_400))
    session.flush()
    assert shift_seconds(session) == 86_400


def test_incident_stays_open_until_closed(session, add_case):
    case_id = add_case()
    session.add(Incident(case_id=case_id, at=NOON, kind="clock", detail="-"))
    session.flush()
    incident = open_incident_of(session, case_id, "clock")
    assert open_incidents(session) == [incident]
    assert incident is not None
    incident.closed_at = NOON
    session.flush()
    assert open_incidents(session) == []


def test_interrupted_file_resumes_at_the_first_line_left(session):
    session.add(BatchFile(id=1, ref="F1", kind="bank_results", at=NOON, lines=3))
    session.flush()
    session.add_all(BatchLine(file_id=1, line=line, done=line == 1) for line in (1, 2, 3))
    session.flush()
    assert lock_batch(session, "F1") is not None
    assert lock_batch(session, "F2") is None
    assert [row.line for row in lines_to_do(session, 1)] == [2, 3]
