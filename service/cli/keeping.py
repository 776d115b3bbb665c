"""Backing the house up, putting it back elsewhere, and renewing its keys."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

from service.cli.surroundings import Commands, Ground, complain, ground, say
from service.commands.keeping import backup as backups
from service.commands.keeping import erased_since, noting
from service.commands.keeping import keys as keyring
from service.commands.keeping import manifest as manifests
from service.commands.keeping import restore as restores
from service.commands.keeping.manifest import Agreed
from service.commands.papers.cabinet import cabinet
from service.records.database import database_now
from service.records.seal import key_ring
from service.records.storage import Storage
from service.settings import NotReady, from_environment

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
    keys = commands.add_parser("keys", help="the keys that seal personal data")
    of_keys = keys.add_subparsers(required=True, metavar="status | new | rotate")
    status = of_keys.add_parser("status", help="how many values lie under each key")
    status.set_defaults(do=tell_keys)
    of_keys.add_parser("new", help="a fresh key, said once").set_defaults(do=make_key)
    renew = of_keys.add_parser("rotate", help="seal everything anew under the newest key")
    renew.set_defaults(do=renew_seals)


def back_up(asked: Namespace) -> int:
    """Make a backup; then drop the oldest, if so asked."""
    with ground() as standing:
        with standing.session() as session:
            now = database_now(session)
        place = backups.back_up(standing.engine, storage(), asked.to, now=now)
        rotten = manifests.rotten(manifests.read(place))
        with standing.session() as session:
            noting.backup_made(session, manifests.read(place))
    say(f"{place}")
    for key in rotten:
        complain(f"document {key} is not what was stored; it was backed up as it is")
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
        kept = storage()
        erased = [*erased_since.agreed(standing.engine), *erased_since.told_beside(folder)]
        try:
            restores.put_back(standing.engine, kept, found, force=asked.force)
        except restores.NotEmpty as full:
            raise NotReady(f"{full} Nothing was touched; --force drops it.") from full
        wrong = list(restores.misfits(standing.engine, kept, manifest))
        if not wrong:
            with standing.session() as session:
                noting.restored(session, manifest)
            wrong = [*_erase_again(standing, erased)]
            wrong += restores.misfits(standing.engine, kept, manifest)
    for sentence in wrong:
        say(sentence)
    if wrong:
        complain(f"restore: {len(wrong)} 处不符 · do not fit")
        return WRONG
    say("history, books and documents: 相符 · all fit")
    return 0


def _erase_again(standing: Ground, erased: Iterable[Agreed]) -> Iterator[str]:
    """What was erased since the backup was made came back with it; what has to wait is told."""
    with standing.session() as session:
        for one in erased_since.again(session, erased, standing.clock):
            told = f"erasure confirmed on {one.confirmed_on}, {one.cases} cases"
            if one.lacking:
                yield f"{told}: {one.lacking}"
            else:
                say(f"{told}: 已再次删除 · erased again")


def tell_keys(_asked: Namespace) -> int:
    """How many values lie under each key, and which keys may go."""
    with ground() as standing:
        ring, counted = key_ring(), keyring.values_under(standing.engine)
        documents = keyring.documents_under(standing.engine)
    for number in sorted(counted.keys() | ring.checks.keys()):
        sealing = " · seals" if number == ring.newest else ""
        missing = "" if number in ring.checks else " · NOT ON THE RING"
        papers = f" · documents {documents[number]}" if documents[number] else ""
        idle = not counted[number] and number != ring.newest
        say(f"{number}: {counted[number]}{papers}{sealing}{missing}{' · may go' if idle else ''}")
    return WRONG if counted.keys() - ring.checks.keys() else 0


def make_key(_asked: Namespace) -> int:
    """A fresh key under the next number, to be added to KAIBAN_KEYS."""
    say(keyring.new_key(from_environment().keys))
    return 0


def renew_seals(_asked: Namespace) -> int:
    """Seal anew; whoever breaks it off goes on later where it stopped."""
    with ground() as standing:
        done = keyring.rotate(standing.engine)
        newest = key_ring().newest
    say(f"{done} values sealed anew under key {newest}.")
    return 0


def storage() -> Storage:
    """Where this installation keeps its documents."""
    return cabinet().storage


def _some(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError(f"{text} is not a number from 1 on")
    return int(text)
