"""A snapshot of SQLite: its own backup copies the file page by page beside the one who writes."""

import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from service.records.snapshots.parts import PartWriter, Table, reading

PART = "kaiban.db.gz"


def take(engine: Engine, writer: PartWriter) -> tuple[str, dict[str, Table]]:
    """Copy the file as it was at one moment."""
    copied = writer.folder / "kaiban.db"
    copied.touch(mode=0o600)
    with closing(sqlite3.connect(copied)) as copy, engine.connect() as connection:
        connection.rollback()
        # In one go: step by step it would begin anew with every write that comes between.
        _driver(connection).backup(copy)
        # A file of its own, without the log beside it that the original has.
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.isolation_level = None
        revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        tables = {name: Table(_rows(copy, name), part=PART) for name in _tables(copy)}
    with writer.packed(PART) as packed, copied.open("rb") as file:
        shutil.copyfileobj(file, packed)
    copied.unlink()
    return revision, tables


def put_back(
    engine: Engine, _revision: str, _tables_then: Mapping[str, Table], folder: Path
) -> None:
    """Replace the whole file, under the lock of the one who writes."""
    with tempfile.TemporaryDirectory() as beside:
        unpacked = Path(beside) / "kaiban.db"
        with reading(folder / PART) as packed, unpacked.open("wb") as file:
            shutil.copyfileobj(packed, file)
        with closing(sqlite3.connect(unpacked)) as copy, engine.connect() as connection:
            connection.rollback()
            copy.backup(_driver(connection))


def _driver(connection: object) -> sqlite3.Connection:
    driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[attr-defined]
    return driver


def _tables(copy: sqlite3.Connection) -> list[str]:
    words = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return sorted(name for (name,) in copy.execute(words) if name != "alembic_version")


def _rows(copy: sqlite3.Connection, name: str) -> int:
    found: int = copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - a table's own name
    return found
