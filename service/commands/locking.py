"""Taking hold of a case: the row, the time, and the rule books it is judged by."""

from sqlalchemy.orm import Session

from service.commands.clocks import Clock
from service.commands.dossier import Books, Dossier
from service.commands.facts import open_with_facts
from service.commands.library import LIBRARY
from service.domain.orders import KeyedRequest
from service.domain.permissions import Actor
from service.domain.refusals import NotVisible
from service.records.hold import hold


class Overdue(Exception):
    """Something on the case is due; it happens before the order does."""

    def __init__(self, case_id: int) -> None:
        super().__init__(case_id)
        self.case_id = case_id


def open_dossier(
    session: Session,
    case_id: int | None = None,
    *,
    number: str | None = None,
    actor: Actor,
    clock: Clock,
    keyed: KeyedRequest | None = None,
) -> Dossier:
    """Lock the case and open its dossier; time never runs backwards on a case."""
    held = hold(
        session,
        case_id=case_id,
        number=number,
        key=keyed.key if keyed else None,
        person_id=keyed.person_id if keyed else None,
    )
    if held is None:
        raise NotVisible
    newest, calendar = LIBRARY.named(
        session, held.case.jurisdiction, digest=held.published, version=held.calendar
    )
    return open_with_facts(
        session=session,
        case=held.case,
        now=max(clock.now(session, held.now), held.case.last_at),
        actor=actor,
        books=Books(LIBRARY.book(session, held.case.bundle_hash), newest, calendar),
        seq=held.case.history_seq + 1,
        steps={step.key: step for step in held.steps},
        filed=held.opening,
        acted=held.acted,
        answered=held.answered,
        free_hands=held.free_hands,
    )
