"""The sums kept beside the ledger, added up again: every one that is not what it should be."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from service.domain.budget import Drawn
from service.records import budget as budgets
from service.records import ledger_day
from service.records.incident import Incident, open_of_kind
from service.records.transaction import write_transaction

BOOKS = "books"


def broken_sums(session: Session) -> Iterator[str]:
    """Every budget and every day whose sums are not those of the entries."""
    yield from _budgets(session)
    kept, counted = ledger_day.kept(session), ledger_day.counted(session)
    for key in sorted(kept.keys() | counted.keys()):
        if kept.get(key) != counted.get(key):
            *place, day, debit, credit = key
            said = f"{' '.join(map(str, place))} {day} {debit} from {credit}"
            yield f"day {said}: kept {kept.get(key)}, the entries come to {counted.get(key)}"


def _budgets(session: Session) -> Iterator[str]:
    drawn, decided = budgets.drawn_by_entries(session), budgets.decided_fen(session)
    for one in budgets.all_budgets(session):
        appropriated, carried = decided.get(one.id, (0, 0))
        whole = drawn.pop(one.key, Drawn()) + Drawn(committed_fen=carried)
        wanted = {"appropriated_fen": appropriated} | {
            name: getattr(whole, name) for name in budgets.DRAWN
        }
        for name, fen in wanted.items():
            if getattr(one, name) != fen:
                yield f"budget {one.key}: {name} kept {getattr(one, name)}, comes to {fen}"
    yield from (f"budget {key} is missing" for key, one in drawn.items() if one != Drawn())


def note_nightly(session: Session, now: datetime, found: Callable[[Session], Iterator[str]]) -> int:
    """What the night found wrong is an incident until a night finds nothing; how many there are."""
    wrong = list(found(session))
    session.rollback()
    with write_transaction(session):
        noted = {one.detail: one for one in open_of_kind(session, BOOKS)}
        for sentence in wrong:
            row = noted.pop(sentence, None)
            if row is None:
                session.add(Incident(case_id=None, at=now, kind=BOOKS, detail=sentence))
            else:
                row.tries += 1
        for mended in noted.values():
            mended.closed_at = now
    return len(wrong)
