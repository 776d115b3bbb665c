"""Every document held against its digest, and what lies there for nobody dropped when asked."""

import os
from io import BytesIO

import pytest

from service.commands.papers.cabinet import furnish
from service.records.storage import Folder
from tests.front_office import open_office
from tests.kept import keys, put_on, story_with_a_paper
from tests.papers import pdf

LONG_AGO = 1_500_000_000


@pytest.fixture
def folder(database, installed):
    """The folder of a house with two papers."""
    place = str(installed.home / "documents")
    installed.settings["KAIBAN_DOCUMENTS"] = place
    office = open_office(database)
    furnish(place)
    story = story_with_a_paper(office)
    for title in ("one", "two"):
        put_on(story, pdf(title))
    yield Folder(installed.home / "documents")
    office.close()


def path_of(folder, key):
    return folder.root / key[:2] / key[2:4] / key


@pytest.mark.usefixtures("folder")
def test_documents_that_are_as_they_were_all_fit(kaiban, installed):
    said = kaiban("verify-documents", at=installed)
    assert (said.code, said.out) == (0, "documents: 相符 · all fit\n")


@pytest.mark.parametrize(
    "spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-1])]
)
def test_one_that_is_missing_or_altered_is_told_by_its_number(kaiban, installed, folder, spoil):
    spoil(path_of(folder, min(keys(folder))))
    said = kaiban("verify-documents", at=installed)
    assert said.code == 2
    assert said.out.count("missing or altered") == 1


def test_what_lies_there_for_nobody_is_dropped_when_a_day_old(kaiban, installed, folder):
    before = keys(folder)
    for letter in "ab":
        folder.put(letter * 64, BytesIO(b"nobody's"))
    os.utime(path_of(folder, "a" * 64), (LONG_AGO, LONG_AGO))
    for key in before:
        os.utime(path_of(folder, key), (LONG_AGO, LONG_AGO))
    said = kaiban("verify-documents", "--sweep", at=installed)
    assert (said.code, said.out[:2]) == (0, "1 ")
    assert keys(folder) == before | {"b" * 64}


@pytest.mark.usefixtures("folder")
def test_a_storage_out_of_reach_is_told(kaiban, installed, tmp_path):
    (tmp_path / "no-folder").touch()
    said = kaiban("verify-documents", at=installed, KAIBAN_DOCUMENTS=str(tmp_path / "no-folder"))
    assert said.code == 2
    assert said.out.count("the storage does not answer") == 2
