"""Code of the last release still works on the newest tables: all that it says is understood."""

import re
from pathlib import Path

import pytest
from sqlalchemy import inspect

FOLDER = Path(__file__).parent
INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\)")
NAMED = re.compile(r"%\((\w+)\)s")


def statements(kind):
    return (FOLDER / f"{kind}.txt").read_text("utf-8").splitlines()


def unanswered(statement):
    """Parameters with nothing in them: what is asked is only whether it can be asked."""
    if named := NAMED.findall(statement):
        return dict.fromkeys(named)
    return (None,) * statement.count("?")


def forgotten(inspector, statement):
    """Columns that want a value the older code does not give."""
    found = INSERT.match(statement)
    if found is None:
        return []
    given = {name.strip(' "') for name in found[2].split(",")}
    return [
        f"{found[1]}.{column['name']}"
        for column in inspector.get_columns(found[1])
        if column["name"] not in given
        and not column["nullable"]
        and column["default"] is None
        and not column.get("primary_key")
    ]


def test_every_statement_of_the_last_release_is_still_understood(database):
    said = statements(database.kind)
    assert len(said) > 80
    with database.engine.connect() as connection:
        for statement in said:
            connection.exec_driver_sql(f"EXPLAIN {statement}", unanswered(statement))


def test_no_row_of_the_last_release_lacks_what_a_new_column_wants(database):
    inspector = inspect(database.engine)
    said = statements(database.kind)
    assert [one for statement in said for one in forgotten(inspector, statement)] == []


@pytest.mark.parametrize("gone", ["person", "history_entry", "open_step"])
def test_a_column_taken_away_too_early_would_be_found(database, gone):
    said = [one for one in statements(database.kind) if re.search(rf"\bFROM {gone}\b", one)]
    with database.engine.connect() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {gone} RENAME TO elsewhere")
        with pytest.raises(Exception, match=gone):
            connection.exec_driver_sql(f"EXPLAIN {said[0]}", unanswered(said[0]))
        connection.rollback()
