"""The numbered steps that bring a database from empty to the tables as they are now."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
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
    """Whether this code can work on the database: its own tables, or ones only added to since."""
    found = MigrationContext.configure(session.connection()).get_current_revision() or ""
    return found >= expanded() and (is_known(found) or _still_serves(session))


def _still_serves(session: Session) -> bool:
    """A newer kaiban says from which step of the tables on code may still work on them."""
    oldest = session.execute(text("SELECT revision FROM oldest_code")).scalar()
    return oldest is None or oldest <= head()


def expand(engine: Engine) -> None:
    """Add what this code needs; whatever older code needs stays as it is."""
    upgrade(engine, expanded())


def contract(engine: Engine) -> None:
    """Take away what no code needs any more, and say from which step on code may work here."""
    upgrade(engine)
    taken = max(contracting(), default=None)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM oldest_code")
        if taken is not None:
            words = text("INSERT INTO oldest_code (id, revision) VALUES (1, :taken)")
            connection.execute(words, {"taken": taken})


def contracting() -> frozenset[str]:
    """The steps that take something away: a step says so with `contracts = True`."""
    steps = ScriptDirectory(str(FOLDER)).walk_revisions()
    return frozenset(one.revision for one in steps if getattr(one.module, "contracts", False))


def expanded() -> str:
    """The last step that only adds: what takes away comes at the end of a release."""
    steps = [one.revision for one in ScriptDirectory(str(FOLDER)).walk_revisions()]
    return next(one for one in steps if one not in contracting())


@cache
def head() -> str:
    """The number of the last step."""
    return ScriptDirectory(str(FOLDER)).get_current_head() or ""


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["engine"] = engine
    return config
