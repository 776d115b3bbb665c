"""The triggers by which both databases refuse to change or drop what may only be added to."""

from sqlalchemy import Connection, inspect

APPEND_ONLY = (
    *("history_entry", "answer", "ledger_entry", "outbox_message", "delivery"),
    "security_entry",
)
TOLD_LATER = "outbox_message"

_SQLITE_REFUSE = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} BEGIN
    SELECT RAISE(ABORT, '{table} is only ever added to');
END"""

# By statement, not by row: what would have hit no row is refused as well.
_SQLITE_TELL = """
CREATE TRIGGER to_be_delivered AFTER INSERT ON outbox_message BEGIN
    INSERT INTO undelivered (message_id, retry_at) VALUES (NEW.id, NEW.at);
END"""

_POSTGRESQL_REFUSE = """
CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION only_added()"""

_POSTGRESQL_TELL = """
CREATE TRIGGER to_be_delivered AFTER INSERT ON outbox_message
    FOR EACH ROW EXECUTE FUNCTION to_be_delivered()"""

_POSTGRESQL_FUNCTIONS = (
    """
CREATE OR REPLACE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    """
CREATE OR REPLACE FUNCTION to_be_delivered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO undelivered (message_id, retry_at) VALUES (NEW.id, NEW.at);
    RETURN NULL;
END $$""",
)


def install_triggers(connection: Connection) -> None:
    """Create them anew; a migration that rebuilt a table has lost its own."""
    present = set(inspect(connection).get_table_names())
    tables = [table for table in APPEND_ONLY if table in present]
    if connection.dialect.name == "sqlite":
        _on_sqlite(connection, tables)
    else:
        _on_postgresql(connection, tables)


def _on_sqlite(connection: Connection, tables: list[str]) -> None:
    for table in tables:
        for act in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
            connection.exec_driver_sql(_SQLITE_REFUSE.format(table=table, act=act))
    if TOLD_LATER in tables:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS to_be_delivered")
        connection.exec_driver_sql(_SQLITE_TELL)


def _on_postgresql(connection: Connection, tables: list[str]) -> None:
    for function in _POSTGRESQL_FUNCTIONS:
        connection.exec_driver_sql(function.replace("%", "%%"))
    for table in tables:
        _trigger(connection, table, f"{table}_only_added", _POSTGRESQL_REFUSE.format(table=table))
    if TOLD_LATER in tables:
        _trigger(connection, TOLD_LATER, "to_be_delivered", _POSTGRESQL_TELL)


def _trigger(connection: Connection, table: str, name: str, words: str) -> None:
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    connection.exec_driver_sql(words)
    # Replication mode must not be a way around them.
    connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
