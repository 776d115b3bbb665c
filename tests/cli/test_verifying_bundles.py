"""A case bundle is checked at the terminal without settings, database or keys."""

import pytest

from service.cli import main
from tests.front_office import Story, open_office


@pytest.fixture
def taken(database, tmp_path):
    office = open_office(database)
    story = Story.of(office).tell(until="completion_submit")
    answer = office.browser("auditor").post(f"/cases/{story.number}/bundle.zip")
    office.close()
    path = tmp_path / "case.zip"
    path.write_bytes(answer.data)
    return path


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in ("DATABASE_URL", "KAIBAN_KEYS", "KAIBAN_INDEX_KEY", "KAIBAN_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_an_honest_bundle_fits(taken, capsys):
    assert main(["verify-history", "--bundle", str(taken)]) == 0
    said = capsys.readouterr().out
    assert "bundle: 相符 · all fit" in said
    assert "manifest " in said


def test_a_torn_bundle_does_not(taken, capsys):
    raw = taken.read_bytes()
    taken.write_bytes(raw[: len(raw) // 2])
    assert main(["verify-history", "--bundle", str(taken)]) == 2
    assert "is no case bundle" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said_so(tmp_path, capsys):
    assert main(["verify-history", "--bundle", str(tmp_path / "none.zip")]) == 2
    assert "is no case bundle" in capsys.readouterr().err
