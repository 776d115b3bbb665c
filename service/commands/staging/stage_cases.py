"""The cases on the demo's stage: each played by the demo's people through the one road."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.desk import person_and_actor
from service.commands.examples.playing import Play
from service.commands.examples.reading import (
    Example,
    Scene,
    read_chapter,
    read_example,
    read_request,
    read_scene,
)
from service.commands.staging.stage import BEGINS, HOME, LOGIN, OFFICES
from service.domain.permissions import Actor
from service.records.institution import Institution
from service.records.opening import ClassOpening
from service.records.person import by_login, grants_of
from workflows import jurisdictions

CASES = Path(__file__).with_suffix(".toml")
# Whose clerk files, and the ending of the logins of the officials who act there.
HOMES = {
    "enterprise": ("clerk-1", "500103", ""),
    "school": ("clerk-2", "500103", ""),
    "jiangbei": ("clerk-3", "500105", "-2"),
}
# Numbers that stand on paper are used once; each case has its own.
PAPERS = {"voucher_no", "batch_no", "receipt_no", "cert_no"}
OFFICE_OF = {role: login for login, role in OFFICES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """One case as the file describes it."""

    name: str
    people: int
    example: str = ""
    like: str = ""
    chapters: Sequence[str] = ()
    scenes: Sequence[str] = ()
    # What happened to this case and to no example.
    do: Sequence[Mapping[str, Any]] = ()
    last: int | None = None
    days: int = 0
    scene_days: int | None = None
    home: str = "enterprise"
    request: Mapping[str, Any] = field(default_factory=dict)


def seeds() -> Iterator[Seed]:
    """Every case of the file."""
    known = {slot for slot in Seed.__slots__ if slot != "request"}
    for case in tomllib.loads(CASES.read_text("utf-8"))["case"]:
        request = {key: case[key] for key in case.keys() - known}
        yield Seed(request=request, **{key: case[key] for key in case.keys() & known})


def fill_stage(session: Session) -> list[str]:
    """Play what is not there yet; says what did not go as its example promises."""
    there = set(session.scalars(select(ClassOpening.class_name)))
    session.rollback()
    amiss = []
    for number, seed in enumerate(seeds(), start=1):
        if seed.name not in there:
            cast = StageCast(session, seed.home)
            play = Play(_retold(seed, number, cast.payee_name), session, cast=cast)
            amiss += [f"{seed.name}: {one}" for one in play.run(until=BEGINS).differences]
    return amiss


class StageCast:
    """The demo's own people in the roles of an example."""

    def __init__(self, session: Session, home: str) -> None:
        self._session = session
        self._clerk, self._region, self._office = HOMES[home]

    @cached_property
    def institution_id(self) -> int:
        """The body in whose name the clerk files."""
        clerk = by_login(self._session, LOGIN + self._clerk)
        grants = grants_of(self._session, clerk.id) if clerk else []
        self._session.rollback()
        return next(grant.institution_id for grant in grants if grant.institution_id)

    @cached_property
    def payee_name(self) -> str:
        """The account that is paid is that of the body itself."""
        name = self._session.get_one(Institution, self.institution_id).name
        self._session.rollback()
        return name

    def actor(self, who: str) -> Actor:
        """The person who acts in that role here."""
        if who == "institution":
            login = LOGIN + self._clerk
        elif who == "platform":
            login = f"{LOGIN}platform"
        else:
            login = LOGIN + OFFICE_OF[who] + self._office
        person = by_login(self._session, login)
        found = person_and_actor(self._session, person.id) if person else None
        self._session.rollback()
        if found is None:
            raise LookupError(login)
        return found[1]


def _retold(seed: Seed, number: int, payee_name: str) -> Example:
    """The story with this case's class, people, days and papers."""
    folder = jurisdictions()[HOME] / "examples"
    request: dict[str, Any] = {}
    if seed.example:
        told = read_example(folder / f"{seed.example}.toml")
        scenes, request = told.scenes, dict(told.request)
    else:
        scenes, request = tuple(_scenes(folder, seed)), dict(read_request(folder / seed.like))
        request["credit_on"] = scenes[0].at.date() - timedelta(7)
    kept = [scene for scene in scenes[: seed.last] if scene.refused is None]
    kept += [read_scene(CASES, one) for one in seed.do]
    return Example(
        file=CASES,
        title={"zh": seed.name, "en": seed.name},
        clauses=(),
        jurisdiction=HOME,
        region=HOMES[seed.home][1],
        request={
            **request,
            "payee_name": payee_name,
            **seed.request,
            "class_name": seed.name,
            "people": seed.people,
        },
        lists=(),
        catalogue=(),
        same_person={},
        scenes=tuple(with_papers(scene, f"{number:02d}") for scene in kept),
        end={},
    )


def _scenes(folder: Path, seed: Seed) -> Iterator[Scene]:
    for chapter in seed.chapters:
        for scene in read_chapter(folder, chapter):
            yield later(scene, timedelta(seed.days))
    days = seed.days if seed.scene_days is None else seed.scene_days
    for place in seed.scenes:
        name, _, number = place.partition(":")
        scene = read_example(folder / f"{name}.toml").scenes[int(number) - 1]
        yield later(scene, timedelta(days))


def later(scene: Scene, days: timedelta) -> Scene:
    """The same scene on a later day, its dates with it."""
    return replace(scene, at=scene.at + days, answers=moved(scene.answers, days))


def with_papers(scene: Scene, mark: str) -> Scene:
    """The scene with paper numbers of its own, and nothing expected of it."""
    answers = {key: _marked(key, value, mark) for key, value in scene.answers.items()}
    return replace(scene, answers=answers, then={})


def _marked(key: str, value: Any, mark: str) -> Any:
    if isinstance(value, list):
        return [
            {k: _marked(k, v, mark) for k, v in row.items()} if isinstance(row, dict) else row
            for row in value
        ]
    return f"{value}-{mark}" if key in PAPERS else value


def moved(value: Any, days: timedelta) -> Any:
    """Every date within, so many days later."""
    if isinstance(value, dict):
        return {key: moved(one, days) for key, one in value.items()}
    if isinstance(value, list):
        return [moved(one, days) for one in value]
    return value + days if isinstance(value, date) else value
