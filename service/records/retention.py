"""What of ended cases is still there: asked in pages, and of one person by blind index alone."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from service.domain.personal_data import BESIDE
from service.records.case import Case
from service.records.document import Document
from service.records.draft import Draft
from service.records.erasure import Erased
from service.records.history import HistoryEntry
from service.records.opening import ClassOpening
from service.records.payment import Payment
from service.records.person import Person
from service.records.recovery import Recovery
from service.records.roster import RosterLine


class Ended(NamedTuple):
    """One case that has ended, when it did, and whether money of it is still to come back."""

    case_id: int
    number: str
    jurisdiction: str
    ended_at: datetime
    owes: bool


_OWES = exists().where(Recovery.case_id == Case.id, Recovery.repaid_fen < Recovery.amount_fen)
_ENDED = (
    # A look at the case, or an erasure, comes after its end and does not prolong it.
    select(func.max(HistoryEntry.at))
    .where(HistoryEntry.case_id == Case.id, HistoryEntry.order.not_in(BESIDE))
    .scalar_subquery()
)


def ended_cases(session: Session, *, after: int = 0, limit: int = 500) -> list[Ended]:
    """The next cases that have ended, oldest first."""
    rows = session.execute(
        select(Case.id, Case.number, Case.jurisdiction, _ENDED, _OWES)
        .where(Case.finished.is_not(None), Case.id > after)
        .order_by(Case.id)
        .limit(limit)
    )
    return [Ended(*row) for row in rows]


def ended_case(session: Session, case_id: int) -> Ended | None:
    """One case, if it has ended."""
    found = session.execute(
        select(Case.id, Case.number, Case.jurisdiction, _ENDED, _OWES).where(
            Case.finished.is_not(None), Case.id == case_id
        )
    ).first()
    return Ended(*found) if found else None


def still_there(session: Session, case_ids: Collection[int]) -> set[tuple[int, str]]:
    """What these cases hold of each kind and was not erased yet."""
    wanted = Case.id.in_(case_ids)
    holds = {
        "identity": select(Case.id).where(wanted),
        "account": select(Case.id).where(
            wanted,
            or_(
                exists().where(
                    ClassOpening.case_id == Case.id, ClassOpening.payee_account.is_not(None)
                ),
                exists().where(Payment.case_id == Case.id),
                exists().where(RosterLine.case_id == Case.id, RosterLine.bank_account.is_not(None)),
            ),
        ),
        "documents": select(Document.case_id).where(
            Document.case_id.in_(case_ids), Document.erased_at.is_(None)
        ),
        "drafts": select(Draft.case_id).where(Draft.case_id.in_(case_ids)),
    }
    found = {(one, kind) for kind, asked in holds.items() for one in session.scalars(asked)}
    gone = session.execute(select(Erased.case_id, Erased.kind).where(Erased.case_id.in_(case_ids)))
    # Drafts and documents say for themselves whether they are there.
    return found - {(one, kind) for one, kind in gone if kind in ("identity", "account")}


class Appears(NamedTuple):
    """That a person stands on the roster of a case."""

    case_id: int
    number: str
    finished: str | None


def classes_of(session: Session, index: str) -> list[Appears]:
    """The cases on whose roster the person of this blind index stands."""
    rows = session.execute(
        select(Case.id, Case.number, Case.finished)
        .where(exists().where(RosterLine.case_id == Case.id, RosterLine.person_index == index))
        .order_by(Case.id)
    )
    return [Appears(*row) for row in rows]


def accounts_of(session: Session, index: str) -> int:
    """How many accounts this natural person has here."""
    asked = select(func.count()).select_from(Person).where(Person.natural_person == index)
    return session.execute(asked).scalar_one()
