"""A small place just before money moves: a story told so far, kept, and copied for every run."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from service.commands import FixedClock, carry_out
from service.commands.examples import Example, Play, read_example
from service.domain.orders import OpenFollowOn
from service.domain.permissions import ROLES, Actor
from service.records import open_engine
from service.records.case import Case
from service.records.step import OpenStep, steps_of
from tests.jurisdictions.telling import FOLDERS, publish

# Before these money is about to be promised, sent, answered for, or called back.
MONEY_STEPS = frozenset(
    {"advance_approve", "finance_review", "finance_pay", "account_fix", "recovery_notice"}
)
MONEY_ORDERS = frozenset({"RecordBankResult", "RecordRepayment"})
# A second person in every office, and one natural person who sits in two that check each other.
SECOND, BOTH = "/2", "/both"
# Learners stand on rosters; those of the stories are cast with the rest.
NOT_CAST = frozenset({"learner"})
IN_BOTH = {
    "finance_payer/both": "finance_reviewer",
    "finance_reviewer/both": "county_approver",
    "county_approver/both": "county_reviewer",
}


@dataclass(frozen=True, slots=True)
class Beginning:
    """An example, told up to one of its scenes."""

    file: Path
    scenes: int

    @property
    def place(self) -> str:
        return self.file.parts[-3]

    @property
    def name(self) -> str:
        return f"{self.place}-{self.file.stem}-{self.scenes}"


@dataclass(frozen=True, slots=True)
class Known:
    """The people of a place who were entered before."""

    institution_id: int
    actors: dict[str, Actor]

    def actor(self, who: str) -> Actor:
        """Who acts in a role; whoever is not known by that name is the first in the office."""
        return self.actors.get(who) or self.actors[who.partition("/")[0]]


@dataclass(frozen=True, slots=True)
class Kept:
    """The records of a place as they stood, and what there is to know to go on from there."""

    beginning: Beginning
    file: Path
    story: Example
    people: Known
    case_ids: dict[str, int]
    now: datetime


@dataclass
class Town:
    """A copy of such a place in which something happens."""

    kept: Kept
    engine: Engine
    session: Session
    play: Play
    now: datetime
    told: int

    @property
    def cases(self) -> dict[str, int]:
        return self.play.case_ids

    def open_steps(self) -> list[tuple[str, OpenStep]]:
        """Every open step with the name of its case, in one order."""
        self.session.rollback()
        found = [
            (name, step)
            for name, case_id in sorted(self.cases.items())
            for step in sorted(steps_of(self.session, case_id), key=lambda step: step.key)
        ]
        self.session.expunge_all()
        self.session.rollback()
        return found

    def give(self, order: Any, who: str | Actor) -> Any:
        """Have somebody give an order now."""
        actor = self.play.cast.actor(who) if isinstance(who, str) else who
        clock = FixedClock(self.now)
        return carry_out(order, actor=actor, session=self.session, clock=clock)

    def wait(self, time: timedelta) -> None:
        """Let time pass, and the clock call at each due moment on the way."""
        self.now += time
        for case_id in list(self.cases.values()):
            self.play._pass_time(case_id, self.now)

    def follow(self, name: str, process: str, who: str) -> None:
        """Begin a case that follows on one of these."""
        parent = self.cases[name]
        receipt = self.give(OpenFollowOn(case_id=parent, process=process), who)
        self.cases[f"{process}-{len(self.cases)}"] = receipt.case_id or 0

    def case(self, name: str) -> Case:
        self.session.rollback()
        return self.session.get_one(Case, self.cases[name])

    def close(self) -> None:
        self.session.close()
        self.engine.dispose()
        for left in self.kept.file.parent.glob(f"{Path(str(self.engine.url.database)).name}*"):
            left.unlink()


def beginnings(place: str, stories: frozenset[str] | None = None) -> Iterator[Beginning]:
    """Where money is about to move in the stories of a place, each moment once a story."""
    for file in sorted((FOLDERS[place] / "examples").glob("[!_]*.toml")):
        if stories is None or file.stem in stories:
            seen: set[str] = set()
            for at, scene in enumerate(read_example(file).scenes):
                word = scene.step or scene.order or ""
                if word in MONEY_STEPS | MONEY_ORDERS and word not in seen:
                    seen.add(word)
                    yield Beginning(file, at)


def keep(beginning: Beginning, empty: Path, folder: Path) -> Kept:
    """Tell the story so far on a database of its own, and put that away."""
    file = folder / f"{beginning.name}.db"
    shutil.copyfile(empty, file)
    example = read_example(beginning.file)
    story = replace(example, same_person={**IN_BOTH, **example.same_person})
    told = replace(story, scenes=example.scenes[: beginning.scenes], end={})
    engine = open_engine(f"sqlite:///{file}")
    with Session(engine) as session:
        publish(session, told.scenes[0].at, beginning.place)
        play = Play(told, session)
        outcome = play.run()
        assert outcome.holds, (beginning.name, outcome.differences)
        for role in sorted(set(ROLES) - NOT_CAST):
            for who in (role, role + SECOND, role + BOTH):
                play.cast.actor(who)
        for scene in example.scenes:
            play.cast.actor(scene.who or "learner")
        people = Known(play.cast.institution_id, dict(play.cast._actors))  # type: ignore[attr-defined]
    with engine.connect() as connection:
        # What still stands in the log beside the file would be missing from its copies.
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    now = told.scenes[-1].at + timedelta(hours=1)
    return Kept(beginning, file, story, people, dict(play.case_ids), now)


def visit(kept: Kept, name: str) -> Town:
    """A copy in which things may go as they like."""
    file = kept.file.with_name(f"{name}.db")
    shutil.copyfile(kept.file, file)
    engine = open_engine(f"sqlite:///{file}")
    session = Session(engine)
    play = Play(kept.story, session, cast=kept.people)
    play.case_ids = dict(kept.case_ids)
    return Town(kept, engine, session, play, kept.now, kept.beginning.scenes)
