"""Inside the application the same rules hold: its engines, its sessions, its migrations."""

import pytest
from flask import Flask
from flask_migrate import Migrate, upgrade
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from service.records import Base, db, write_transaction
from service.records.database import passes_by_itself
from service.records.demo import DemoShift, shift_seconds
from service.records.migrations import FOLDER, downgrade, is_current


@pytest.fixture
def app(database):
    app = Flask("office")
    app.config["SQLALCHEMY_DATABASE_URI"] = database.url
    db.init_app(app)
    Migrate(app, db, directory=str(FOLDER))
    with app.app_context():
        engine = db.engine
        yield app
    engine.dispose()


@pytest.mark.usefixtures("app")
def test_application_and_tables_share_one_base():
    assert db.metadata is Base.metadata


@pytest.mark.usefixtures("app")
def test_applications_session_writes_by_the_houses_rules():
    session = db.session()
    with write_transaction(session):
        session.add(DemoShift(seconds=3_600))
    assert shift_seconds(session) == 3_600


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_applications_engine_is_opened_by_the_houses_rules():
    assert db.session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


@pytest.mark.usefixtures("app")
def test_application_is_migrated_by_its_own_command(database):
    downgrade(database.engine, "0006")
    upgrade()
    with database.session() as session:
        assert is_current(session)


def test_full_pool_is_worth_another_try_and_a_mistake_is_not():
    assert passes_by_itself(PoolTimeout())
    assert not passes_by_itself(ValueError())
