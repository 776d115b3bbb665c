"""A real Chromium before a real server; where there is none, that is said loudly."""

import os
import shutil
from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import make_server

from service.app import Quiet
from service.records import open_engine
from tests.browser.clerk import PATIENCE_MS, Desks
from tests.conftest import Database
from tests.front_office import Office, Story, open_office
from tests.quick import remember_statements

# The same browser without a window of its own, where there is one, is twice as quick.
NAMES = ("chromium-headless-shell", "chromium")
CHROMIUM = os.environ.get("KAIBAN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
NO_CHROMIUM = (
    "NO CHROMIUM: install it (Debian: chromium-headless-shell) or name it in KAIBAN_CHROMIUM"
)
SWITCHES = (
    *("--no-sandbox", "--headless", "--disable-gpu", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)

# A machine that is busy with something else is no fault of the page.
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("KAIBAN_REQUIRE_ALL") == "1":
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture
def database(request, key_ring) -> Iterator[Database]:
    # One kind of database is enough where the page is what is looked at.
    kind = getattr(request, "param", "sqlite")
    with request.getfixturevalue(f"fresh_{kind}")() as url:
        engine = remember_statements(open_engine(url))
        yield Database(kind, url, engine)
        engine.dispose()


@pytest.fixture
def office(database) -> Iterator[Office]:
    opened = open_office(database)
    opened.app.config["WTF_CSRF_ENABLED"] = True
    yield opened
    opened.close()


@pytest.fixture
def address(office) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, office.app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def story(office) -> Story:
    return Story.of(office)


@pytest.fixture
def desks(chromium, address, office) -> Iterator[Desks]:
    opened = Desks(chromium, address, office)
    yield opened
    opened.close()


def pytest_terminal_summary(terminalreporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_CHROMIUM in str(report.longrepr) for report in skipped):
        terminalreporter.section(NO_CHROMIUM, sep="!", red=True, bold=True)
