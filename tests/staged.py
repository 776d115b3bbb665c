"""The stage of the demo, set once a run on each kind of database and copied from then on."""

import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, update

from service.commands.clocks import DemoClock
from service.commands.staging.stage import BEGINS, set_stage
from service.records import Base
from service.records.database import database_now
from service.records.demo import DemoShift
from service.records.person import Person
from tests.conftest import Database

SEQUENCES = """
    SELECT format('%I.%I', schemaname, sequencename), last_value
    FROM pg_sequences WHERE last_value IS NOT NULL
"""


@dataclass(frozen=True)
class Copy:
    """What a PostgreSQL database holds: its tables' rows and where its numbers stand."""

    tables: Mapping[str, bytes]
    sequences: Mapping[str, int]


_COPIES: dict[str, Any] = {}


def set_the_stage(database: Database, clock: DemoClock) -> None:
    """Everybody and everything that tests begin with; copied where the database is empty."""
    with database.session() as session:
        empty = session.scalar(select(Person.id).limit(1)) is None
    if empty and database.kind in _COPIES:
        PUT[database.kind](database.engine, _COPIES[database.kind])
        _begin_again(database)
        return
    with database.session() as session:
        set_stage(session, clock)
    if empty:
        _COPIES[database.kind] = TAKE[database.kind](database.engine)


def _begin_again(database: Database) -> None:
    """The copy is older than its test: its time starts now."""
    with database.session() as session:
        ahead = BEGINS - database_now(session)
        session.execute(update(DemoShift).values(seconds=int(ahead.total_seconds())))
        session.commit()


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="kaiban-stage-")


def _take_file(engine: Engine) -> Path:
    path = Path(_folder().name) / "stage.db"
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("VACUUM INTO ?", [str(path)])
    return path


def _put_file(engine: Engine, copy: Path) -> None:
    origin = sqlite3.connect(copy)
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        origin.backup(driver)
    origin.close()


def _take_rows(engine: Engine) -> Copy:
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        tables = {}
        for table in Base.metadata.sorted_tables:
            with driver.cursor().copy(f'COPY "{table.name}" TO STDOUT') as rows:
                tables[table.name] = b"".join(bytes(part) for part in rows)
        sequences = dict(driver.execute(SEQUENCES).fetchall())
    return Copy({name: rows for name, rows in tables.items() if rows}, sequences)


def _put_rows(engine: Engine, copy: Copy) -> None:
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("SET LOCAL session_replication_role = replica")
        for name, rows in copy.tables.items():
            with driver.cursor().copy(f'COPY "{name}" FROM STDIN') as into:
                into.write(rows)
        for name, value in copy.sequences.items():
            driver.execute("SELECT setval(%s, %s)", [name, value])
        driver.commit()


TAKE: Mapping[str, Callable[[Engine], Any]] = {"sqlite": _take_file, "postgresql": _take_rows}
PUT: Mapping[str, Callable[[Engine, Any], None]] = {"sqlite": _put_file, "postgresql": _put_rows}
