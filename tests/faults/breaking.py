"""Ways in which a database fails its users, each undone when the block ends."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy import event, make_url, text

from service.records import Case, write_transaction
from service.records.database import db
from tests.conftest import Database

SOON = "20"


@contextmanager
def locked(app: Flask, database: Database, number: str) -> Iterator[None]:
    """Somebody else holds the one writer's place, or the case itself, and does not let go."""
    with app.app_context():
        engine = db.engine
        engine.dispose()
    event.listen(engine, "connect", _impatient)
    with database.session() as other, write_transaction(other):
        other.query(Case).where(Case.number == number).with_for_update().one()
        yield
        other.rollback()
    event.remove(engine, "connect", _impatient)
    engine.dispose()


def _impatient(connection: Any, _record: object) -> None:
    if isinstance(connection, psycopg.Connection):
        connection.execute(f"SET lock_timeout = {SOON}")
        connection.commit()
    else:
        connection.execute(f"PRAGMA busy_timeout = {SOON}")


@contextmanager
def vanished(server: str, database: Database) -> Iterator[None]:
    """The server lets nobody in and shows everybody out."""
    name = make_url(database.url).database or ""
    _order(server, "ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
    turn_out(server, database)
    try:
        yield
    finally:
        _order(server, "ALTER DATABASE {} ALLOW_CONNECTIONS true", name)


def turn_out(server: str, database: Database) -> None:
    """Every connection to the database is cut, idle or at work."""
    name = make_url(database.url).database
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )


@contextmanager
def exhausted(app: Flask) -> Iterator[None]:
    """Every connection this process may have is in use."""
    with app.app_context(), ExitStack() as held:
        pool: Any = db.engine.pool
        patience, pool._timeout = pool._timeout, 0.05
        for _ in range(pool.size() + pool._max_overflow):
            held.enter_context(db.engine.connect()).execute(text("SELECT 1"))
        yield
        pool._timeout = patience


def _order(server: str, words: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(words).format(sql.Identifier(name)))
