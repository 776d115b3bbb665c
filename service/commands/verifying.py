"""Reading history and books again from the first entry: what no longer fits is named."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from service.commands.batches.verifying import broken_batches
from service.commands.budgets.verifying import broken_sums
from service.commands.paying.book import OPENING
from service.commands.record import content
from service.domain.books import Key, as_acts, of_payment, of_recovery, wrong_entries
from service.domain.history import PAPERS, first_broken, papers_amiss
from service.domain.ledger import Transfer, broken_invariants
from service.records.case import Case, case_ids
from service.records.document import documents_of
from service.records.history import history_of
from service.records.ledger import LedgerEntry, entries_of
from service.records.opening import ClassOpening
from service.records.payment import payments_of
from service.records.payment_line import parts_of, results_of
from service.records.recovery_ways import acts_of


def broken_histories(session: Session) -> Iterator[str]:
    """Every case whose chain of entries was tampered with, and the first entry that shows it."""
    for case_id in _all_cases(session):
        entries = history_of(session, case_id)
        broken = first_broken([(row.previous, content(row), row.digest) for row in entries])
        if broken is not None:
            yield f"case {case_id}: entry {entries[broken].seq} does not fit the one before it"
        case = session.get_one(Case, case_id)
        if broken is None and case.history_head != (entries[-1].digest if entries else ""):
            yield f"case {case_id}: the last entries are missing"
        told = {row.seq: row.outcome.get(PAPERS, {}) for row in entries}
        kept = [
            (row.reference, row.handed_in_seq, row.sha256) for row in documents_of(session, case_id)
        ]
        for reference in papers_amiss(told, kept):
            yield f"case {case_id}: document {reference} is not the one that was handed in"
        session.expire_all()


def broken_books(session: Session) -> Iterator[str]:
    """Every case whose ledger does not fit its payments, or breaks a rule that always holds."""
    for case_id in _all_cases(session):
        opening = session.get(ClassOpening, case_id)
        told = [(row.id, row.history_seq, _transfer(row)) for row in entries_of(session, case_id)]
        wrong = wrong_entries(as_acts(told), _expected(session, case_id, opening))
        sentences = broken_invariants(
            [transfer for *_, transfer in told],
            approved_fen=opening.approved_total_fen if opening else None,
            advance_cap_fen=opening.advance_fen if opening else None,
        )
        yield from (f"case {case_id}: {sentence}" for sentence in (*wrong, *sentences))
        session.expire_all()


def all_books(session: Session) -> Iterator[str]:
    """What does not hold in the books of the cases, in the sums kept beside them, in batches."""
    yield from broken_books(session)
    yield from broken_sums(session)
    yield from broken_batches(session)


def _transfer(row: LedgerEntry) -> Transfer:
    return Transfer(
        debit=row.debit,
        credit=row.credit,
        fen=row.fen,
        kind=row.kind,
        stage=row.stage,
        line=row.line,
        attempt=row.attempt,
        fund=row.fund,
        clause=row.clause,
    )


def _expected(session: Session, case_id: int, opening: ClassOpening | None) -> dict[Key, int]:
    expected: dict[Key, int] = {}
    if opening is not None and opening.approved_total_fen:
        expected["COMMIT", OPENING, 1] = opening.approved_total_fen
    payments = payments_of(session, case_id)
    ids = [paid.id for paid in payments]
    parts, results = parts_of(session, ids), results_of(session, ids)
    for paid in payments:
        expected |= of_payment(
            paid.stage,
            paid.attempt,
            state=paid.state,
            fen=paid.amount_fen,
            parts=parts[paid.id],
            results=results[paid.id],
        )
    return expected | of_recovery(acts_of(session, case_id))


def _all_cases(session: Session) -> Iterator[int]:
    after = 0
    while page := case_ids(session, after=after):
        yield from page
        after = page[-1]
