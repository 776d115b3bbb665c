"""The house as deploy/ runs it: two web processes behind a proxy, two clocks, one PostgreSQL."""

import os
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from subprocess import Popen

from tests.cli.deployment import free_address, wait_for
from tests.cli.terminal import KAIBAN, PATIENCE, ROOT, Terminal
from tests.web.reading import Page

NAME = "kaiban.example"
GUNICORN = (
    str(Path(sys.executable).with_name("gunicorn")),
    *("--config", str(ROOT / "deploy/gunicorn.conf.py")),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a web process said."""

    status: int
    location: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    @property
    def page(self) -> Page:
        page = Page()
        page.feed(self.text)
        return page


@dataclass
class Browser:
    """A browser at the proxy, which sends each request to the next web process that answers."""

    addresses: tuple[str, ...]
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._turn = cycle(self.addresses)

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        """One request; where a process is gone the proxy goes to the other."""
        for _ in self.addresses:
            try:
                return self._send(next(self._turn), method, path, body)
            except (ConnectionRefusedError, ConnectionResetError):
                # Gone, or its door is falling shut: nobody has read what was sent there.
                continue
        raise ConnectionRefusedError

    def _send(self, address: str, method: str, path: str, body: str | None) -> Answer:
        line = HTTPConnection(address, timeout=PATIENCE)
        headers = {
            "Host": NAME,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.7",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": f"https://{NAME}{path}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line.request(method, path, body, headers)
        answer = line.getresponse()
        for given in answer.headers.get_all("Set-Cookie", []):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        content = answer.read()
        line.close()
        return Answer(answer.status, answer.headers.get("Location") or "", content)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def hand_in(self, path: str, answers: Mapping[str, object], *, on: str = "") -> Answer:
        """Draw the form's page at one process and hand it in at the next."""
        drawn = self.get(on or path).page.fields
        hidden = {name: v for name, v in drawn.items() if name.startswith("_")}
        posted = {"csrf_token": drawn["csrf_token"], **hidden, **answers}
        return self.ask("POST", path, urllib.parse.urlencode(posted, doseq=True))


@dataclass
class Running:
    """What was started, by its place."""

    webs: dict[str, Popen[str]]
    clocks: list[Popen[str]]

    def browser(self) -> Browser:
        return Browser(tuple(self.webs))


def vanish(process: Popen[str]) -> None:
    """Killed with all its children, as when a machine stops."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


@contextmanager
def two_of_each(terminal: Terminal) -> Iterator[Running]:
    """Everything answers and ticks."""
    with ExitStack() as house:
        webs = {}
        for _ in range(2):
            address = free_address()
            given = {"KAIBAN_BIND": address, "KAIBAN_WEB_PROCESSES": "1"}
            webs[address] = house.enter_context(_started(terminal, GUNICORN, given))
        worker = (*KAIBAN, "worker")
        clocks = [house.enter_context(_started(terminal, worker, {})) for _ in range(2)]
        for address in webs:
            wait_for(address)
        yield Running(webs, clocks)


@contextmanager
def _started(
    terminal: Terminal, words: tuple[str, ...], given: Mapping[str, str]
) -> Iterator[Popen[str]]:
    process = Popen(
        words,
        cwd=ROOT,
        env={**terminal.environment, **given},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            vanish(process)


def soon(found: object, seconds: float = PATIENCE) -> bool:
    """Whether it comes true within a while."""
    assert callable(found)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found():
            return True
        time.sleep(0.2)
    return False
