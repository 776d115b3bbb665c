"""Whether the keys given are those of this house: the oldest and the newest learner are read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.people.erasing import NOBODY
from service.records.roster import RosterLine
from service.records.seal import KeyMissing, SealBroken, blind_index


def misfit(session: Session) -> str | None:
    """What is wrong with the keys, in one sentence; nothing where nobody was entered yet."""
    order = (RosterLine.case_id, RosterLine.line)
    for way in (order, tuple(column.desc() for column in order)):
        asked = select(RosterLine.id_no, RosterLine.person_index).order_by(*way).limit(1)
        try:
            found = session.execute(asked.where(RosterLine.person_index != NOBODY)).one_or_none()
        except KeyMissing:
            return "KAIBAN_KEYS lacks a key that something lies under: see `kaiban keys status`."
        except SealBroken:
            return "KAIBAN_KEYS has another key under a number that is in use."
        if found is not None and blind_index(found.id_no) != found.person_index:
            return "KAIBAN_INDEX_KEY is not the one people are found by here."
    return None
