"""What happened is only ever added to, on either database, also after a migration."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from service.commands.people.security import note
from service.records import (
    Answer,
    BankFile,
    BankResult,
    Base,
    BatchAct,
    Budget,
    BudgetEntry,
    DayClose,
    DayDifference,
    Delivery,
    DispatchCall,
    DispatchReport,
    Erased,
    Erasure,
    LedgerEntry,
    PaymentBatch,
)
from service.records.migrations import downgrade, upgrade
from service.records.triggers import APPEND_ONLY, install_triggers

from .conftest import NOON, history_entry, message


@pytest.fixture
def filled(database, add_case):
    """One row in each guarded table."""
    case_id = add_case()
    with database.session() as session:
        session.add(Budget(id=1, jurisdiction="chongqing", region="500103", fund="ZZ", year=2020))
        told = message(case_id)
        session.add_all([history_entry(case_id), told])
        session.add(
            Answer(case_id=case_id, seq=1, step="s", path="", person_id=1, at=NOON, body={})
        )
        session.add(transfer(case_id))
        note(session, "keys_rotated", actor=None)
        erasure = Erasure(lines=[], digest="", proposed_by=1, proposed_at=NOON)
        session.add(erasure)
        session.flush()
        session.add(Erased(case_id=case_id, kind="drafts", erasure_id=erasure.id, at=NOON))
        session.add_all([*dispatched(), budgeted()])
        session.add(closed_day())
        session.add(batch())
        session.flush()
        session.add_all(at_the_bank())
        session.add(DayDifference(close_id=1, no=1, kind="unknown", what="", fund="ZZ", ref=""))
        session.add(
            Delivery(
                message_id=told.id, channel="inbox", recipient_id=1, try_no=1, at=NOON, ok=True
            )
        )
        session.commit()
    return database


def dispatched():
    """A report of a district, and that it was reminded of it."""
    place = {"jurisdiction": "chongqing", "report": "dispatch", "unit": "500103"}
    which: dict[str, object] = {**place, "due_on": NOON.date()}
    states = {"seq": 1, "version": 1, "state": "draft", "figures": {}, "annex": {}}
    by = {"person_id": 1, "natural_person": "p1", "at": NOON, "bundle_hash": "b1"}
    yield DispatchReport(**which, **states, **by)
    yield DispatchCall(**which, kind="remind", at=NOON)


def budgeted():
    """What a region was given for the year."""
    words: dict[str, str] = {"paper": "财社〔2020〕1号", "reason": ""}
    return BudgetEntry(budget_id=1, kind="appropriate", fen=1, committed_fen=0, at=NOON, **words)


def closed_day():
    """A day that somebody has answered for."""
    where = {"jurisdiction": "chongqing", "region": "500103", "day": NOON.date(), "seq": 1}
    by: dict[str, object] = {"person_id": 1, "natural_person": "p1", "at": NOON}
    return DayClose(id=1, **where, **by, digest="", figures=[])


def batch():
    """A batch that went out."""
    where = {"jurisdiction": "chongqing", "region": "500103", "fund": "ZZ", "payee_kind": "body"}
    when: dict[str, object] = {"pay_on": NOON.date(), "drawn_at": NOON}
    return PaymentBatch(id=1, number="B1", state="released", **where, **when)


def at_the_bank():
    """What somebody did with it, and what the bank answered."""
    yield BatchAct(batch_id=1, seq=1, act="draw", person_id=1, natural_person="p1", at=NOON)
    read = {"digest": "", "layout": "general_csv", "bundle_hash": "b1"}
    taken: dict[str, object] = {"taken_by": 1, "taken_at": NOON}
    yield BankFile(id=1, batch_id=1, lines=1, **read, **taken)
    yield BankResult(file_id=1, at=1, ref="B1-00001", code="0")


def transfer(case_id, **given):
    usual = {
        "case_id": case_id,
        "stage": "ADVANCE",
        "kind": "ADVANCE",
        "jurisdiction": "chongqing",
        "fund": "ZZ",
        "payee": "U1",
        "debit": "advance_outstanding",
        "credit": "committed",
        "fen": 1_500_000,
        "at": NOON,
        "clause": "CQ-09",
        "bundle_hash": "b1",
        "history_seq": 1,
    }
    return LedgerEntry(**usual | given)


def refused(database, statement):
    with database.engine.connect() as connection, pytest.raises(IntegrityError, match="only ever"):
        connection.execute(text(statement))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_row_can_neither_be_changed_nor_removed(filled, table):
    column = next(iter(Base.metadata.tables[table].columns)).name
    refused(filled, f"UPDATE {table} SET {column} = {column}")
    refused(filled, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_row_cannot_be_replaced(filled, table):
    if filled.kind == "sqlite":
        refused(filled, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        refused(filled, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_row_cannot_be_written_over_by_a_second_insert(filled, table):
    columns = Base.metadata.tables[table].columns
    key = ", ".join(column.name for column in columns if column.primary_key)
    last = f'"{list(columns)[-1].name}"'
    refused(
        filled,
        f"INSERT INTO {table} SELECT * FROM {table} WHERE true"
        f" ON CONFLICT ({key}) DO UPDATE SET {last} = excluded.{last}",
    )


@pytest.mark.parametrize("change", ["code = '1'", "fen = 1", "note = NULL, ref = 'B1-00002'"])
def test_what_a_bank_answered_is_never_changed(filled, change):
    refused(filled, f"UPDATE bank_result SET {change}")
    refused(filled, "DELETE FROM bank_result")


def test_what_a_bank_wrote_about_people_may_be_erased(filled):
    with filled.session() as session, session.begin():
        session.execute(text("UPDATE bank_result SET note = NULL"))


def test_guard_stands_after_the_tables_were_taken_down_and_built_again(filled):
    downgrade(filled.engine, "0005")
    upgrade(filled.engine)
    refused(filled, "DELETE FROM history_entry")


def test_guard_stands_after_it_was_installed_twice(filled):
    with filled.engine.begin() as connection:
        install_triggers(connection)
    refused(filled, "DELETE FROM answer")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_guard_holds_against_replication_mode(filled):
    with filled.engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        with pytest.raises(IntegrityError, match="only ever"):
            connection.execute(text("DELETE FROM ledger_entry"))


def test_same_transfer_is_booked_once(filled):
    with filled.session() as session:
        session.add(transfer(1))
        with pytest.raises(IntegrityError):
            session.commit()


@pytest.mark.parametrize("given", [{"fen": 0}, {"fen": -1}, {"credit": "advance_outstanding"}])
def test_transfer_moves_something_between_two_accounts(filled, given):
    with filled.session() as session:
        session.add(transfer(1, attempt=2, **given))
        with pytest.raises(IntegrityError):
            session.commit()
