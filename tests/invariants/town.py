"""A small place just before money moves: a story told so far, kept, and copied for every run."""

import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from service.commands import FixedClock, carry_out
from service.commands.budgets.ample import FUNDS, provide
from service.commands.examples import Example, Play, read_example
from service.commands.examples.reading import Scene
from service.domain.orders import OpenFollowOn
from service.domain.permissions import ROLES, Actor
from service.records import Person, open_engine
from service.records.case import Case
from service.records.migrations import upgrade
from service.records.step import OpenStep, steps_of
from service.records.transaction import write_transaction
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

    file: Path
    place: str
    story: Example
    scenes: int
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

    def begin(self, scene: Scene) -> None:
        """Open the case that a scene is the first of."""
        self.cases[scene.case] = self.play._open(scene)

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


def stories(place: str, names: Collection[str] = ()) -> list[Path]:
    """The stories of a place in which money moves; those of these names where any are named."""
    return [
        file
        for file in sorted((FOLDERS[place] / "examples").glob("[!_]*.toml"))
        if (not names or file.stem in names) and _moments(read_example(file))
    ]


def _moments(story: Example) -> list[int]:
    """Before which scenes money is about to move."""
    scenes = enumerate(story.scenes)
    return [at for at, scene in scenes if (scene.step or scene.order) in MONEY_STEPS | MONEY_ORDERS]


def keep(file: Path, *, empty: Path, folder: Path) -> list[Kept]:
    """Tell a story once on a database of its own; put a copy away wherever money is to move."""
    told = read_example(file)
    story = replace(told, same_person={**IN_BOTH, **told.same_person}, end={})
    place = file.parts[-3]
    at = folder / f"{place}-{file.stem}.db"
    shutil.copyfile(empty, at)
    engine = open_engine(f"sqlite:///{at}")
    with Session(engine) as session:
        publish(session, story.scenes[0].at, place)
        years = range(story.scenes[0].at.year, story.scenes[-1].at.year + 2)
        provide(session, [(place, story.region, fund, year) for fund in FUNDS for year in years])
        play = Play(story, session)
        people = _enter(play)
        kept, before = [], 0
        for scenes in _moments(story):
            play.example = replace(story, scenes=story.scenes[before:scenes])
            outcome = play.run() if scenes > before else play.outcome
            assert outcome.holds, (file.stem, outcome.differences)
            session.close()
            copy = at.with_suffix(f".{scenes}.db")
            _copy(engine, at, copy)
            now = story.scenes[scenes - 1].at + timedelta(hours=1)
            kept.append(Kept(copy, place, story, scenes, people, dict(play.case_ids), now))
            before = scenes
    engine.dispose()
    return kept


def _enter(play: Play) -> Known:
    """Everybody there, each office with its second person, and whoever the story names."""
    offices = [role + who for role in sorted(set(ROLES) - NOT_CAST) for who in ("", SECOND, BOTH)]
    named = [scene.who for scene in play.example.scenes if scene.who]
    actors = {who: play.cast.actor(who) for who in [*offices, "learner", *named]}
    with write_transaction(play.session):
        # What the clock carries on is done in the name of whoever released it.
        play.session.execute(update(Person).values(active=True))
    return Known(play.cast.institution_id, actors)


def empty_at(file: Path) -> Path:
    """Records with all their tables and nothing in them."""
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    _lay_down(engine)
    engine.dispose()
    return file


def _copy(engine: Engine, file: Path, into: Path) -> None:
    _lay_down(engine)
    shutil.copyfile(file, into)


def _lay_down(engine: Engine) -> None:
    with engine.connect() as connection:
        # What still stands in the log beside the file would be missing from its copies.
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def visit(kept: Kept, name: str) -> Town:
    """A copy in which things may go as they like."""
    file = kept.file.with_name(f"{name}.db")
    shutil.copyfile(kept.file, file)
    engine = open_engine(f"sqlite:///{file}")
    session = Session(engine)
    play = Play(kept.story, session, cast=kept.people)
    play.case_ids = dict(kept.case_ids)
    return Town(kept, engine, session, play, kept.now, kept.scenes)
