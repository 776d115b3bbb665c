"""The card of a case that says who has each open step, and what the visitor may do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.commands import desk
from service.commands.permission import left_behind
from service.domain import permissions
from service.domain.permissions import HEAD
from service.records.case import Case
from service.records.step import OpenStep
from service.web.front import actor
from service.web.history import names_of


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has one open step, and what the visitor may do about it."""

    key: str
    title: str
    holder: str
    mine: bool
    held: bool
    gone: bool
    may_take: bool
    may_put_back: bool
    may_hand: bool

    @property
    def may_anything(self) -> bool:
        """Whether there is a button to draw."""
        return self.may_take or self.may_put_back or self.may_hand


def assigned(
    session: Session, case: Case, steps: Sequence[OpenStep], titles: Mapping[str, str]
) -> list[Holder]:
    """What `assignment_card.html` shows of a case; titles by the key of the step."""
    taken = [step.assignee_id for step in steps if step.assignee_id is not None]
    names = names_of(session, taken) if taken else {}
    mine = actor().person_id
    # Only what is somebody else's is asked about further: the office may take it over.
    gone = {s.key for s in steps if s.assignee_id not in (None, mine) and left_behind(session, s)}
    return [_holder(case, step, titles[step.key], names, gone=step.key in gone) for step in steps]


def _holder(
    case: Case, step: OpenStep, title: str, names: Mapping[int, str], *, gone: bool
) -> Holder:
    taken = step.assignee_id
    return Holder(
        key=step.key,
        title=title,
        holder=names.get(taken, "") if taken is not None else "",
        mine=taken is not None and taken == actor().person_id,
        held=step.held_since is not None,
        gone=gone,
        may_take=_may_take(case, step) if gone else taken is None and _may(case, step, "TakeStep"),
        may_put_back=taken is not None and _may(case, step, "PutStepBack"),
        may_hand=may_hand(case, step),
    )


def _may_take(case: Case, step: OpenStep) -> bool:
    return permissions.may(actor(), "TakeStep", desk.scope_of(case), step.lane)


def _may(case: Case, step: OpenStep, order: str) -> bool:
    covers = permissions.covers_for(actor(), order, desk.scope_of(case), step.lane)
    return any(permissions.may_work(cover, step.assignee_id) for cover in covers)


def may_hand(case: Case, step: OpenStep) -> bool:
    """Whether the step is the visitor's to hand on: his own, or as the head."""
    covers = permissions.covers_for(actor(), "HandStep", desk.scope_of(case), step.lane)
    taken = step.assignee_id
    return any(
        cover.grant.role == HEAD or (taken is not None and cover.person_id == taken)
        for cover in covers
    )
