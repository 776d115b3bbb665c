"""A Chongqing office that a test can walk into: one small class, told up to some chapter."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.commands import FixedClock, Receipt, carry_out
from service.commands.examples import Play, read_chapter, read_example
from service.domain.orders import CaseOrder, FinishStep, KeyedRequest
from service.domain.permissions import Absent, Actor
from service.records.case import Case
from service.records.step import OpenStep, steps_of
from tests.jurisdictions.telling import FOLDER, publish

InForce = Callable[[Session, datetime], None]
STORY = FOLDER / "step-already-finished.toml"  # any example about the class of four


@dataclass
class Office:
    """The class's case, its people, and what time it is."""

    session: Session
    play: Play
    now: datetime

    @property
    def case_id(self) -> int:
        return self.play.case_ids[""]

    @property
    def case(self) -> Case:
        self.session.rollback()
        return self.session.get_one(Case, self.case_id)

    @property
    def clock(self) -> FixedClock:
        return FixedClock(self.now)

    def actor(self, who: str) -> Actor:
        return self.play.cast.actor(who)

    def open_steps(self) -> dict[str, OpenStep]:
        self.session.rollback()
        return {step.element: step for step in steps_of(self.session, self.case_id)}

    def finishing(self, element: str, **answers: object) -> FinishStep:
        """The order that finishes an open step, as its form would send it now."""
        step = self.open_steps()[element]
        order = FinishStep(
            case_id=self.case_id, step_key=step.key, version=step.version, answers=answers
        )
        self.session.rollback()
        return order

    def give(self, order: Any, who: str | Actor, keyed: KeyedRequest | None = None) -> Receipt:
        """Have somebody give an order now."""
        actor = self.actor(who) if isinstance(who, str) else who
        return carry_out(order, actor=actor, session=self.session, clock=self.clock, keyed=keyed)

    def finish(self, element: str, who: str, **answers: object) -> Receipt:
        """Have somebody finish an open step now."""
        return self.give(self.finishing(element, **answers), who)

    def order(self, kind: type[CaseOrder], **answers: object) -> CaseOrder:
        """An order on the case with the answers of its form."""
        return kind(case_id=self.case_id, answers=answers)  # type: ignore[call-arg]


def standing_in(deputy: Actor, absent: Actor) -> Actor:
    """Somebody who does an absent one's work, and nothing of his own."""
    away = Absent(absent.person_id or 0, absent.natural_person)
    lent = tuple(replace(grant, instead_of=away) for grant in absent.grants)
    return replace(deputy, grants=lent)


def office(
    session: Session, *chapters: str, in_force: InForce = publish, **request: object
) -> Office:
    """The folder in force, the class told up to the end of these chapters."""
    example = read_example(STORY)
    scenes = [scene for name in chapters for scene in read_chapter(FOLDER, name)]
    told = replace(example, scenes=tuple(scenes), end={}, request={**example.request, **request})
    in_force(session, scenes[0].at)
    play = Play(told, session)
    outcome = play.run()
    assert outcome.holds, outcome.differences
    return Office(session, play, scenes[-1].at + timedelta(hours=1))
