"""A snapshot of PostgreSQL: every table copied out inside one transaction that sees one moment."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg import Connection as Driver
from psycopg import sql
from sqlalchemy import Connection, Engine, inspect

from service.records.database import WRITES
from service.records.migrations import upgrade
from service.records.snapshots.parts import CHUNK, PartWriter, Table, reading
from service.records.triggers import install_triggers

FOREIGN_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
ORDER BY 1, 2"""
COUNTED_COLUMNS = """
SELECT t.relname, a.attname, pg_get_serial_sequence(quote_ident(t.relname), a.attname)
FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0
WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace
  AND NOT a.attisdropped
  AND pg_get_serial_sequence(quote_ident(t.relname), a.attname) IS NOT NULL"""


def take(engine: Engine, writer: PartWriter) -> tuple[str, dict[str, Table]]:
    """Copy every table out as it was at one moment; nobody waits for it."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        words = "SELECT version_num FROM alembic_version"
        revision: str = connection.exec_driver_sql(words).scalar_one()
        inspector = inspect(connection)
        tables = {}
        for name in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
            columns = tuple(str(column["name"]) for column in inspector.get_columns(name))
            tables[name] = _copy_out(_driver(connection), name, columns, writer)
    return revision, tables


def _copy_out(driver: Driver[Any], name: str, columns: tuple[str, ...], to: PartWriter) -> Table:
    part = f"{name}.copy.gz"
    with driver.cursor() as cursor, to.packed(part) as packed:
        with cursor.copy(_words("COPY {} ({}) TO STDOUT", name, columns)) as rows:
            for block in rows:
                packed.write(block)
        return Table(cursor.rowcount, columns, part)


def put_back(engine: Engine, revision: str, tables: Mapping[str, Table], folder: Path) -> None:
    """Fill the tables in one transaction; references are checked when all rows are there."""
    upgrade(engine, revision)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        with _unguarded(connection, tables):
            for name, table in tables.items():
                _copy_in(_driver(connection), name, table, folder)
        for table_name, column, sequence in connection.exec_driver_sql(COUNTED_COLUMNS).all():
            connection.exec_driver_sql(
                f'SELECT setval(\'{sequence}\', (SELECT max("{column}") FROM "{table_name}"))'  # noqa: S608 - the catalogue's own names
            )


def _copy_in(driver: Driver[Any], name: str, table: Table, folder: Path) -> None:
    words = _words("COPY {} ({}) FROM STDIN", name, table.columns)
    with driver.cursor() as cursor:
        # What a step of migration put there itself comes back with the rest.
        cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        with reading(folder / table.part) as packed, cursor.copy(words) as rows:
            while block := packed.read(CHUNK):
                rows.write(block)
        if cursor.rowcount != table.rows:
            raise RuntimeError(f"{name}: {cursor.rowcount} rows instead of {table.rows}")


@contextmanager
def _unguarded(connection: Connection, tables: Mapping[str, Table]) -> Iterator[None]:
    """Without triggers and references while rows come in; afterwards both stand again."""
    references = connection.exec_driver_sql(FOREIGN_KEYS).all()
    for table, name, _ in references:
        connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for table in tables:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    yield
    for table in tables:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    install_triggers(connection)
    for table, name, words in references:
        connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {words}')


def _words(template: str, name: str, columns: tuple[str, ...]) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(template).format(sql.Identifier(name), listed)


def _driver(connection: Connection) -> Driver[Any]:
    driver: Driver[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    return driver
