"""Every document held against its digest, and what lies in the storage for nobody."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.papers import documents
from service.domain.refusals import DocumentDamaged, TryAgain
from service.records.database import database_now
from service.records.document import Document


def broken_documents(session: Session) -> Iterator[str]:
    """Each document that is missing, altered or out of reach."""
    asked = select(Document).where(Document.storage_key.is_not(None)).order_by(Document.id)
    for found in session.scalars(asked.execution_options(yield_per=100)):
        try:
            for _piece in documents.clear(found):
                pass
        except DocumentDamaged:
            yield f"{found.reference} of case {found.case_id}: missing or altered"
        except TryAgain:
            yield f"{found.reference} of case {found.case_id}: the storage does not answer"


def drop_unclaimed(session: Session) -> int:
    """Drop what no row has named for a day; how many there were."""
    dropped = 0
    for key in documents.unclaimed(session, database_now(session) - documents.YOUNG):
        dropped += documents.remove(key)
    return dropped
