"""Nothing starts with another house's keys: people would be lost and found as somebody else."""

import pytest

from service.commands.keeping.fitting import misfit
from service.records import KeyRing, use_key_ring
from tests.cli.terminal import encoded
from tests.conftest import INDEX_KEY, KEYS
from tests.front_office import Story, open_office

OTHER = b"o" * 32
WRONG = [
    ({7: OTHER}, INDEX_KEY, "KAIBAN_KEYS lacks a key"),
    ({**KEYS, 2: OTHER}, INDEX_KEY, "another key under a number"),
    (KEYS, OTHER, "KAIBAN_INDEX_KEY is not the one"),
]


@pytest.fixture
def advanced(database):
    office = open_office(database)
    Story.of(office).tell(until="opening_accept")
    office.close()


@pytest.mark.usefixtures("advanced")
@pytest.mark.parametrize(("keys", "index_key", "said"), WRONG)
def test_other_keys_are_told_in_one_sentence(session, keys, index_key, said):
    assert misfit(session) is None
    session.rollback()
    use_key_ring(KeyRing(keys, index_key=index_key))
    assert said in str(misfit(session))


def test_a_new_house_takes_any_keys(session):
    assert misfit(session) is None


@pytest.mark.usefixtures("advanced")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_pages_and_clock_do_not_start_with_them(kaiban, installed, command):
    said = kaiban(command, at=installed, KAIBAN_INDEX_KEY=encoded(OTHER))
    assert said.code != 0
    assert "KAIBAN_INDEX_KEY is not the one" in said.err
