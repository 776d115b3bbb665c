"""Publishing a folder, loading a calendar, moving the demo's time, and words nobody knows."""

import shutil
from datetime import date, timedelta
from importlib import import_module

import pytest
from sqlalchemy import func, select

from service.commands import DemoClock, carry_out
from service.commands.reactions import UnknownSignal
from service.commands.recounting import load_calendar
from service.domain.orders import LoadCalendar, OpenClass, PublishBundle, ShiftClock
from service.domain.refusals import FolderRefused, Forbidden, NotVisible
from service.records import Bundle, Case, DemoShift, LedgerEntry, Publication
from service.records.deadline import deadlines_of
from service.records.demo import shift_seconds
from service.records.transaction import write_transaction
from tests.commands.standing import Office, office
from tests.jurisdictions.telling import KEEPER, publish
from workflows import jurisdictions, read_folder

OFF = date(2020, 5, 22)


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """A copy of the jurisdictions' folders that a test may break."""
    ours = jurisdictions()["chongqing"].parent
    copied = tmp_path / "bpmn"
    shutil.copytree(ours, copied)
    monkeypatch.setattr(import_module("workflows.jurisdictions"), "FOLDER", copied)
    return copied


def reword(file, words: str, others: str) -> None:
    """One thing in a file said otherwise."""
    text = file.read_text("utf-8")
    assert words in text
    file.write_text(text.replace(words, others), "utf-8")


def unchecked(session, at) -> None:
    """Put the folder in force although nobody checked it."""
    bundle = read_folder(jurisdictions()["chongqing"])
    with write_transaction(session):
        stored = {"hash": bundle.hash, "jurisdiction": "chongqing"}
        session.add(Bundle(**stored, content=bundle.to_bytes(), stored_at=at))
        session.flush()
        session.add(Publication(**stored, at=at))


def due(at: Office) -> date:
    at.session.rollback()
    (row,) = deadlines_of(at.session, at.case_id)
    assert row.due_at is not None
    return (row.due_at - timedelta(microseconds=1)).date()


def test_a_folder_is_published_by_whoever_keeps_the_policy(session):
    at = office(session, "filed")
    with pytest.raises(Forbidden):
        at.give(PublishBundle(jurisdiction="chongqing"), "county_head")
    with pytest.raises(NotVisible):
        at.give(PublishBundle(jurisdiction="atlantis"), KEEPER)


def test_the_same_folder_published_twice_is_one_rule_book(session):
    at = office(session, "filed")
    publish(session, at.now)
    session.rollback()
    hashes = set(session.scalars(select(Publication.hash)))
    assert (len(hashes), session.scalar(select(func.count()).select_from(Publication))) == (1, 2)


def test_a_broken_folder_is_not_published_and_the_old_one_serves_on(session, folders):
    at = office(session, "filed")
    served = at.case.bundle_hash
    reword(folders / "_shared/class_opening.bpmn", "opening_overdue_at", "opening_never")
    with pytest.raises(FolderRefused) as refused:
        publish(session, at.now)
    assert "class_opening.bpmn" in refused.value.findings[0]
    own = at.case.institution_id
    asked = OpenClass(jurisdiction="chongqing", region="500103", institution_id=own)
    opened = at.give(asked, "institution")
    assert session.get_one(Case, opened.case_id).bundle_hash == served


def test_a_mended_folder_serves_new_classes_and_leaves_running_ones_alone(session, folders):
    at = office(session, "filed")
    reword(folders / "_shared/class_opening.bpmn", "受理核对", "受理与核对")
    publish(session, at.now)
    own, running = at.case.institution_id, at.case.bundle_hash
    asked = OpenClass(jurisdiction="chongqing", region="500103", institution_id=own)
    opened = at.give(asked, "institution")
    assert session.get_one(Case, opened.case_id).bundle_hash != running
    assert at.finish("opening_accept", "county_reviewer", decision="accept").seq


def test_a_signal_nobody_knows_stops_the_save(session, folders):
    named = 'name="opening_approved"'
    reword(folders / "_shared/class_opening.bpmn", named, 'name="class_blessed"')
    at = office(session, "filed", in_force=unchecked)
    at.finish("opening_accept", "county_reviewer", decision="accept")
    order = at.finishing("opening_approve", decision="approve", opinion="可", approved_heads=4)
    with pytest.raises(UnknownSignal):
        at.give(order, "county_approver")
    assert list(at.open_steps()) == ["opening_approve"]
    assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 0


def loaded(at, notice):
    return load_calendar(notice, actor=KEEPER, session=at.session, clock=at.clock)


def test_a_notice_loaded_moves_open_deadlines_and_their_rungs(session):
    at = office(session, "filed")
    before, rung = due(at), at.case.next_due
    notice = LoadCalendar(
        days={OFF: False, date(2020, 5, 23): True}, notice="国办发明电〔2020〕X号"
    )
    told = loaded(at, notice)
    assert (before, due(at), told.note) == (OFF, date(2020, 5, 23), "1 deadlines moved")
    assert at.case.next_due == rung


def test_a_notice_loaded_twice_moves_nothing_more_and_each_move_is_in_the_history(session):
    at = office(session, "filed")
    notice = LoadCalendar(days={OFF: False}, notice="one day off")
    before = at.case.history_seq
    assert [loaded(at, notice).note for _ in range(2)] == [
        "1 deadlines moved",
        "0 deadlines moved",
    ]
    assert at.case.history_seq == before + 1


def test_a_request_waits_for_the_day_the_notice_moved_it_to(session):
    at = office(session, "filed")
    notice = LoadCalendar(days={OFF: False}, notice="one day off")
    loaded(at, notice)
    at.now = at.now.replace(day=25, hour=17)
    at.finish("opening_accept", "county_reviewer", decision="accept")
    assert list(at.open_steps()) == ["opening_approve"]


def test_a_calendar_is_loaded_by_whoever_keeps_the_policy(session):
    at = office(session, "filed")
    with pytest.raises(Forbidden):
        at.give(LoadCalendar(days={OFF: False}, notice="mine"), "county_head")
    assert due(at) == OFF


def test_the_demo_moves_on_and_never_back(session):
    at = office(session, "filed")
    visitor, clock = at.actor("county_reviewer"), DemoClock()
    now = clock.now(session)
    for days in (9, 3):
        order = ShiftClock(to=now + timedelta(days=days))
        carry_out(order, actor=visitor, session=session, clock=clock)
    session.rollback()
    assert timedelta(days=8) < timedelta(seconds=shift_seconds(session)) <= timedelta(days=9)


def test_outside_the_demo_time_cannot_be_moved(session):
    at = office(session, "filed")
    with pytest.raises(Forbidden):
        at.give(ShiftClock(to=at.now + timedelta(days=1)), "county_reviewer")
    session.rollback()
    assert session.get(DemoShift, 1) is None
