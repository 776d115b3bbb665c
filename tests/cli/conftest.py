"""Terminals: processes of their own where something goes on, else the command's own front."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from service.cli import main
from tests.cli.terminal import OURS, Terminal, production


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


Kaiban = Callable[..., Said]


@pytest.fixture
def installed(database, tmp_path) -> Terminal:
    """Of a production whose database is up to date."""
    return production(tmp_path, database.url)


@pytest.fixture
def kaiban(tmp_path, monkeypatch, capsys) -> Kaiban:
    """The command where nothing has been set, or where a terminal's settings are."""

    def run(*words: str, at: Terminal | None = None, **more: str) -> Said:
        given = {"KAIBAN_HOME": str(tmp_path / "home")} | (at.settings if at else {}) | more
        with monkeypatch.context() as here:
            for name in [name for name in os.environ if name.startswith(OURS)]:
                here.delenv(name)
            for name, value in given.items():
                here.setenv(name, value)
            capsys.readouterr()
            try:
                code = main(words)
            except SystemExit as left:
                code = int(left.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run
