"""The kaiban command: serve, tick, migrate, check, ask, verify and keep."""

from argparse import ArgumentParser
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from service.cli import bench, clauses, keeping, people, retention, rules, serving, verifying
from service.cli.surroundings import complain
from service.commands.keeping.keys import KeysNotReady
from service.commands.keeping.manifest import BackupUnusable
from service.commands.people.newcomers import NotAdded
from service.domain.refusals import FolderRefused, Refusal
from service.settings import NotReady

REFUSED, BROKEN = 1, 3


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words say; the exit code says whether it was done."""
    parser = ArgumentParser(prog="kaiban", description="开班通 · subsidised vocational training")
    commands = parser.add_subparsers(title="commands", required=True, metavar="command")
    for room in (serving, rules, clauses, people, verifying, retention, keeping, bench):
        room.offer(commands)
    asked = parser.parse_args(words)
    try:
        done: int = asked.do(asked)
    except (NotReady, NotAdded, BackupUnusable, KeysNotReady) as lacking:
        complain(str(lacking))
        return REFUSED
    except FolderRefused as refused:
        complain("\n".join([refused.sentence.en, *refused.findings]))
        return REFUSED
    except Refusal as refused:
        complain(refused.sentence.en)
        return REFUSED
    except SQLAlchemyError as broken:
        complain(f"The database refused or does not answer ({type(broken).__name__}).")
        return BROKEN
    except KeyboardInterrupt:
        return 130
    return done
