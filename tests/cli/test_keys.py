"""Renewing keys while the house works: every sealed value, in steps, and nothing but the seal."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import LargeBinary, select, text
from sqlalchemy.exc import IntegrityError

from service.commands.keeping import keys as keyring
from service.commands.presence import beat, leave
from service.commands.verifying import broken_histories
from service.records import Base, KeyRing, use_key_ring
from service.records.answer import Answer
from service.records.columns import BOUND_TO, Sealed, SealedJson
from service.records.database import database_now
from service.records.presence import RunningProcess
from service.records.roster import RosterLine
from service.records.sealed import sealed_columns
from service.records.security import SecurityEntry
from tests.cli.terminal import encoded
from tests.conftest import INDEX_KEY, KEYS
from tests.front_office import Story, open_office

RING = {**KEYS, 3: b"3" * 32}
NEWER = {"KAIBAN_KEYS": ",".join(f"{number}:{encoded(key)}" for number, key in RING.items())}
# What is kept in bytes and is no business of anybody's: rules, and where a process stands.
OPEN_BYTES = {"bundle.content", "training_case.state"}


@pytest.fixture
def advanced(database):
    office = open_office(database)
    Story.of(office).tell(until="completion_submit")
    office.close()


def clear(database):
    with database.session() as session:
        learners = select(RosterLine.name, RosterLine.id_no).order_by(RosterLine.line)
        answers = select(Answer.body).order_by(Answer.id)
        return session.execute(learners).all(), session.scalars(answers).all()


def test_no_column_of_bytes_is_forgotten_when_keys_are_renewed():
    bytes_kept = {
        str(column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary | Sealed | SealedJson)
    }
    assert bytes_kept - {str(column) for column in sealed_columns()} == OPEN_BYTES
    assert {str(one) for one in sealed_columns() if BOUND_TO in one.info} == {
        "document.wrapped_key"
    }


@pytest.mark.usefixtures("advanced")
def test_after_a_rotation_everything_lies_under_the_newest_key_and_reads_as_before(
    database, kaiban, installed
):
    before = clear(database)
    said = kaiban("keys", "rotate", at=installed, **NEWER)
    assert (said.code, said.err) == (0, "")
    assert "values sealed anew under key 3" in said.out
    assert set(keyring.values_under(database.engine)) == {3}
    use_key_ring(KeyRing({3: RING[3]}, index_key=INDEX_KEY))
    assert clear(database) == before
    with database.session() as session:
        assert list(broken_histories(session)) == []
        acts = session.scalars(select(SecurityEntry.act).order_by(SecurityEntry.id)).all()
    assert acts[-1] == "keys_rotated"


@pytest.mark.usefixtures("advanced")
def test_a_rotation_that_was_broken_off_goes_on_where_it_stopped(database, monkeypatch):
    use_key_ring(KeyRing(RING, index_key=INDEX_KEY))
    before, left = clear(database), iter(range(3))
    with monkeypatch.context() as here:
        here.setattr(time, "sleep", lambda _: next(left))
        with pytest.raises(StopIteration):
            keyring.rotate(database.engine, at_once=7)
    assert set(keyring.values_under(database.engine)) == {2, 3}
    keyring.rotate(database.engine, at_once=7)
    assert set(keyring.values_under(database.engine)) == {3}
    assert keyring.rotate(database.engine) == 0
    assert clear(database) == before


@pytest.mark.usefixtures("advanced")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_another_worker_holds_is_left_for_the_next_time(database):
    use_key_ring(KeyRing(RING, index_key=INDEX_KEY))
    with database.session() as other:
        other.scalars(select(RosterLine).where(RosterLine.line == 1).with_for_update()).one()
        keyring.rotate(database.engine)
        assert keyring.values_under(database.engine)[2] == 3
    keyring.rotate(database.engine)
    assert set(keyring.values_under(database.engine)) == {3}


@pytest.mark.usefixtures("advanced")
@pytest.mark.parametrize(
    "words",
    [
        "UPDATE answer SET seq = seq + 100",
        "UPDATE answer SET body = substr(body, 1, 20)",
        "UPDATE answer SET body = body",
    ],
)
def test_an_answer_gives_way_to_a_newer_seal_and_to_nothing_else(database, words):
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(text(words))


@pytest.mark.usefixtures("advanced")
def test_as_long_as_a_process_lacks_the_new_key_nothing_is_sealed_with_it(
    database, kaiban, installed
):
    with database.session() as session:
        beat(session, "web")
    said = kaiban("keys", "rotate", at=installed, **NEWER)
    assert said.code == 1
    assert "runs without key 3" in said.err
    use_key_ring(KeyRing(KEYS, index_key=INDEX_KEY))
    with database.session() as session:
        leave(session, "web")
    assert kaiban("keys", "rotate", at=installed, **NEWER).code == 0


def test_a_process_long_silent_holds_up_nobody(database, kaiban, installed):
    with database.session() as session:
        beat(session, "web")
        session.query(RunningProcess).update(
            {"seen_at": database_now(session) - timedelta(minutes=3)}
        )
        session.commit()
    assert kaiban("keys", "rotate", at=installed, **NEWER).code == 0


@pytest.mark.usefixtures("advanced")
def test_a_key_that_not_everybody_has_yet_opens_and_does_not_seal(kaiban, installed):
    said = kaiban("keys", "rotate", at=installed, KAIBAN_SEAL_WITH="2", **NEWER)
    assert said.out == "0 values sealed anew under key 2.\n"
    said = kaiban("keys", "status", at=installed, KAIBAN_SEAL_WITH="2", **NEWER)
    assert said.out.splitlines()[0] == "1: 0 · may go"
    assert said.out.splitlines()[1].endswith(" · seals")


@pytest.mark.usefixtures("advanced")
def test_a_key_taken_away_too_early_is_told(kaiban, installed):
    said = kaiban("keys", "status", at=installed, KAIBAN_KEYS=f"3:{encoded(RING[3])}")
    assert said.code == 2
    assert "NOT ON THE RING" in said.out


def test_a_new_key_comes_under_the_next_number(kaiban, installed):
    said = kaiban("keys", "new", at=installed)
    number, _, key = said.out.strip().partition(":")
    assert (number, len(key)) == ("3", 44)
