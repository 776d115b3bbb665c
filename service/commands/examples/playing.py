"""Playing an example on a database of its own: real orders, real clock rungs, real books."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any, Protocol

from sqlalchemy.orm import Session

from service.commands.answers import file_fields
from service.commands.budgets import ample
from service.commands.carry_out import carry_out
from service.commands.clocks import FixedClock
from service.commands.examples import papers
from service.commands.examples.cast import Cast
from service.commands.examples.looking import differences, standing
from service.commands.examples.reading import BadExample, Example, Scene
from service.commands.examples.shorthand import expanded, filed
from service.commands.library import LIBRARY
from service.domain.orders import BY_NAME, FinishStep, OpenClass, OpenFollowOn, PassDeadlines
from service.domain.permissions import CLOCK_ACTOR, Actor
from service.domain.refusals import AnswersWrong, Refusal
from service.records.budget import Key
from service.records.case import Case
from service.records.step import steps_of


@dataclass
class Outcome:
    """What an example came to: every difference from what it promised, and how it ended."""

    number: str = ""
    differences: list[str] = field(default_factory=list)
    finished: str | None = None
    standing: dict[str, Any] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether all that was promised came true."""
        return not self.differences


def play(example: Example, session: Session) -> Outcome:
    """Play every scene in order and compare what follows with what must follow."""
    return Play(example, session).run()


def _budgets(example: Example) -> Iterator[Key]:
    """What the example's region may spend, in every year it is told of and the next."""
    years = [scene.at.year for scene in example.scenes]
    for fund, year in product(ample.FUNDS, range(min(years), max(years) + 2)):
        yield (example.jurisdiction, example.region, fund, year)


class People(Protocol):
    """Who plays: the body in whose name the class is asked for, and an actor for each role."""

    @property
    def institution_id(self) -> int:
        """The body that asks."""

    def actor(self, who: str) -> Actor:
        """Who acts in a role."""


class Play:
    """One example being played: its people, its cases, and what differed so far."""

    def __init__(self, example: Example, session: Session, *, cast: People | None = None) -> None:
        self.example = example
        self.session = session
        if cast is None:
            ample.provide(session, _budgets(example))
        self.cast = cast or Cast(session, example)
        self.outcome = Outcome()
        self.case_ids: dict[str, int] = {}

    def run(self, *, until: datetime | None = None) -> Outcome:
        """Play every scene in order; time goes on until then."""
        for at, scene in enumerate(self.example.scenes, start=1):
            for case_id in self.case_ids.values():
                self._pass_time(case_id, scene.at)
            if scene.case not in self.case_ids:
                self.case_ids[scene.case] = self._open(scene)
            self._play(scene, at)
            self._compare(scene.case, scene.then, f"scene {at}")
        if until is not None:
            for case_id in self.case_ids.values():
                self._pass_time(case_id, until)
        first = self.example.scenes[0].case
        self._compare(first, self.example.end, "end")
        self.outcome.standing = standing(self.session, self.case_ids[first])
        self.outcome.finished = self.outcome.standing["finished"]
        return self.outcome

    def _open(self, scene: Scene) -> int:
        begins = scene.who if scene.process and scene.who else "institution"
        receipt = carry_out(
            self._opening(scene),
            actor=self.cast.actor(begins),
            session=self.session,
            clock=FixedClock(scene.at),
        )
        self.outcome.number = self.outcome.number or receipt.number
        return receipt.case_id or 0

    def _opening(self, scene: Scene) -> OpenClass | OpenFollowOn:
        if scene.follows is not None:
            return OpenFollowOn(case_id=self.case_ids[scene.follows], process=scene.process)
        return OpenClass(
            jurisdiction=self.example.jurisdiction,
            region=self.example.region,
            institution_id=self.cast.institution_id,
            process=scene.process,
        )

    def _pass_time(self, case_id: int, until: datetime) -> None:
        """Let the clock call at each due time on the way, as the worker would."""
        while True:
            self.session.rollback()
            due = self.session.get_one(Case, case_id).next_due
            if due is None or due > until:
                return
            carry_out(
                PassDeadlines(case_id=case_id),
                actor=CLOCK_ACTOR,
                session=self.session,
                clock=FixedClock(due),
            )

    def _play(self, scene: Scene, at: int) -> None:
        if scene.who is None:
            return
        refused: str | None = None
        faults: tuple[str, ...] = ()
        try:
            carry_out(
                self._order(scene),
                actor=self.cast.actor(scene.who),
                session=self.session,
                clock=FixedClock(scene.at),
            )
        except Refusal as refusal:
            refused = refusal.code
            if isinstance(refusal, AnswersWrong):
                faults = tuple(fault.code for fault in refusal.problems)
                if scene.refused is None:
                    refused += f" {[(f.field, f.zh) for f in refusal.problems]}"
        if refused != scene.refused or set(scene.faults) != set(faults):
            wanted = f"{scene.refused or 'to be carried out'} {scene.faults or ''}"
            self.outcome.differences.append(
                f"scene {at} ({scene.step or scene.order}): expected {wanted}, got"
                f" {refused or 'carried out'} {faults or ''}"
            )

    def _order(self, scene: Scene) -> Any:
        case_id = self.case_ids[scene.case]
        if scene.order is not None:
            form = str(BY_NAME[scene.order].form)
            return BY_NAME[scene.order](case_id=case_id, answers=self._sent(scene, form))  # type: ignore[call-arg]
        steps = {step.element: step for step in steps_of(self.session, case_id)}
        step = steps.get(scene.step or "")
        self.session.rollback()
        return FinishStep(
            case_id=case_id,
            step_key=step.key if step else f"no {scene.step}",
            version=step.version if step else 0,
            answers=self._sent(scene, step.form if step else ""),
        )

    def _sent(self, scene: Scene, form: str) -> Mapping[str, object]:
        """The answers of a scene; a paper they name is put on the case first."""
        answers, case_id = self._answers(scene), self.case_ids[scene.case]
        book = LIBRARY.book(self.session, self.session.get_one(Case, case_id).bundle_hash)
        self.session.rollback()
        if form not in book.bundle.forms or not file_fields(book.form(form)).keys() & answers:
            return answers
        return papers.sent(
            self.session,
            case_id,
            book.form(form),
            answers,
            actor=self.cast.actor(str(scene.who)),
            lane=str(scene.who),
            at=scene.at,
        )

    def _answers(self, scene: Scene) -> Mapping[str, object]:
        heads = self.example.request.get("roster", 0)
        if scene.step in ("opening_fill", "opening_correct"):
            merged = {**self.example.request, **scene.answers}
            return filed(merged)
        if not isinstance(heads, int):
            raise BadExample(f"{self.example.file.name}: roster must be a number of people")
        return expanded(self._numbered(scene.answers), heads)

    def _numbered(self, answers: Mapping[str, object]) -> Mapping[str, object]:
        """Another case of the example, named as `@name`, by the number it was given."""
        return {
            field: self._number(typed[1:]) if isinstance(typed, str) and typed[:1] == "@" else typed
            for field, typed in answers.items()
        }

    def _number(self, case: str) -> str:
        number = self.session.get_one(Case, self.case_ids[case]).number
        self.session.rollback()
        return number

    def _compare(self, case: str, wanted: Mapping[str, Any], where: str) -> None:
        if wanted:
            found = standing(self.session, self.case_ids[case])
            self.outcome.differences += [f"{where}: {line}" for line in differences(wanted, found)]
