"""Which kind of database a snapshot is of decides how it is taken and put back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from service.records.snapshots import on_postgresql, on_sqlite
from service.records.snapshots.parts import PartWriter, Table

# Alembic's own; a database with nothing else in it is empty.
REVISION = "alembic_version"


@dataclass(frozen=True, slots=True)
class Picture:
    """What a snapshot is of."""

    kind: str
    revision: str
    tables: Mapping[str, Table]


def take(engine: Engine, writer: PartWriter) -> Picture:
    """Write the whole database as it was at one moment, while others go on working."""
    kind = engine.dialect.name
    of_kind = on_sqlite if kind == "sqlite" else on_postgresql
    revision, tables = of_kind.take(engine, writer)
    return Picture(kind, revision, tables)


def put_back(engine: Engine, picture: Picture, folder: Path) -> None:
    """Fill an empty database from a snapshot of its own kind; all of it or nothing."""
    of_kind = on_sqlite if picture.kind == "sqlite" else on_postgresql
    of_kind.put_back(engine, picture.revision, picture.tables, folder)


def filled(engine: Engine) -> dict[str, int]:
    """The tables that hold something, with how many rows."""
    with engine.connect() as connection:
        counted = {name: _rows(connection, name) for name in sorted(_tables(connection))}
    return {name: rows for name, rows in counted.items() if rows}


def clear(engine: Engine) -> None:
    """Take down every table, so that a snapshot can be put in their place."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            return  # putting back replaces the whole file
        for name in (*_tables(connection), REVISION):
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}" CASCADE')


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {REVISION}


def _rows(connection: Connection, name: str) -> int:
    found: int = connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # noqa: S608 - a table's own name
    return found
