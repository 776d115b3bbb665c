"""The other places on the demo's stage: people of every role in one district, and a case or two."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands.desk import person_and_actor
from service.commands.examples.cast import Cast
from service.commands.examples.playing import Play
from service.commands.examples.reading import Example, read_example
from service.commands.people.newcomers import Newcomer, add_person
from service.commands.staging.stage import BEGINS, LOGIN
from service.commands.staging.stage_cases import later, moved, with_papers
from service.domain.invented import Invented
from service.domain.permissions import Actor, Grant, place_of
from service.records.catalogue import CatalogueEntry
from service.records.institution import Institution, by_uscc
from service.records.opening import ClassOpening
from service.records.person import by_login
from service.records.transaction import write_transaction
from workflows import jurisdictions

PLACES = Path(__file__).with_suffix(".toml")
# Who works in a place; the keepers of the house work for all of them.
ROLES = (
    *("institution", "counter_clerk", "county_reviewer", "county_approver", "county_head"),
    *("city_reviewer", "prefecture_group", "employment_service", "insurance_agency"),
    *("inspector", "assessor", "finance_reviewer", "finance_payer", "platform", "auditor"),
    # A batch of payments is drawn up, approved and released by different people.
    *("finance_reviewer/2", "finance_payer/2"),
)


def fill_places(session: Session) -> list[str]:
    """Enter and play what is not there yet; says what did not go as its example promises."""
    there = set(session.scalars(select(ClassOpening.class_name)))
    session.rollback()
    amiss = []
    for place in tomllib.loads(PLACES.read_text(encoding="utf-8"))["place"]:
        # Who is there was entered with everybody else of his place.
        if by_login(session, login("auditor", place["folder"])) is None:
            session.rollback()
            _enter_everybody(session, place)
        session.rollback()
        for case in place["case"]:
            if case["name"] not in there:
                example = _retold(place, case)
                play = Play(example, session, cast=PlaceCast(session, example, place))
                found = play.run(until=BEGINS).differences
                amiss += [f"{case['name']}: {one}" for one in found]
    return amiss


def login(who: str, folder: str) -> str:
    """The account of somebody in a role of a place."""
    return f"{LOGIN}{folder}-{who.replace('_', '-').replace('/', '-')}"


def _enter_everybody(session: Session, place: Mapping[str, Any]) -> None:
    cast = PlaceCast(session, _retold(place, place["case"][0]), place)
    for role in ROLES:
        cast.actor(role)


class PlaceCast(Cast):
    """The demo's own people of a place in the roles of an example."""

    def __init__(self, session: Session, example: Example, place: Mapping[str, Any]) -> None:
        self._drawn = _drawn(place)
        self._body = self._drawn.institution(place.get("kind", "school"))
        super().__init__(session, example)

    def _enter_institution(self) -> int:
        with write_transaction(self.session):
            found = by_uscc(self.session, self._body.uscc)
            if found is None:
                found = Institution(
                    uscc=self._body.uscc,
                    name=self._body.name,
                    kind=self._body.kind,
                    region=self.example.region,
                )
                self.session.add(found)
            for row in self.example.catalogue:
                entry = self._catalogued(row, self._body.uscc)
                if not self._listed(entry):
                    self.session.add(entry)
            self.session.flush()
            return found.id

    def _listed(self, entry: CatalogueEntry) -> bool:
        same = (
            CatalogueEntry.jurisdiction == entry.jurisdiction,
            CatalogueEntry.kind == entry.kind,
            CatalogueEntry.code == entry.code,
        )
        return self.session.scalar(select(CatalogueEntry.id).where(*same).limit(1)) is not None

    def _enter(self, who: str) -> Actor:
        name = login(who, self.example.jurisdiction)
        if by_login(self.session, name) is None:
            self.session.rollback()
            self._add(who, name)
        person = by_login(self.session, name)
        found = person_and_actor(self.session, person.id) if person else None
        self.session.rollback()
        if found is None:
            raise LookupError(name)
        return found[1]

    def _add(self, who: str, name: str) -> None:
        role, somebody = who.partition("/")[0], self._drawn.person()
        region = None if place_of(role) == "jurisdiction" else self.example.region
        body = self.institution_id if role == "institution" else None
        newcomer = Newcomer(
            login=name,
            name=somebody.name,
            natural_person=somebody.id_no,
            grants=(Grant(role, self.example.jurisdiction, region, body),),
        )
        add_person(self.session, newcomer)


def _drawn(place: Mapping[str, Any]) -> Invented:
    return Invented(place["seed"], region=place["region"])


def _retold(place: Mapping[str, Any], case: Mapping[str, Any]) -> Example:
    """The story as far as the demo's first morning, with this class's name, people and papers."""
    told = read_example(jurisdictions()[place["folder"]] / "examples" / f"{case['example']}.toml")
    days = timedelta(case.get("days", 0))
    # The account that is paid is that of the body itself.
    body = _drawn(place).institution(place.get("kind", "school"))
    scenes = [later(one, days) for one in told.scenes if one.refused is None]
    kept = [one for one in scenes if one.at < BEGINS]
    return replace(
        told,
        file=PLACES,
        region=place["region"],
        request={
            **moved(told.request, days),
            "class_name": case["name"],
            "payee_name": body.name,
            "people": case["people"],
        },
        lists=(),
        same_person={},
        scenes=tuple(with_papers(one, str(case["people"])) for one in kept),
        end={},
    )
