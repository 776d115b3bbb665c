"""A case that follows on a class changes it: under the class's own lock, told in both histories."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from service.domain.calendar import BEIJING
from service.domain.invented import Invented
from service.domain.orders import FinishStep, OpenFollowOn, RecordLearning
from service.domain.refusals import AnswersWrong, NotNow
from service.records.history import history_of
from service.records.institution import ListEntry
from service.records.plan import Lesson
from service.records.roster import roster_of
from service.records.seal import blind_index
from service.records.step import steps_of
from service.records.supervision import ClassChange
from service.records.transaction import write_transaction
from tests.commands.standing import Office, office

STARTED = ("filed", "approved", "advance", "started")
TEACHER = {"kind": "teacher", "reason": "请假", "lessons": [{"no": 4, "teacher": "罗老师"}]}
LEARNT = {"line": 1, "minutes": 60, "face_checks": 1, "random_checks": 1, "images": 1}
LEAVER = {"kind": "roster_remove", "reason": "个人原因", "leavers": [{"line": 4, "why": "参军"}]}


def step(at: Office, case_id: int, element: str, **answers: object) -> FinishStep:
    at.session.rollback()
    found = {one.element: one for one in steps_of(at.session, case_id)}[element]
    order = FinishStep(case_id=case_id, step_key=found.key, version=found.version, answers=answers)
    at.session.rollback()
    return order


def asked(at: Office, **change: object) -> int:
    """A change that was asked for and waits for the office."""
    began = at.give(OpenFollowOn(case_id=at.case_id, process="class_change"), "institution")
    case_id = began.case_id or 0
    at.give(step(at, case_id, "change_fill", **change), "institution")
    return case_id


def grant(at: Office, case_id: int) -> None:
    at.give(step(at, case_id, "change_decide", decision="approve"), "county_reviewer")


def test_a_granted_change_is_written_into_the_class_and_both_histories(session):
    at = office(session, *STARTED)
    before = at.case.history_seq
    child = asked(at, **TEACHER)
    grant(at, child)
    lesson = session.scalar(select(Lesson).where(Lesson.case_id == at.case_id, Lesson.no == 4))
    assert lesson is not None
    assert lesson.teacher == "罗老师"
    told = history_of(session, at.case_id)[before:]
    assert [(one.order, one.outcome) for one in told] == [("ApplyChange", {"change": "teacher"})]
    assert [one.step for one in history_of(session, child)][-1] == "change_decide"
    change = session.get_one(ClassChange, child)
    assert (change.before["4"]["teacher"], change.after["4"]["teacher"]) == ("陈老师", "罗老师")


REVERSED = {**TEACHER, "kind": "time", "lessons": [{"no": 4, "start": "18:00", "end": "09:00"}]}
NEWCOMER = {"kind": "roster_add", "reason": "补员"}


def test_a_lesson_is_not_moved_to_end_before_it_begins(session):
    with pytest.raises(AnswersWrong) as wrong:
        asked(office(session, *STARTED), **REVERSED)
    assert [one.code for one in wrong.value.problems] == ["times_reversed"]


def test_nobody_of_the_black_list_joins_a_class_later(session):
    at, number = office(session, *STARTED), Invented(9).person().id_no
    with write_transaction(session):
        session.add(
            ListEntry(
                uscc="",
                person_index=blind_index(number),
                jurisdiction="chongqing",
                colour="black",
                since=date(2019, 1, 1),
                reason="冒名顶替",
            )
        )
    with pytest.raises(AnswersWrong) as wrong:
        asked(at, **NEWCOMER, learners=[{"name": "某人", "id_no": number}])
    assert "listed_black" in {one.code for one in wrong.value.problems}


def test_who_left_stays_on_the_roster_and_counts_no_more(session):
    at = office(session, *STARTED)
    grant(at, asked(at, **LEAVER))
    assert [line.withdrawn for line in roster_of(session, at.case_id)] == [False] * 3 + [True]


def test_what_is_due_on_the_class_happens_before_it_is_changed(session):
    at = office(session, *STARTED)
    child = asked(at, **TEACHER)
    due = datetime(2020, 5, 29, 9, tzinfo=BEIJING)
    at.case.next_due = due
    session.commit()
    at.now = due + timedelta(minutes=1)
    before = at.case.history_seq
    grant(at, child)
    told = history_of(session, at.case_id)[before:]
    assert [one.order for one in told] == ["PassDeadlines", "ApplyChange"]


def test_a_class_that_is_over_changes_no_more(session):
    at = office(session, *STARTED)
    child = asked(at, **TEACHER)
    at.give(
        at.order(RecordLearning, batch_ref="1", records=[LEARNT]),
        "platform",
    )
    at.finish("completion_submit", "institution", ended_on="2020-05-28")
    with pytest.raises(NotNow, match="a class that runs"):
        grant(at, child)
