"""A write takes its place at once and stands or falls as a whole; reads never wait for it."""

from contextlib import ExitStack

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from service.records import Case, Institution, open_engine, write_transaction
from service.records.database import passes_by_itself
from service.records.sequence import next_number
from service.records.transaction import UnsavedWork


def school():
    return Institution(uscc="U1", name="渝北技校", kind="school", region="渝北区")


def interrupted(session):
    with write_transaction(session):
        session.add(school())
        session.flush()
        raise ZeroDivisionError


def test_write_is_kept_as_a_whole(database):
    with database.session() as session:
        with write_transaction(session):
            session.add(school())
        session.rollback()
        assert session.scalars(select(Institution.uscc)).one() == "U1"


def test_write_that_fails_leaves_nothing(database):
    with database.session() as session:
        with pytest.raises(ZeroDivisionError):
            interrupted(session)
        assert session.scalars(select(Institution)).all() == []


def test_write_cannot_begin_with_unsaved_changes(session):
    session.add(school())
    with pytest.raises(UnsavedWork), write_transaction(session):
        pass


def test_write_sees_what_others_changed_since_it_was_read(database, add_case):
    case_id = add_case()
    with database.session() as mine, database.session() as other:
        assert mine.get(Case, case_id).version == 1
        with write_transaction(other):
            other.get(Case, case_id).version = 2
        with write_transaction(mine):
            assert mine.get(Case, case_id).version == 2


def test_readers_go_on_while_someone_writes(database, add_case):
    case_id = add_case()
    with database.session() as writer, database.session() as reader, write_transaction(writer):
        writer.get(Case, case_id).version = 2
        writer.flush()
        assert reader.get(Case, case_id).version == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_second_writer_is_told_to_try_again(database):
    impatient = open_engine(database.url)
    event.listen(impatient, "connect", lambda c, _: c.execute("PRAGMA busy_timeout = 20"))
    with ExitStack() as stack:
        first, second = stack.enter_context(database.session()), Session(impatient)
        stack.enter_context(write_transaction(first))
        with pytest.raises(OperationalError) as refused:
            stack.enter_context(write_transaction(second))
    assert passes_by_itself(refused.value)
    impatient.dispose()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_reads_do_not_take_the_writers_place(database):
    begun = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _u, words, *_: begun.append(words) if words.startswith("BEGIN") else None,
    )
    with database.session() as session:
        session.execute(text("SELECT 1"))
        with write_transaction(session):
            session.execute(text("SELECT 1"))
        session.execute(text("SELECT 1"))
    assert begun == ["BEGIN DEFERRED", "BEGIN IMMEDIATE", "BEGIN DEFERRED"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_embedded_database_is_opened_by_the_houses_rules(session):
    asked = ("journal_mode", "foreign_keys", "recursive_triggers", "busy_timeout")
    found = [session.execute(text(f"PRAGMA {name}")).scalar_one() for name in asked]
    assert found == ["wal", 1, 1, 5000]


def test_broken_rule_does_not_pass_by_itself(session):
    session.add_all([school(), school()])
    with pytest.raises(IntegrityError) as refused:
        session.flush()
    assert not passes_by_itself(refused.value)


def test_database_out_of_reach_is_worth_another_try():
    engine = open_engine("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(OperationalError) as refused:
        engine.connect()
    assert passes_by_itself(refused.value)


def test_misspelt_question_does_not_pass_by_itself(session):
    with pytest.raises(Exception, match="nothing") as refused:
        session.execute(text("SELECT * FROM nothing"))
    assert not passes_by_itself(refused.value)


def test_numbers_run_on_within_a_place_and_year(session):
    given = [next_number(session, "chongqing", 2020) for _ in range(3)]
    assert given == [1, 2, 3]
    assert next_number(session, "chongqing", 2021) == next_number(session, "guizhou", 2020) == 1
