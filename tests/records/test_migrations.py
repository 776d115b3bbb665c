"""Numbered steps lead from an empty database to the tables as they are, and back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from service.records import Base
from service.records.migrations import FOLDER, downgrade, is_current, upgrade


def test_migrated_tables_are_the_tables_the_code_was_written_for(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrated_constraints_are_the_ones_the_tables_name(database):
    inspector = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        expected = {str(c.name) for c in table.constraints if str(c.name).startswith("ck_")}
        assert {c["name"] for c in inspector.get_check_constraints(table.name)} == expected
        foreign = {str(c.name) for c in table.foreign_key_constraints}
        assert {c["name"] for c in inspector.get_foreign_keys(table.name)} == foreign


def test_steps_are_numbered_without_gap_and_have_one_end():
    scripts = ScriptDirectory(str(FOLDER))
    revisions = [script.revision for script in scripts.walk_revisions()][::-1]
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)]
    assert len(scripts.get_heads()) == 1


def test_migrated_office_is_ready_and_migrating_again_changes_nothing(database):
    upgrade(database.engine)
    with database.session() as session:
        assert is_current(session)


@pytest.mark.parametrize("revision", ["0006", "base"])
def test_office_taken_back_is_not_ready_until_it_is_brought_up_again(database, revision):
    downgrade(database.engine, revision)
    with Session(database.engine) as session:
        assert not is_current(session)
    upgrade(database.engine)
    with Session(database.engine) as session:
        assert is_current(session)
