"""What the security log hears of copies of the house: that one was made, that one was put back."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.commands.keeping.manifest import Manifest
from service.commands.people import security
from service.records.security import SecurityEntry
from service.records.transaction import write_transaction

MADE, PUT_BACK = "backup_made", "restored"


def backup_made(session: Session, manifest: Manifest) -> None:
    """A copy of everything now lies somewhere else."""
    _note(session, MADE, manifest)


def restored(session: Session, manifest: Manifest) -> None:
    """The house goes on from a copy; what came after it is gone."""
    _note(session, PUT_BACK, manifest)


def last_backup(session: Session) -> datetime | None:
    """When the last backup was made, if ever one was."""
    asked = select(func.max(SecurityEntry.at)).where(SecurityEntry.act == MADE)
    return session.scalar(asked)


def _note(session: Session, act: str, manifest: Manifest) -> None:
    about = {
        "taken_at": manifest.taken_at.isoformat(),
        "rows": manifest.rows,
        "documents": len(manifest.documents),
        "revision": manifest.picture.revision,
    }
    with write_transaction(session):
        security.note(session, act, actor=None, about=about)
