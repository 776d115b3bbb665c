"""The trainings of one year that claims stand for: which count, each under its course."""

from datetime import date, datetime

import pytest

from service.domain.calendar import BEIJING
from service.records import ClaimLine, blind_index
from service.records.person_year import trainings_in

from .conftest import WANG, learner
from .test_classes import opening


@pytest.fixture
def claim(session, add_case):
    """Enter one more claim for Wang; what is not said is as usual."""

    def enter(*, case=None, class_begun=True, **line):
        case_id = add_case(**case or {})
        session.add(learner(case_id, 1))
        if class_begun:
            begun = opening(case_id)
            begun.actual_start_on = None if class_begun is True else class_begun
            session.add(begun)
        session.flush()
        session.add(ClaimLine(case_id=case_id, line=1, amount_fen=1, **line))
        session.commit()
        return case_id

    return enter


def found(session, year=2020, besides=0):
    asked = {"jurisdiction": "chongqing", "besides": besides}
    return [
        (one.course, one.agreed)
        for one in trainings_in(session, [blind_index(WANG), "somebody else"], year, **asked)
    ]


@pytest.mark.parametrize(
    ("case", "line", "agreed"),
    [
        ({}, {}, [False]),
        ({}, {"verdict": "approved"}, [True]),
        ({}, {"verdict": "cut"}, [True]),
        ({}, {"verdict": "removed"}, []),
        ({}, {"excluded": True}, []),
        ({}, {"excluded": True, "verdict": "approved"}, []),
        ({}, {"verdict": "cut", "dropped_at": datetime(2020, 7, 1, tzinfo=BEIJING)}, []),
        ({"finished": "PAID_CLOSED"}, {"verdict": "approved"}, [True]),
        ({"finished": "RECOVERED"}, {"verdict": "approved"}, [True]),
        ({"finished": "TERMINATED_FRAUD"}, {"verdict": "approved"}, []),
        ({"finished": "WITHDRAWN"}, {}, []),
        ({"jurisdiction": "guizhou"}, {"verdict": "approved"}, []),
    ],
)
def test_what_is_claimed_and_not_refused_counts(session, claim, case, line, agreed):
    claim(case=case, **line)
    assert [one for _, one in found(session)] == agreed


def test_the_day_the_class_began_says_the_year_and_else_the_plan(session, claim):
    planned, late = claim(), claim(class_begun=date(2021, 1, 4))
    assert found(session) == [(planned, False)]
    assert found(session, year=2021) == [(late, False)]
    assert found(session, besides=planned) == []


def test_a_class_that_follows_on_is_the_course_it_follows(session, claim):
    online = claim()
    claim(case={"parent_id": online}, class_begun=date(2021, 1, 4))
    assert found(session) == [(online, False)] * 2
    assert found(session, year=2021) == []


def test_what_has_no_class_is_no_training(session, claim):
    claim(case={"parent_id": claim(verdict="removed")}, class_begun=False)
    claim(class_begun=False)
    assert found(session) == []
