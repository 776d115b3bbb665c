"""A drill: the house is backed up while it works, burns down, and goes on elsewhere."""

import json
import secrets
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from service.clock.due_cases import pass_due
from service.records.database import open_engine
from service.records.snapshots import filled
from tests.cli.terminal import encoded, production
from tests.conftest import Database
from tests.conftest import _database_at as database_at
from tests.conftest import _order as order
from tests.front_office import Story, open_office

FIT = "history, books and documents: 相符 · all fit\n"


@pytest.fixture
def advanced(database):
    """A class whose advance is paid; its completion is awaited."""
    office = open_office(database)
    yield Story.of(office).tell(until="completion_submit")
    office.close()


@pytest.fixture
def elsewhere(database, request, tmp_path):
    """Another house of the same kind with nothing in it, not even tables."""
    if database.kind == "sqlite":
        url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
        yield production(tmp_path / "elsewhere", url)
        return
    server, name = request.getfixturevalue("postgresql_server"), f"kaiban_{secrets.token_hex(6)}"
    order(server, "CREATE DATABASE {}", name)
    yield production(tmp_path / "elsewhere", database_at(server, name))
    order(server, "DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def opened(terminal, kind):
    """The house that a terminal is of."""
    engine = open_engine(terminal.settings["DATABASE_URL"])
    try:
        yield Database(kind, terminal.settings["DATABASE_URL"], engine)
    finally:
        engine.dispose()


@pytest.fixture
def backup(advanced, kaiban, installed, tmp_path):
    """The one backup there is of the class."""
    said = kaiban("backup", "--to", str(tmp_path / "kept"), at=installed)
    assert (said.code, said.err) == (0, "")
    return tmp_path / "kept" / said.out.strip().rpartition("/")[2]


@contextmanager
def busy(database):
    """Somebody who goes on writing whole orders of two rows each."""
    done = threading.Event()

    def write():
        n = 0
        while not done.wait(0.001):
            n += 1
            with database.engine.begin() as connection:
                for half in "ab":
                    words = "INSERT INTO number_counter VALUES (:name, 1, 1)"
                    connection.execute(text(words), {"name": f"{half}{n}"})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        done.set()
        writer.join()


def go_on(story, step):
    """Play what is left of the story from that step on."""
    scenes = story.example.scenes
    first = next(at for at, scene in enumerate(scenes) if scene.step == step)
    for at, scene in enumerate(scenes[first:], first):
        story.office.clock.at = scene.at
        pass_due(story.office.house())
        if scene.who is not None:
            assert story.play(at).status_code == 200


def everything(database):
    """How many rows every table holds."""
    return filled(database.engine)


def test_a_house_put_back_elsewhere_fits_and_goes_on(backup, advanced, kaiban, database, elsewhere):
    said = kaiban("restore", "--from", str(backup.parent), at=elsewhere)
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(FIT)
    with opened(elsewhere, database.kind) as there:
        assert everything(there) == everything(database)
        office = open_office(there)
        story = Story(office, advanced.example, advanced.number)
        go_on(story, "completion_submit")
        assert story.case().finished is not None
        office.close()


def test_a_deadline_rings_in_the_house_put_back(database, kaiban, installed, elsewhere, tmp_path):
    story = Story.of(open_office(database)).tell(until="opening_accept")
    story.office.close()
    assert kaiban("backup", "--to", str(tmp_path), at=installed).code == 0
    assert kaiban("restore", "--from", str(tmp_path), at=elsewhere).code == 0
    with opened(elsewhere, database.kind) as there:
        office = open_office(there)
        due = story.case().next_due
        assert due is not None
        office.clock.at = due
        assert pass_due(office.house()) == 1
        office.close()


def test_the_house_put_back_guards_its_history_as_before(backup, kaiban, database, elsewhere):
    kaiban("restore", "--from", str(backup), at=elsewhere)
    with opened(elsewhere, database.kind) as there:
        for words in ("UPDATE history_entry SET seq = seq", "DELETE FROM answer"):
            with pytest.raises(IntegrityError), there.engine.begin() as connection:
                connection.execute(text(words))


def test_rows_that_belong_together_are_saved_together_while_somebody_writes(
    advanced, database, kaiban, installed, elsewhere, tmp_path
):
    with busy(database):
        said = kaiban("backup", "--to", str(tmp_path), at=installed)
    assert (said.code, said.err) == (0, "")
    assert kaiban("restore", "--from", str(tmp_path), at=elsewhere).code == 0
    words = text("SELECT count(*) FROM number_counter WHERE jurisdiction LIKE :half")
    with opened(elsewhere, database.kind) as there, there.session() as session:
        halves = [session.scalar(words, {"half": half}) for half in ("a%", "b%")]
    assert halves[0] == halves[1] > 0


def test_a_house_that_is_not_empty_is_left_alone_unless_one_insists(
    backup, kaiban, installed, database
):
    before = everything(database)
    said = kaiban("restore", "--from", str(backup), at=installed)
    assert said.code == 1
    assert "history_entry" in said.err
    assert everything(database) == before
    said = kaiban("restore", "--from", str(backup), "--force", at=installed)
    assert said.out.endswith(FIT)
    assert everything(database) == before


def test_the_oldest_backups_are_dropped_and_unfinished_ones_swept_up(kaiban, installed, tmp_path):
    (tmp_path / "kept/20200101T000000Z-ab.unfinished").mkdir(parents=True)
    for stamp in ("20200101T000000Z", "20200102T000000Z"):
        made = kaiban("backup", "--to", str(tmp_path / "kept"), at=installed).out.strip()
        Path(made).rename(tmp_path / "kept" / stamp)
    said = kaiban("backup", "--to", str(tmp_path / "kept"), "--keep", "2", at=installed)
    left = sorted(path.name for path in (tmp_path / "kept").iterdir())
    assert left[0] == "20200102T000000Z"
    assert len(left) == 2
    assert "dropped" in said.out


def spoil_the_manifest(folder):
    path = folder / "manifest.json"
    path.write_text(path.read_text()[:-40])


def spoil_a_part(folder):
    part = max(folder.glob("*.gz"), key=lambda path: path.stat().st_size)
    part.write_bytes(part.read_bytes()[:-1] + b"?")


def lose_a_part(folder):
    max(folder.glob("*.gz")).unlink()


def lose_the_manifest(folder):
    (folder / "manifest.json").unlink()


def come_from_the_future(folder):
    path = folder / "manifest.json"
    words = json.loads(path.read_text())
    words["picture"]["revision"] = "9999"
    path.write_text(json.dumps(words))


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (spoil_the_manifest, "its manifest cannot be read"),
        (spoil_a_part, "is not what was written"),
        (lose_a_part, "is missing"),
        (lose_the_manifest, "holds no finished backup"),
        (come_from_the_future, "which this kaiban does not know"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_torn_or_changed_backup_is_refused(backup, kaiban, elsewhere, spoil, complaint):
    spoil(backup)
    said = kaiban("restore", "--from", str(backup), at=elsewhere)
    assert said.code == 1
    assert complaint in said.err


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"KAIBAN_KEYS": f"1:{encoded(b'1' * 32)}"}, "Key 2 of KAIBAN_KEYS"),
        ({"KAIBAN_KEYS": f"2:{encoded(b'x' * 32)}"}, "Key 2 of KAIBAN_KEYS"),
        ({"KAIBAN_INDEX_KEY": encoded(b"x" * 32)}, "KAIBAN_INDEX_KEY is not the one"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_the_keys_it_was_sealed_with_a_backup_is_not_put_back(
    backup, kaiban, elsewhere, settings, complaint
):
    said = kaiban("restore", "--from", str(backup), at=elsewhere, **settings)
    assert (said.code, complaint in said.err) == (1, True)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_backup_names_its_keys_and_holds_none_and_is_for_its_owner_only(backup):
    manifest = json.loads((backup / "manifest.json").read_text())
    assert list(manifest["keys"]) == ["2"]
    written = b"".join(path.read_bytes() for path in backup.iterdir())
    assert encoded(b"2" * 32).encode() not in written
    assert {path.stat().st_mode & 0o077 for path in (backup, *backup.iterdir())} == {0}
