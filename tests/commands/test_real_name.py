"""凡补必进、不进不补: who is not registered by real name is not paid for."""

import pytest
from sqlalchemy import select

from service.commands.locking import open_dossier
from service.commands.paying import gates
from service.domain.orders import RecordLearning, RegisterRealName
from service.domain.refusals import AnswersWrong, Forbidden
from service.records import RealName
from service.records.transaction import write_transaction
from tests.commands.standing import Office, office

STARTED = ("filed", "approved", "advance", "started")
SEEN = {"minutes": 2700, "face_checks": 8, "random_checks": 8, "images": 8}


@pytest.fixture
def started(session) -> Office:
    return office(session, *STARTED)


def register(at: Office, line=4, who="platform", when="2020-05-28T12:00:00+08:00"):
    row = {"line": line, "external_id": f"SM-{line}", "verified_at": when}
    return at.give(at.order(RegisterRealName, registrations=[row]), who)


def kept(at: Office) -> dict[int, str]:
    at.session.rollback()
    rows = at.session.scalars(select(RealName).order_by(RealName.line)).all()
    return {row.line: row.source for row in rows}


def obstacles(at: Office, line: int) -> list[str]:
    at.session.rollback()
    with write_transaction(at.session):
        actor = at.actor("county_reviewer")
        dossier = open_dossier(at.session, at.case_id, actor=actor, clock=at.clock)
        return [what for what, _ in gates.is_registered(dossier, line)]


def test_a_learning_record_speaks_for_who_learned(started):
    rows = [{"line": line, **SEEN} for line in (1, 2)]
    started.give(started.order(RecordLearning, batch_ref="B-1", records=rows), "platform")
    assert kept(started) == {1: "learning", 2: "learning"}


def test_a_number_of_the_system_stands_by_itself_and_replaces_what_learning_said(started):
    row = {"line": 4, **SEEN}
    started.give(started.order(RecordLearning, batch_ref="B-1", records=[row]), "platform")
    register(started)
    register(started, line=3)
    assert kept(started) == {3: "system", 4: "system"}


def test_who_is_not_registered_is_not_paid_for(started):
    assert obstacles(started, 4) == ["not_registered"]
    register(started)
    assert obstacles(started, 4) == []


@pytest.mark.parametrize(("line", "when"), [(9, None), (4, "2031-01-01T00:00:00+08:00")])
def test_nobody_unknown_and_nothing_to_come_is_registered(started, line, when):
    more = {"when": when} if when else {}
    with pytest.raises(AnswersWrong):
        register(started, line=line, **more)
    assert kept(started) == {}


def test_the_office_registers_nobody(started):
    with pytest.raises(Forbidden):
        register(started, who="county_reviewer")
