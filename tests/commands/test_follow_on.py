"""A case that follows on another is begun by whom the folder names, where the folder lets it."""

import pytest

from service.domain.orders import OpenClass, OpenFollowOn
from service.domain.permissions import Actor, Grant
from service.domain.refusals import Forbidden, NotNow, NotVisible
from service.records.case import Case, children_of
from service.records.history import history_of
from tests.commands.standing import office

STARTED = ("filed", "approved", "advance", "started")
STRANGER = Actor(None, "stranger", (Grant("institution", "chongqing", "500103", 999_999),))


def inspection(case_id: int) -> OpenFollowOn:
    return OpenFollowOn(case_id=case_id, process="inspection")


def test_a_follow_on_knows_its_parent_and_stands_in_its_own_history(session):
    at = office(session, *STARTED)
    before = at.case.history_seq
    receipt = at.give(inspection(at.case_id), "inspector")
    (child,) = children_of(session, at.case_id)
    assert (child.number, child.parent_id, child.process) == (
        receipt.number,
        at.case_id,
        "inspection",
    )
    assert [(one.order, one.lane) for one in history_of(session, child.id)] == [
        ("OpenClass", "inspector")
    ]
    assert at.case.history_seq == before


def test_a_follow_on_is_for_the_roles_the_folder_names(session):
    at = office(session, *STARTED)
    with pytest.raises(Forbidden):
        at.give(inspection(at.case_id), "finance_reviewer")


@pytest.mark.parametrize("asked", [10**6, None])
def test_nothing_follows_on_a_case_one_may_not_see(session, asked):
    at = office(session, *STARTED)
    with pytest.raises(NotVisible):
        at.give(inspection(asked or at.case_id), STRANGER)


@pytest.mark.parametrize("process", ["cq_main", "nothing"])
def test_only_what_the_folder_says_follows_on_a_class(session, process):
    at = office(session, *STARTED)
    with pytest.raises(NotNow):
        at.give(OpenFollowOn(case_id=at.case_id, process=process), "inspector")


@pytest.mark.parametrize("process", ["inspection", "nothing"])
def test_what_follows_on_a_class_does_not_begin_by_itself(session, process):
    at = office(session, "filed")
    asked = OpenClass(
        jurisdiction="chongqing",
        region="500103",
        institution_id=at.case.institution_id,
        process=process,
    )
    with pytest.raises(NotVisible):
        at.give(asked, "inspector")
    assert session.query(Case).count() == 1
