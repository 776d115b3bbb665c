"""The kaiban command as an operator meets it: a process of its own, words in, words out."""

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import INDEX_KEY, KEYS

ROOT = Path(__file__).parents[2]
KAIBAN = (sys.executable, "-W", "error", "-m", "service.cli")
OURS = ("KAIBAN_", "DATABASE_URL", "SMTP_URL", "PROMETHEUS_")
PATIENCE = 60


def encoded(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


@dataclass
class Terminal:
    """A shell in which the settings of one installation are set."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        own = {"KAIBAN_HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        return kept | own | self.settings

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*KAIBAN, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
        )

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """A command that goes on until it is told to stop."""
        process = subprocess.Popen(
            [*KAIBAN, *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


def production(home: Path, database: str) -> Terminal:
    """A terminal of an installation in production, with its own secrets."""
    ring = ",".join(f"{number}:{encoded(key)}" for number, key in KEYS.items())
    return Terminal(
        home,
        {
            "KAIBAN_MODE": "production",
            "DATABASE_URL": database,
            "KAIBAN_SECRET_KEY": "a secret for tests",
            "KAIBAN_KEYS": ring,
            "KAIBAN_INDEX_KEY": encoded(INDEX_KEY),
        },
    )
