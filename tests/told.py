"""A story told from the middle: its beginning straight into the records, its money by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy.orm import Session

from service.commands.examples import Example, read_example
from service.commands.examples.looking import differences, standing
from service.commands.examples.playing import People, Play
from service.commands.staging.stage import LOGIN
from service.commands.staging.stage_cases import HOMES, StageCast
from service.commands.staging.stage_places import ROLES, PlaceCast, login
from service.records.case import Case, by_number
from tests.front_office import LOGINS, Office, Story
from workflows import jurisdictions

SEED = 55


def example_of(place: str, name: str) -> Example:
    """An example of a place by its name."""
    return read_example(jurisdictions()[place] / "examples" / f"{name}.toml")


class Company(Protocol):
    """Who plays a story: actors for the records, logins for the doors."""

    def cast(self, session: Session, example: Example) -> People:
        """Everybody entered, each to be called by role."""

    def who(self, role: str) -> str:
        """The login of whoever plays that role."""


@dataclass(frozen=True)
class AtHome:
    """The demo's own people, in the name of one of its bodies."""

    body: str = "enterprise"

    def cast(self, session: Session, _: Example) -> People:
        """They are there already."""
        return StageCast(session, self.body)

    def who(self, role: str) -> str:
        """The clerk of that body, or the official of the district."""
        clerk, _, _ = HOMES[self.body]
        return LOGIN + clerk if role == "institution" else LOGINS.get(role, role)


@dataclass(frozen=True)
class OfPlace:
    """People of another place: one body, its clerk, and somebody in every role."""

    folder: str
    seed: int = SEED

    def cast(self, session: Session, example: Example) -> People:
        """Entered once, found from then on."""
        place = {"folder": self.folder, "region": example.region, "seed": self.seed}
        made = PlaceCast(session, example, place)
        for role in ROLES:
            made.actor(role)
        return made

    def who(self, role: str) -> str:
        """Of the one office that this place has."""
        return login(role, self.folder)


class Told(Story):
    """A story of any place, each of its scenes played by whom and how the test likes."""

    def __init__(self, office: Office, example: Example, company: Company) -> None:
        super().__init__(office, example)
        self.company = company
        self.behind = 0
        self.numbers: dict[str, str] = {}

    def who(self, role: str) -> str:
        """The login of whoever plays that role here."""
        return self.company.who(role)

    def enter(self) -> None:
        """Everybody is there before anything is."""
        with self.office.records() as session:
            self.company.cast(session, self.example)

    def answers(self, at: int) -> Mapping[str, object]:
        """The answers of a scene; another case of the story by its number."""
        given = super().answers(at)
        return {
            field: self.numbers[said[1:]] if isinstance(said, str) and said[:1] == "@" else said
            for field, said in given.items()
        }

    def prepare(self, until: int) -> None:
        """The scenes up to that one, straight into the records; then it is that scene's hour."""
        scenes = self.example.scenes
        if self.behind < until:
            with self.office.records() as session:
                part = replace(self.example, scenes=scenes[self.behind : until], end={})
                play = Play(part, session, cast=self.company.cast(session, part))
                known = {name: by_number(session, number) for name, number in self.numbers.items()}
                play.case_ids |= {name: case.id for name, case in known.items() if case}
                outcome = play.run()
                assert outcome.holds, outcome.differences
                self.numbers = {
                    name: session.get_one(Case, case_id).number
                    for name, case_id in play.case_ids.items()
                }
            self.behind = until
        if until < len(scenes):
            self.wait(until)

    def begun(self, number: str) -> None:
        """The first case of the story was opened at a screen."""
        self.number = self.numbers[self.example.scenes[0].case] = number

    def wait(self, at: int) -> None:
        """And the case that the scene is about is the one at hand."""
        self.number = self.numbers.get(self.example.scenes[at].case, "")
        super().wait(at)

    def differs(self) -> list[str]:
        """What did not come out as the example promises."""
        self.number = self.numbers[self.example.scenes[0].case]
        with self.office.records() as session:
            return [*differences(self.example.end, standing(session, self.case().id))]
