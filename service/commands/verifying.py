"""Reading history and books again from the first entry: what no longer fits is named."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from service.commands.record import content
from service.domain.history import first_broken
from service.domain.ledger import Transfer, broken_invariants
from service.records.case import Case, case_ids
from service.records.history import history_of
from service.records.ledger import entries_of
from service.records.opening import ClassOpening


def broken_histories(session: Session) -> Iterator[str]:
    """Every case whose chain of entries was tampered with, and the first entry that shows it."""
    for case_id in _all_cases(session):
        entries = history_of(session, case_id)
        broken = first_broken([(row.previous, content(row), row.digest) for row in entries])
        if broken is not None:
            yield f"case {case_id}: entry {entries[broken].seq} does not fit the one before it"
        case = session.get_one(Case, case_id)
        if broken is None and (case.history_head != entries[-1].digest):
            yield f"case {case_id}: the last entries are missing"
        session.expire_all()


def broken_books(session: Session) -> Iterator[str]:
    """Every case whose ledger breaks one of the rules that always hold."""
    for case_id in _all_cases(session):
        opening = session.get(ClassOpening, case_id)
        transfers = [
            Transfer(
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
            for row in entries_of(session, case_id)
        ]
        for sentence in broken_invariants(
            transfers,
            approved_fen=opening.approved_total_fen if opening else None,
            advance_cap_fen=opening.advance_fen if opening else None,
        ):
            yield f"case {case_id}: {sentence}"
        session.expire_all()


def _all_cases(session: Session) -> Iterator[int]:
    after = 0
    while page := case_ids(session, after=after):
        yield from page
        after = page[-1]
