"""Runs the numbered steps in one transaction, then puts the append-only triggers back."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Engine
from sqlalchemy.types import TypeDecorator

from service.records import Base, db
from service.records.database import WRITES
from service.records.triggers import install_triggers

ONE_AT_A_TIME = 7_305_020_518  # any number, as long as every process takes the same


def _engine() -> Engine:
    engine: Engine | None = context.config.attributes.get("engine")
    return engine or db.engine


def _as_stored(kind: str, value: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own column kinds down as what they are stored as, so that steps never change."""
    if kind == "type" and isinstance(value, TypeDecorator):
        return f"sa.{value.impl!r}"
    return False


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")


def _foreign_keys(connection: Connection, state: str) -> None:
    # A table is rebuilt by dropping the old one, which others still point to; SQLite
    # hears this only outside a transaction.
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys = {state}")


def _run(connection: Connection) -> None:
    with connection.begin():
        _wait_for_others(connection)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=_as_stored,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        install_triggers(connection)
        _all_references_hold(connection)


def _all_references_hold(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"rows point to nothing: {broken[:5]}")


with _engine().connect().execution_options(**{WRITES: True}) as open_connection:
    _foreign_keys(open_connection, "OFF")
    try:
        _run(open_connection)
    finally:
        _foreign_keys(open_connection, "ON")
