"""Terminals: of the demo, and of an installation in production."""

import pytest

from tests.cli.terminal import Terminal, production


@pytest.fixture
def terminal(tmp_path) -> Terminal:
    """The demo's, where nothing has been set."""
    return Terminal(tmp_path / "home")


@pytest.fixture
def installed(database, tmp_path) -> Terminal:
    """Of a production whose database is up to date."""
    return production(tmp_path, database.url)
