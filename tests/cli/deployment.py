"""Kaiban as deploy/ runs it, on loopback: pages and clocks in several processes, one PostgreSQL."""

import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from subprocess import Popen
from typing import Any

from sqlalchemy import update

from service.records.database import database_now
from service.records.demo import DemoShift
from tests.cli.terminal import PATIENCE, Terminal
from tests.front_office import Office

PROCESSES, CLOCKS = 2, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What one of the servers said."""

    status: int
    body: Any


@dataclass
class Deployment:
    """Where the servers listen, and everything that was started."""

    office: Office
    addresses: tuple[str, ...]
    started: list[Popen[str]]

    def call(self, address: str, role: str, path: str, body: Any, **headers: str) -> Answer:
        """One write over the network."""
        token = self.office.token(role)
        sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = urllib.request.Request(
            f"http://{address}/api{path}", json.dumps(body).encode(), sent | named
        )
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                return Answer(answer.status, json.load(answer))
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, json.load(refused))

    def everywhere(self, role: str, path: str, body: Any, **headers: str) -> list[Answer]:
        """The same write to every server at the same moment."""
        self.office.token(role)
        with ThreadPoolExecutor(len(self.addresses)) as hands:
            return list(
                hands.map(
                    lambda address: self.call(address, role, path, body, **headers),
                    self.addresses,
                )
            )

    def in_turns(self) -> Iterator[str]:
        """The addresses, one after the other, for ever."""
        return cycle(self.addresses)

    def move_to(self, moment: datetime) -> None:
        """Move the time of all processes: it stands in the database."""
        with self.office.records() as session:
            ahead = moment - database_now(session)
            session.execute(update(DemoShift).values(seconds=int(ahead.total_seconds())))
            session.commit()

    def stop(self) -> list[int]:
        """Tell everything to stop; how each left."""
        for process in self.started:
            process.terminate()
        for process in self.started:
            process.communicate(timeout=PATIENCE)
        return [process.returncode for process in self.started]


@contextmanager
def deployed(
    office: Office, terminal: Terminal, settings: Mapping[str, str]
) -> Iterator[Deployment]:
    """Two servers of two processes each, and two clocks."""
    terminal.settings |= settings
    with ExitStack() as running:
        addresses, started = [], []
        for _ in range(2):
            addresses.append(free_address())
            words = ("serve", "--bind", addresses[-1], "--processes", str(PROCESSES))
            started.append(running.enter_context(terminal.running(*words, "--threads", "4")))
        for address in addresses:
            wait_for(address)
        clocks = [running.enter_context(terminal.running("worker")) for _ in range(CLOCKS)]
        for clock in clocks:
            wait_to_hear(clock, "The clock is ticking.")
        started += clocks
        yield Deployment(office, tuple(addresses), started)


def wait_to_hear(process: Popen[str], words: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return
    raise EOFError(words)


def free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"127.0.0.1:{free.getsockname()[1]}"


def wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://{address}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)
