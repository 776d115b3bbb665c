"""Taking hold of a case: its row until the transaction ends, and all an order must know at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ScalarSelect, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from service.domain.permissions import Acted
from service.records.bundle import Publication
from service.records.calendar import CalendarVersion
from service.records.case import Case
from service.records.database import DatabaseTime
from service.records.free_hands import FreeHands, free_hands, read_free_hands
from service.records.history import HistoryEntry
from service.records.idempotency import Answered
from service.records.opening import ClassOpening
from service.records.step import OpenStep

BETWEEN, WITHIN = "\n", "\t"


@dataclass(frozen=True, slots=True)
class Held:
    """A case nobody else can move now, with the database's time once it was held."""

    case: Case
    now: datetime
    opening: ClassOpening | None
    published: str | None
    calendar: str | None
    acted: tuple[Acted, ...]
    answered: Answered | None
    free_hands: Mapping[str, FreeHands]
    steps: tuple[OpenStep, ...]


def hold(
    session: Session,
    *,
    case_id: int | None = None,
    number: str | None = None,
    key: str | None = None,
    person_id: int | None = None,
) -> Held | None:
    """Hold the case of that id or number, then read all an order must know in one question."""
    wanted = {"wanted": number if case_id is None else case_id}
    locking = _locking("number" if case_id is None else "id")
    locked = session.execute(locking, wanted, execution_options={"populate_existing": True}).first()
    if locked is None:
        return None
    case, now = locked
    # Not part of the locking question: there, all but the locked row would be as it was
    # before the wait, and the act one waited for would be missing.
    asked = {
        "case_id": case.id,
        "key": key,
        "person_id": person_id,
        "jurisdiction": case.jurisdiction,
        "region": case.region,
    }
    found = session.execute(_papers(), asked, execution_options={"populate_existing": True}).all()
    opening, digest, calendar, acted, answered, free, _ = found[0]
    return Held(
        case=case,
        now=now,
        opening=opening,
        published=digest,
        calendar=calendar,
        acted=_read_acted(acted),
        answered=answered,
        free_hands=read_free_hands(free),
        steps=tuple(row[-1] for row in found if row[-1] is not None),
    )


@cache
def _locking(by: str) -> Select[Case, datetime]:
    """The question is built once: building it costs more than asking it."""
    wanted = getattr(Case, by) == bindparam("wanted")
    # The clock stands outside the locking part: beside it, it would show when the wait began.
    locked = select(Case).where(wanted).with_for_update().cte("locked")
    return select(aliased(Case, locked), DatabaseTime())


@cache
def _papers() -> Select[Any]:
    same_key = and_(Answered.key == bindparam("key"), Answered.person_id == bindparam("person_id"))
    return (
        select(
            ClassOpening,
            published(Case.jurisdiction).scalar_subquery(),
            calendar_loaded().scalar_subquery(),
            _acted(bindparam("case_id")),
            Answered,
            free_hands(),
            OpenStep,
        )
        .select_from(Case)
        .outerjoin(ClassOpening, ClassOpening.case_id == Case.id)
        .outerjoin(Answered, same_key)
        .outerjoin(OpenStep, OpenStep.case_id == Case.id)
        .where(Case.id == bindparam("case_id"))
        .order_by(OpenStep.id)
    )


def published(jurisdiction: object) -> Select[str]:
    """The hash of the bundle published last in a place."""
    return (
        select(Publication.hash)
        .where(Publication.jurisdiction == jurisdiction)
        .order_by(Publication.id.desc())
        .limit(1)
    )


def calendar_loaded() -> Select[str]:
    """The version of the calendar loaded last."""
    return select(CalendarVersion.version).order_by(CalendarVersion.id.desc()).limit(1)


def _acted(case_id: BindParameter[Any]) -> ScalarSelect[str]:
    """Which natural persons acted on the case in which lanes and for whom, as one text."""
    entry = HistoryEntry
    acts = (
        select(entry.natural_person, entry.lane, entry.acting_for)
        .where(entry.case_id == case_id, entry.lane.is_not(None))
        .distinct()
        .subquery()
    )
    text = func.coalesce(acts.c.natural_person, "") + WITHIN + acts.c.lane
    text = text + WITHIN + func.coalesce(acts.c.acting_for, "")
    return select(func.aggregate_strings(text, BETWEEN)).scalar_subquery()


def _read_acted(text: str | None) -> tuple[Acted, ...]:
    acts = [one.split(WITHIN) for one in (text or "").split(BETWEEN) if one]
    return tuple(
        Acted(person, lane) for own, lane, other in acts for person in (own, other) if person
    )
