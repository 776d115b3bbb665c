"""The numbered steps that bring a database from empty to the tables as they are now."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.orm import Session

FOLDER = Path(__file__).parent


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database up to a revision, without the command line."""
    command.upgrade(_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take a database back to a revision."""
    command.downgrade(_config(engine), revision)


def is_known(revision: str) -> bool:
    """Whether a revision is one of the steps of this code."""
    return revision in {step.revision for step in ScriptDirectory(str(FOLDER)).walk_revisions()}


def is_current(session: Session) -> bool:
    """Whether the database has the tables this code was written for."""
    found = MigrationContext.configure(session.connection()).get_current_revision()
    return found == head()


@cache
def head() -> str:
    """The number of the last step."""
    return ScriptDirectory(str(FOLDER)).get_current_head() or ""


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["engine"] = engine
    return config
