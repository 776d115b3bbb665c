"""Upgrading with old workers at work: only added to at first; taken away when they have left."""

from dataclasses import dataclass

import pytest
from sqlalchemy import text, update

from service.commands import presence
from service.records import migrations
from service.records.presence import RunningProcess, at_work

OLD = "0013"


def is_current(database):
    with database.session() as session:
        return migrations.is_current(session)


def come_to_work(database, revision):
    with database.session() as session:
        presence.beat(session, "web")
        session.execute(update(RunningProcess).values(revision=revision))
        session.commit()


@pytest.fixture
def old_code(monkeypatch):
    """Whoever asks sees code that knows the tables up to step 0013."""

    @dataclass
    class Step:
        revision: str
        module: object = None

    class Steps:
        def __init__(self, _folder):
            self.steps = [Step(OLD), Step("0012")]

        def walk_revisions(self):
            return self.steps

        def get_current_head(self):
            return OLD

    monkeypatch.setattr(migrations, "ScriptDirectory", Steps)
    migrations.head.cache_clear()
    yield
    migrations.head.cache_clear()


@pytest.mark.usefixtures("old_code")
def test_old_code_goes_on_working_on_tables_that_were_only_added_to(database):
    assert migrations.head() == OLD
    assert is_current(database)


@pytest.mark.usefixtures("old_code")
def test_old_code_stops_where_something_it_needs_was_taken_away(database):
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO oldest_code (id, revision) VALUES (1, '0014')"))
    assert not is_current(database)


def test_new_code_does_not_work_on_older_tables(database):
    migrations.downgrade(database.engine, OLD)
    assert not is_current(database)


def test_what_takes_away_waits_for_the_finish(database, monkeypatch):
    monkeypatch.setattr(migrations, "contracting", lambda: frozenset({migrations.head()}))
    assert migrations.expanded() < migrations.head()
    migrations.contract(database.engine)
    assert is_current(database)
    with database.engine.connect() as connection:
        oldest = connection.execute(text("SELECT revision FROM oldest_code")).scalar_one()
    assert oldest == migrations.head()


def test_nothing_is_taken_away_while_older_code_is_at_work(database, kaiban, installed):
    come_to_work(database, OLD)
    said = kaiban("migrate", "--finish", at=installed)
    assert said.code == 1
    assert "runs older code: stop it first" in said.err
    assert kaiban("migrate", at=installed).code == 0


def test_code_of_the_same_step_does_not_stand_in_the_way(database, kaiban, installed):
    come_to_work(database, migrations.head())
    for _ in range(2):
        assert kaiban("migrate", "--finish", at=installed).code == 0
    assert is_current(database)


def test_whoever_stops_is_no_longer_at_work(database):
    stop = presence.keep_telling(database.session, "clock")
    stop()
    with database.session() as session:
        assert at_work(session) == []
