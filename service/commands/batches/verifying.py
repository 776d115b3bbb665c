"""The batches read again: their sums, what was signed, and that the ledger has every line."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from service.domain.batch import digest
from service.records import batches_amiss as amiss
from service.records.payment_batch import signed_items


def broken_batches(session: Session) -> Iterator[str]:
    """Every batch and every line of one that says something else than it should."""
    for number, kept, come in amiss.wrong_totals(session):
        yield (
            f"batch {number}: kept {kept.lines} lines of {kept.fen} fen,"
            f" they come to {come.lines} of {come.fen}"
        )
    for batch in amiss.signed(session):
        if digest(signed_items(session, batch.id)) != batch.digest:
            yield f"batch {batch.number}: its lines are not those that were approved"
    for number, no, state in amiss.unbooked(session):
        yield f"batch {number}: line {no} is {state}, the ledger does not have it so"
