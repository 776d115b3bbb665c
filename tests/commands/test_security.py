"""The security log is one chain, whoever writes to it at once, and shows what was tampered with."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from service.commands.people.security import broken_log, note
from service.domain.permissions import Actor
from service.domain.security import ACTS
from service.records.person import Person
from service.records.security import entries_after
from service.records.transaction import write_transaction
from tests.cli.test_verifying import past_the_triggers

GUARDED = ("security_entry",)


def write(database, times: int = 1, act: str = "keys_rotated", **about: object) -> None:
    for _ in range(times):
        with database.session() as session, write_transaction(session):
            note(session, act, actor=None, about=about)


def person(session) -> int:
    somebody = Person(login="li", display_name="李", password_hash="", natural_person="p1")
    session.add(somebody)
    session.commit()
    return somebody.id


def test_an_entry_says_who_did_what_to_whom_and_when(session, database):
    who = person(session)
    with write_transaction(session):
        note(session, "role_granted", actor=Actor(who, "p1"), about={"person": who, "role": "x"})
    (entry,) = entries_after(session, 0)
    assert (entry.actor_id, entry.natural_person, entry.concerns_id) == (who, "p1", who)
    assert (entry.act, entry.about) == ("role_granted", {"person": who, "role": "x"})
    assert list(broken_log(session)) == []


def test_an_act_without_words_is_not_written(session):
    with pytest.raises(KeyError), write_transaction(session):
        note(session, "anything", actor=None)


def test_what_was_rolled_back_is_not_in_the_log(session, database):
    note(session, "keys_rotated", actor=None)
    session.rollback()
    write(database)
    assert [entry.id for entry in entries_after(session, 0)] == [1]


def test_writers_at_once_make_one_chain(session, database):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: write(database, 5), range(4)))
    assert [entry.id for entry in entries_after(session, 0)] == list(range(1, 21))
    assert list(broken_log(session)) == []


def test_a_log_never_written_to_fits(session):
    assert list(broken_log(session)) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("UPDATE security_entry SET act = 'restored' WHERE id = 2", "entry 2 does not fit"),
        ("DELETE FROM security_entry WHERE id = 2", "entry 3 does not fit"),
        ("DELETE FROM security_entry WHERE id = 3", "the last entries are missing"),
        ("DELETE FROM security_entry", "the last entries are missing"),
        ("DELETE FROM security_head", "the last entries are missing"),
    ],
)
def test_what_was_tampered_with_is_found(session, database, words, said):
    write(database, 3)
    with past_the_triggers(database, GUARDED) as connection:
        connection.execute(text(words))
    (sentence,) = broken_log(session)
    assert said in sentence


def test_every_act_has_words_in_both_languages():
    assert all(zh and en for zh, en in ACTS.values())
