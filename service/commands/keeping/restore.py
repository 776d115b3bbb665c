"""Putting a backup back: only where nothing stands, and not done before everything fits."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from service.commands.keeping import manifest as manifests
from service.commands.keeping.backup import newest
from service.commands.keeping.manifest import DOCUMENTS, BackupUnusable, Manifest, kept_as
from service.commands.people.security import broken_log
from service.commands.verifying import all_books, broken_histories
from service.records import snapshots
from service.records.document import storage_keys
from service.records.loose_file import LooseFile
from service.records.migrations import is_known, upgrade
from service.records.seal import key_ring
from service.records.storage import Storage
from service.records.transaction import write_transaction


class NotEmpty(BackupUnusable):
    """There is something where the backup is to be put back."""


def find(given: Path) -> tuple[Path, Manifest]:
    """The backup in a folder, or the newest of those in it; whole, or it is refused."""
    folder = given if (given / manifests.NAME).exists() else newest(given) or given
    manifest = manifests.read(folder)
    manifests.require_whole(manifest, folder)
    return folder, manifest


def require_fit(manifest: Manifest, engine: Engine) -> None:
    """This kaiban, this kind of database and this key ring can do something with it."""
    kind, ring = engine.dialect.name, key_ring()
    if manifest.picture.kind != kind:
        raise BackupUnusable(f"It is a backup of {manifest.picture.kind}, this is {kind}.")
    if not is_known(manifest.picture.revision):
        raise BackupUnusable(
            f"Its tables are of step {manifest.picture.revision}, which this kaiban does not "
            f"know: take the version that made it, {manifest.kaiban}, or a newer one."
        )
    for number, check in manifest.keys.items():
        if ring.checks.get(number) != check:
            raise BackupUnusable(f"Key {number} of KAIBAN_KEYS is missing or is not the same.")
    if ring.index_check != manifest.index_key:
        raise BackupUnusable("KAIBAN_INDEX_KEY is not the one of the backup.")


def put_back(
    engine: Engine, storage: Storage, found: tuple[Path, Manifest], *, force: bool = False
) -> None:
    """Fill the empty house from the backup and bring its tables up to date."""
    folder, manifest = found
    require_fit(manifest, engine)
    there = snapshots.filled(engine)
    if there and not force:
        held = ", ".join(f"{name} {rows}" for name, rows in sorted(there.items()))
        raise NotEmpty(f"The database is not empty: {held}.")
    snapshots.clear(engine)
    snapshots.put_back(engine, manifest.picture, folder)
    upgrade(engine)
    _forget_what_was_on_its_way(engine)
    for part in manifest.documents:
        with (folder / DOCUMENTS / kept_as(part.name)).open("rb") as content:
            storage.put(part.name, content)


def _forget_what_was_on_its_way(engine: Engine) -> None:
    """What was being taken in then may be a document of another house by now."""
    with Session(engine) as session, write_transaction(session):
        session.execute(delete(LooseFile).where(LooseFile.erased.is_(False)))


def misfits(engine: Engine, storage: Storage, manifest: Manifest) -> Iterator[str]:
    """What does not fit in the house as it was put back."""
    with Session(engine) as session:
        yield from broken_histories(session)
        yield from broken_log(session)
        yield from all_books(session)
        missing = storage_keys(session) - {key for key, _ in storage.kept()}
    yield from (f"document {key} is missing" for key in sorted(missing))
    yield from (f"document {key} is not what was stored" for key in manifests.rotten(manifest))
