"""Reading history and books again: whoever got past the triggers is found, at the first entry."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from service.clock.due_cases import pass_due
from service.commands.budgets.verifying import note_nightly
from tests.clock.test_tick import break_state
from tests.front_office import Story, open_office

TABLES = ("history_entry", "ledger_entry")


@pytest.fixture
def advanced(database):
    """Far enough for the books to hold a commitment and an advance."""
    office = open_office(database)
    Story.of(office).tell(until="completion_submit")
    office.close()


@contextmanager
def past_the_triggers(database, tables=TABLES):
    """As somebody with the keys to the database itself would change an entry."""
    with database.engine.begin() as connection:
        for table in tables:
            if database.kind == "sqlite":
                connection.execute(text(f"DROP TRIGGER {table}_no_UPDATE"))
                connection.execute(text(f"DROP TRIGGER {table}_no_DELETE"))
            else:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield connection
        if database.kind == "postgresql":
            for table in tables:
                connection.execute(
                    text(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_only_added")
                )


def tamper(database, words: str) -> None:
    with past_the_triggers(database) as connection:
        assert connection.execute(text(words)).rowcount


@pytest.mark.usefixtures("advanced")
def test_an_honest_house_fits(kaiban, installed):
    for what in ("history", "books"):
        said = kaiban(f"verify-{what}", at=installed)
        assert (said.code, said.out, said.err) == (0, f"{what}: 相符 · all fit\n", "")


@pytest.mark.usefixtures("advanced")
@pytest.mark.parametrize(
    "words",
    [
        "UPDATE history_entry SET lane = 'county_head' WHERE seq = 3",
        "UPDATE history_entry SET at = '2020-05-20 00:00:00+00:00' WHERE seq = 3",
        "UPDATE history_entry SET digest = previous WHERE seq = 3",
    ],
)
def test_the_first_entry_that_was_changed_is_named(kaiban, installed, database, words):
    tamper(database, words)
    said = kaiban("verify-history", at=installed)
    assert said.code == 2
    assert said.out == "case 1: entry 3 does not fit the one before it\n"
    assert said.err == "history: 1 处不符 · do not fit\n"


@pytest.mark.usefixtures("advanced")
def test_an_entry_taken_out_of_the_middle_is_found(kaiban, installed, database):
    tamper(database, "DELETE FROM history_entry WHERE seq = 3")
    said = kaiban("verify-history", at=installed)
    assert (said.code, said.out) == (2, "case 1: entry 4 does not fit the one before it\n")


@pytest.mark.usefixtures("advanced")
@pytest.mark.parametrize("kept", [0, 2])
def test_entries_cut_off_at_the_end_are_found(kaiban, installed, database, kept):
    tamper(database, f"DELETE FROM history_entry WHERE seq > {kept}")
    said = kaiban("verify-history", at=installed)
    assert (said.code, said.out) == (2, "case 1: the last entries are missing\n")


@pytest.mark.usefixtures("advanced")
def test_a_sum_that_was_changed_is_found(kaiban, installed, database):
    tamper(database, "UPDATE ledger_entry SET fen = fen - 1 WHERE kind = 'ADVANCE'")
    said = kaiban("verify-books", at=installed)
    assert said.code == 2
    first, day = said.out.splitlines()
    assert first == "case 1: entry 3 moves 2999999 fen (ADVANCE), not 3000000 fen"
    assert day.endswith("kept (3000000, 1), the entries come to (2999999, 1)")


@pytest.mark.usefixtures("advanced")
def test_an_entry_taken_out_of_the_books_is_found(kaiban, installed, database):
    tamper(database, "DELETE FROM ledger_entry WHERE id = (SELECT min(id) FROM ledger_entry)")
    said = kaiban("verify-books", at=installed)
    assert said.code == 2
    assert "case 1: an entry is missing: COMMIT of " in said.out


def test_what_the_clock_failed_at_is_listed(kaiban, installed, database):
    story = Story.of(open_office(database)).tell(until="opening_accept")
    case_id = break_state(story)
    story.office.clock.at += timedelta(days=1, hours=4)
    pass_due(story.office.house())
    with story.office.records() as session:
        note_nightly(session, story.office.clock.at, lambda _: iter(["a day"]))
    said = kaiban("incidents", at=installed)
    assert said.code == 0
    assert said.out.startswith(f"case {case_id}: deadline Unreadable, 1 × since 2020-05-21")
    assert "\nthe house: books a day, 1 ×" in said.out
    story.office.close()
