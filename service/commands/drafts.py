"""Drafts: what somebody typed is kept for that person alone until it is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.records.draft import (
    OF_AN_ORDER,
    Draft,
    draft_of,
    drop_draft,
    drop_left_behind,
)
from service.records.step import step_of
from service.records.transaction import write_transaction


@dataclass(frozen=True, slots=True)
class Place:
    """Whose draft, of which step or order of which case."""

    case_id: int
    key: str
    person_id: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it was kept: the answers, and what else the page wants to remember."""

    answers: dict[str, object] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    at: datetime | None = None


def read(session: Session, place: Place) -> Kept | None:
    """What this person has kept here."""
    found = draft_of(session, place.case_id, place.key, place.person_id)
    if found is None:
        return None
    return Kept(dict(found.body["answers"]), dict(found.body["more"]), found.version, found.at)


def save(session: Session, place: Place, kept: Kept, *, now: datetime) -> bool:
    """Keep it in place of what was kept before; nothing is kept for a step that is gone."""
    try:
        return _save(session, place, kept, now=now)
    except IntegrityError:
        # Two windows of one person kept their first draft at once; the later one wins.
        return _save(session, place, kept, now=now)


def _save(session: Session, place: Place, kept: Kept, *, now: datetime) -> bool:
    body: Mapping[str, Any] = {"answers": kept.answers, "more": kept.more}
    with write_transaction(session):
        if not place.key.startswith(OF_AN_ORDER) and not step_of(session, place.case_id, place.key):
            return False
        session.merge(
            Draft(
                case_id=place.case_id,
                step_key=place.key,
                person_id=place.person_id,
                body=body,
                at=now,
                version=kept.version,
            )
        )
    return True


def drop(session: Session, place: Place) -> None:
    """Forget it."""
    with write_transaction(session):
        drop_draft(session, place.case_id, place.key, place.person_id)


def sweep(session: Session) -> int:
    """Forget what was typed for steps that have been finished since, by whomever."""
    with write_transaction(session):
        return drop_left_behind(session)
