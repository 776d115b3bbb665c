"""Steps that nobody may do: the head hears of it once, and they stand on the head's desk."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from service.commands.dossier import Dossier
from service.domain.permissions import HEAD, INCOMPATIBLE, OFFICE_LANES, Acted, Actor, conflict
from service.records.history import acted
from service.records.step import OpenStep, held_steps


def tell_head(dossier: Dossier, opened: Iterable[OpenStep]) -> None:
    """Mark what opened in a lane where nobody is left, and tell the head.

    Where the place has no official at all nobody could be told either.
    """
    held = [step for step in opened if dossier.free_hands and not _somebody(dossier, step.lane)]
    for step in held:
        step.held_since = dossier.now
    if held:
        dossier.promise("step_held", to={"lane": HEAD, "region": dossier.case.region})


def _somebody(dossier: Dossier, lane: str) -> bool:
    if lane not in OFFICE_LANES:
        return True
    free = (dossier.free_hands or {}).get(lane)
    return free is not None and free.besides(_barred_now(dossier, lane))


def _barred_now(dossier: Dossier, lane: str) -> frozenset[str]:
    """Who is barred from the lane by the very act that opens the step."""
    if dossier.lane is None or frozenset({dossier.lane, lane}) not in INCOMPATIBLE:
        return frozenset()
    actor = dossier.actor
    return frozenset({actor.natural_person, actor.acting_for or actor.natural_person})


def let_go(session: Session, newcomer: Actor) -> None:
    """Somebody was given an office: what waited for such a one is held no more."""
    for grant in newcomer.grants:
        for step in held_steps(session, grant):
            if step.lane == grant.role and not _bars(session, step, newcomer):
                step.held_since = None


def _bars(session: Session, step: OpenStep, newcomer: Actor) -> Acted | None:
    return conflict(acted(session, step.case_id), newcomer, step.lane)
