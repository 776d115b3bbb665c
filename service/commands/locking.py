"""Taking hold of a case: the row, the time, and the rule books it is judged by."""

from sqlalchemy.orm import Session

from service.commands.clocks import Clock
from service.commands.dossier import Books, Dossier
from service.commands.facts import open_with_facts
from service.commands.library import LIBRARY
from service.domain.permissions import Actor
from service.domain.refusals import NotVisible
from service.records.case import Case, lock_case


def open_dossier(session: Session, case_id: int, *, actor: Actor, clock: Clock) -> Dossier:
    """Lock the case and open its dossier; time never runs backwards on a case."""
    locked = lock_case(session, case_id)
    if locked is None:
        raise NotVisible
    case, database_time = locked
    now = max(clock.now(session, database_time), case.last_at)
    return open_with_facts(
        session=session,
        case=case,
        now=now,
        actor=actor,
        books=books_of(session, case),
        seq=case.history_seq + 1,
    )


def books_of(session: Session, case: Case) -> Books:
    """The case's own diagrams, and the newest values and calendar."""
    newest, calendar = LIBRARY.in_force(session, case.jurisdiction)
    return Books(pinned=LIBRARY.book(session, case.bundle_hash), newest=newest, calendar=calendar)
