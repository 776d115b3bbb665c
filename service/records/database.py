"""How a database of either kind is opened, what time it has, and which errors pass by."""

import json
import sqlite3
from datetime import datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    create_engine,
    event,
    make_url,
    select,
)
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from service.records.base import Base
from service.records.columns import Instant

WRITES = "kaiban_writes"
BUSY_MS = 5_000
POOL_SECONDS = 5
# A deadlock, a lost serialisation, a lock not granted in time, a server going down or not yet up.
PASSING_STATES = frozenset({"40P01", "40001", "55P03", "57P01", "57P02", "57P03", "53300"})
TAKEN_STATE = "23505"
PASSING_NAMES = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL")
PRAGMAS = (
    f"busy_timeout = {BUSY_MS}",
    "journal_mode = WAL",
    "foreign_keys = ON",
    "recursive_triggers = ON",
)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def engine_options(url: URL | str) -> dict[str, Any]:
    """What an engine for this database is opened with."""
    # An error's text goes into logs; what somebody typed does not.
    always = {"json_serializer": _as_json, "hide_parameters": True}
    known = make_url(url)
    if known.get_backend_name() == "sqlite":
        in_a_file = known.database not in (None, "", ":memory:")
        return always | ({"pool_timeout": POOL_SECONDS} if in_a_file else {})
    return always | {
        "pool_size": 8,
        "max_overflow": 8,
        "pool_timeout": POOL_SECONDS,
        "pool_pre_ping": True,
        "pool_recycle": 1_800,
        "connect_args": {
            "connect_timeout": 5,
            "options": f"-c timezone=UTC -c lock_timeout={BUSY_MS}",
        },
    }


def open_engine(url: URL | str, **options: Any) -> Engine:
    """An engine that keeps the house's rules, for command line, clock and tests."""
    return _keep_rules(create_engine(url, **(engine_options(url) | options)))


class Records(SQLAlchemy):
    """Flask-SQLAlchemy whose engines keep the house's rules."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Any) -> Engine:
        return _keep_rules(
            super()._make_engine(bind_key, engine_options(options["url"]) | options, app)
        )


db = Records(model_class=Base)


def _keep_rules(engine: Engine) -> Engine:
    event.listen(engine, "handle_error", _leave_out_the_row)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _leave_out_the_row(context: ExceptionContext) -> None:
    """PostgreSQL tells the failing row in its errors; an error's text must not tell it on."""
    diagnosis = getattr(context.original_exception, "diag", None)
    detail = getattr(diagnosis, "message_detail", None)
    for error in (context.original_exception, context.sqlalchemy_exception):
        if detail and error is not None:
            told = (str(one).replace(detail, "…") for one in error.args)
            error.args = tuple(told)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # Left to itself the driver would choose when a transaction begins.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A write takes the one writer's place at once; begun as a read it could not wait for it later.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


class DatabaseTime(FunctionElement[datetime]):
    """The time the database has at this moment, not the time its transaction began."""

    name = "database_clock"
    type = Instant()
    inherit_cache = True


@compiles(DatabaseTime, "sqlite")
def _sqlite_clock(_element: Any, _compiler: Any, **_kw: Any) -> str:
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


@compiles(DatabaseTime, "postgresql")
def _postgresql_clock(_element: Any, _compiler: Any, **_kw: Any) -> str:
    return "clock_timestamp()"


def database_now(session: Session) -> datetime:
    """What time the database has."""
    return session.execute(select(DatabaseTime())).scalar_one()


def was_taken(error: DBAPIError) -> bool:
    """Whether another wrote down the same key at that moment: who tries again is told of it."""
    return getattr(error.orig, "sqlstate", None) == TAKEN_STATE


def passes_by_itself(error: Exception) -> bool:
    """Whether the same order may succeed if it is tried again: locked, deadlocked, out of reach."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorname.startswith(PASSING_NAMES)
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in PASSING_STATES or state.startswith("08")
    # A server that cannot be reached names no state.
    return isinstance(error, OperationalError)
