"""Backing the house up, putting it back elsewhere, and renewing its keys."""

from argparse import ArgumentTypeError, Namespace
from datetime import UTC, datetime
from pathlib import Path

from service.cli.surroundings import Commands, Ground, complain, ground, say
from service.commands.keeping import backup as backups
from service.commands.keeping import restore as restores
from service.commands.keeping.papers import NoPapers, Papers
from service.settings import NotReady

WRONG = 2


def offer(commands: Commands) -> None:
    """Offer the commands of this room."""
    backup = commands.add_parser("backup", help="records and documents, while the house works")
    backup.add_argument("--to", type=Path, required=True, help="the folder of the backups")
    backup.add_argument("--keep", type=_some, help="drop the oldest until so many are left")
    backup.set_defaults(do=back_up)
    restore = commands.add_parser("restore", help="put a backup back into an empty house")
    restore.add_argument(
        "--from", dest="origin", type=Path, required=True, help="a backup, or the folder of them"
    )
    restore.add_argument("--force", action="store_true", help="drop what stands there now")
    restore.add_argument("--check", action="store_true", help="only say whether it is whole")
    restore.set_defaults(do=put_back)


def back_up(asked: Namespace) -> int:
    """Make a backup; then drop the oldest, if so asked."""
    with ground() as standing:
        now = datetime.now(UTC)
        place = backups.back_up(standing.engine, papers(standing), asked.to, now=now)
    say(f"{place}")
    for gone in backups.prune(asked.to, keep=asked.keep) if asked.keep else ():
        say(f"dropped {gone}")
    return 0


def put_back(asked: Namespace) -> int:
    """Put a backup back, and say it is done when everything was read again and fits."""
    with ground(migrated=False) as standing:
        found = folder, manifest = restores.find(asked.origin)
        documents = len(manifest.documents)
        say(f"{folder}: {manifest.rows} rows, {documents} documents, {manifest.taken_at:%F %T}Z")
        restores.require_fit(manifest, standing.engine)
        if asked.check:
            return 0
        kept = papers(standing)
        try:
            restores.put_back(standing.engine, kept, found, force=asked.force)
        except restores.NotEmpty as full:
            raise NotReady(f"{full} Nothing was touched; --force drops it.") from full
        wrong = list(restores.misfits(standing.engine, kept, manifest))
    for sentence in wrong:
        say(sentence)
    if wrong:
        complain(f"restore: {len(wrong)} 处不符 · do not fit")
        return WRONG
    say("history, books and documents: 相符 · all fit")
    return 0


def papers(_standing: Ground) -> Papers:
    """Where this installation keeps its documents."""
    return NoPapers()


def _some(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError(f"{text} is not a number from 1 on")
    return int(text)
