"""The other places on the demo's stage: everybody in one district, and cases under way."""

import tomllib

import pytest
from sqlalchemy import func, select

from service.commands.clocks import DemoClock
from service.commands.staging.stage import BEGINS, set_stage
from service.commands.staging.stage_places import PLACES, ROLES, fill_places
from service.domain.permissions import ROLES as EVERY_ROLE
from service.records.case import Case
from service.records.person import Grant, Person

# Of the house and not of a place, or not signing in by themselves.
OF_NO_PLACE = {
    *("policy_admin", "system_admin", "security_admin", "audit_admin", "learner", "third_party"),
}
FOLDERS = [place["folder"] for place in tomllib.loads(PLACES.read_text("utf-8"))["place"]]


@pytest.fixture(scope="module")
def stage(filled_once):
    with filled_once.session() as session:
        set_stage(session, DemoClock())
        assert fill_places(session) == []
    return filled_once


@pytest.fixture
def filled(stage):
    with stage.session() as session:
        yield session


def test_every_place_has_everybody_and_a_case_under_way(filled):
    assert {role.partition("/")[0] for role in ROLES} == set(EVERY_ROLE) - OF_NO_PLACE
    for folder in FOLDERS:
        there = filled.scalars(select(Grant.role).where(Grant.jurisdiction == folder))
        assert set(there) == {role.partition("/")[0] for role in ROLES}, folder
        running = select(Case.next_due).where(Case.jurisdiction == folder, Case.finished.is_(None))
        due = list(filled.scalars(running))
        assert due, folder
        assert all(one is None or one > BEGINS for one in due), folder


def test_full_places_are_not_filled_again(filled):
    def counted():
        return [filled.scalar(select(func.count()).select_from(one)) for one in (Case, Person)]

    before = counted()
    filled.rollback()
    assert fill_places(filled) == []
    assert counted() == before
