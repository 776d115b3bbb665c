"""The triggers by which both databases refuse to change or drop what may only be added to."""

from sqlalchemy import Connection, inspect

APPEND_ONLY = (
    *("history_entry", "answer", "ledger_entry", "outbox_message", "delivery"),
    *("security_entry", "erased", "dispatch_report", "dispatch_call", "batch_act"),
    *("bank_file", "day_close", "day_difference", "budget_entry"),
)
TOLD_LATER = "outbox_message"
# What people answered may be erased when its time has come, and in no other way be changed:
# the seal gives way to nothing at all, and only once a row of `erased` says so for good.
# When keys are renewed the seal gives way to one under a higher key number, and nothing else does.
ERASABLE, BODY, LEAVE = "answer", "body", "erased"
# What a bank wrote stands for good, but for its words about people, which are erased in their time.
ANSWERED, WORDS = "bank_result", "note"

_SQLITE_REFUSE = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} BEGIN
    SELECT RAISE(ABORT, '{table} is only ever added to');
END"""

_SQLITE_ERASE = """
CREATE TRIGGER {table}_no_UPDATE BEFORE UPDATE ON {table} WHEN NOT ({same} AND (
    length(NEW.{body}) = 0
    AND EXISTS (SELECT 1 FROM erased WHERE case_id = OLD.case_id AND kind = 'identity')
    OR length(OLD.{body}) = length(NEW.{body}) AND length(OLD.{body}) > 0
    AND substr(NEW.{body}, 1, 1) > substr(OLD.{body}, 1, 1)
)) BEGIN
    SELECT RAISE(ABORT, '{table} is only ever added to');
END"""

_SQLITE_WORDS = """
CREATE TRIGGER {table}_no_UPDATE BEFORE UPDATE ON {table} WHEN NOT ({same}) BEGIN
    SELECT RAISE(ABORT, '{table} is only ever added to');
END"""

_SQLITE_TELL = """
CREATE TRIGGER to_be_delivered AFTER INSERT ON outbox_message BEGIN
    INSERT INTO undelivered (message_id, retry_at) VALUES (NEW.id, NEW.at);
END"""

# By statement, not by row: what would have hit no row is refused as well.
_POSTGRESQL_REFUSE = """
CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION only_added()"""

_POSTGRESQL_STAYS = """
CREATE TRIGGER {table}_only_added BEFORE DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION only_added()"""

_POSTGRESQL_ERASE = """
CREATE TRIGGER {table}_only_erased BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION only_erased()"""

_POSTGRESQL_WORDS = """
CREATE TRIGGER {table}_only_worded BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION only_worded()"""

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
CREATE OR REPLACE FUNCTION only_erased() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF length(NEW.body) = 0 AND to_jsonb(NEW) - 'body' = to_jsonb(OLD) - 'body'
        AND EXISTS (SELECT FROM erased WHERE case_id = OLD.case_id AND kind = 'identity')
    THEN RETURN NEW; END IF;
    IF length(OLD.body) = length(NEW.body) AND length(OLD.body) > 0
        AND substr(NEW.body, 1, 1) > substr(OLD.body, 1, 1)
        AND to_jsonb(NEW) - 'body' = to_jsonb(OLD) - 'body'
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$""",
    """
CREATE OR REPLACE FUNCTION only_worded() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF to_jsonb(NEW) - 'note' = to_jsonb(OLD) - 'note' THEN RETURN NEW; END IF;
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
    tables = [table for table in (*APPEND_ONLY, ANSWERED) if table in present]
    if connection.dialect.name == "sqlite":
        _on_sqlite(connection, tables)
    else:
        _on_postgresql(connection, tables)


def _on_sqlite(connection: Connection, tables: list[str]) -> None:
    for table in tables:
        for act in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
            connection.exec_driver_sql(_SQLITE_REFUSE.format(table=table, act=act))
    if LEAVE in tables and ERASABLE in tables:
        connection.exec_driver_sql(f"DROP TRIGGER {ERASABLE}_no_UPDATE")
        same = _all_but(connection, ERASABLE, BODY)
        connection.exec_driver_sql(_SQLITE_ERASE.format(table=ERASABLE, body=BODY, same=same))
    if ANSWERED in tables:
        connection.exec_driver_sql(f"DROP TRIGGER {ANSWERED}_no_UPDATE")
        same = _all_but(connection, ANSWERED, WORDS)
        connection.exec_driver_sql(_SQLITE_WORDS.format(table=ANSWERED, same=same))
    if TOLD_LATER in tables:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS to_be_delivered")
        connection.exec_driver_sql(_SQLITE_TELL)


def _all_but(connection: Connection, table: str, free: str) -> str:
    names = [column["name"] for column in inspect(connection).get_columns(table)]
    return " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in names if name != free)


def _on_postgresql(connection: Connection, tables: list[str]) -> None:
    for function in _POSTGRESQL_FUNCTIONS:
        connection.exec_driver_sql(function.replace("%", "%%"))
    if ERASABLE in tables:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {ERASABLE}_only_erased ON {ERASABLE}")
    gives_way = {ANSWERED: ("worded", _POSTGRESQL_WORDS)}
    if LEAVE in tables:
        gives_way[ERASABLE] = ("erased", _POSTGRESQL_ERASE)
    for table in tables:
        words = _POSTGRESQL_STAYS if table in gives_way else _POSTGRESQL_REFUSE
        _trigger(connection, table, f"{table}_only_added", words.format(table=table))
        if table in gives_way:
            how, words = gives_way[table]
            _trigger(connection, table, f"{table}_only_{how}", words.format(table=table))
    if TOLD_LATER in tables:
        _trigger(connection, TOLD_LATER, "to_be_delivered", _POSTGRESQL_TELL)


def _trigger(connection: Connection, table: str, name: str, words: str) -> None:
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    connection.exec_driver_sql(words)
    # Replication mode must not be a way around them.
    connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
