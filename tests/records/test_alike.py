"""Both databases hold the same office: what one stores, the other stores as well."""

import pytest
from sqlalchemy import LargeBinary, insert, select

from service.records import Base, open_engine
from service.records.columns import BOUND_TO

from .conftest import NOON, history_entry, learner, message

TABLES = ("institution", "person", "bundle", "training_case", "roster_line", "history_entry")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_office_copied_from_one_database_to_the_other_is_the_same(database, add_case, fresh_sqlite):
    case_id = add_case(next_due=NOON)
    with database.session() as session:
        session.add_all([learner(case_id, 1), history_entry(case_id), message(case_id)])
        session.commit()
    with fresh_sqlite() as url:
        other = open_engine(url)
        for name in (*TABLES, "outbox_message"):
            copy(Base.metadata.tables[name], database.engine, other)
            assert rows(name, other) == rows(name, database.engine)
        other.dispose()


def copy(table, source, target):
    with source.connect() as reader, target.begin() as writer:
        writer.execute(
            insert(table), [dict(row) for row in reader.execute(select(table)).mappings()]
        )


def rows(name, engine):
    table = Base.metadata.tables[name]
    with engine.connect() as connection:
        return [
            tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
        ]


def test_whatever_is_kept_in_bytes_is_sealed_or_ours():
    binary = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if type(column.type) is LargeBinary and BOUND_TO not in column.info
    }
    assert binary == {"bundle.content", "training_case.state"}
