"""The people of an example: one of each role in the region, invented, entered when first needed."""

from collections.abc import Mapping
from datetime import time
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from service.commands.examples.shorthand import filed
from service.domain.calendar import beijing_time
from service.domain.invented import Invented
from service.domain.permissions import Actor
from service.domain.permissions import Grant as Role
from service.records.catalogue import CatalogueEntry
from service.records.institution import Institution, ListEntry, by_uscc
from service.records.person import Grant, Person
from service.records.seal import blind_index
from service.records.transaction import write_transaction

if TYPE_CHECKING:
    from service.commands.examples.reading import Example

OFFICE = 1949  # The seed of the people in the offices; rosters are drawn from others.
KINDS = {"enterprise": "enterprise", "platform": "platform"}


class Cast:
    """Actors by role; `county_reviewer/2` is a second person in the same role.

    Who is named in the example's `same_person` is somebody already cast, under another account.
    """

    def __init__(self, session: Session, example: "Example") -> None:
        self.session = session
        self.example = example
        self.invented = Invented(OFFICE)
        self.institution_id = self._enter_institution()
        self._actors: dict[str, Actor] = {}

    def actor(self, who: str) -> Actor:
        """Who acts, entered with the role's grant when first called."""
        if who not in self._actors:
            self._actors[who] = self._enter(who)
        return self._actors[who]

    def _enter_institution(self) -> int:
        kind = str(self.example.request.get("applicant_type", "school"))
        invented = self.invented.institution(KINDS.get(kind, "school"))
        with write_transaction(self.session):
            found = by_uscc(self.session, invented.uscc)
            if found is None:
                found = Institution(
                    uscc=invented.uscc,
                    name=invented.name,
                    kind=kind,
                    region=self.example.region,
                )
                self.session.add(found)
            for row in self.example.catalogue:
                self.session.add(self._catalogued(row, invented.uscc))
            for entry in self.example.lists:
                self.session.add(ListEntry(**{"uscc": invented.uscc, **entry}))
            self.session.flush()
            return found.id

    def _catalogued(self, row: Mapping[str, Any], own_uscc: str) -> CatalogueEntry:
        """An entry that was decided on before; `own = true` is the applicant's."""
        own = bool(row.get("own"))
        entered_at = beijing_time(row["valid_from"], time())
        rest = {name: value for name, value in row.items() if name != "own"}
        return CatalogueEntry(
            **{
                "jurisdiction": self.example.jurisdiction,
                "code": own_uscc,
                "origin": "city",
                "owner_uscc": own_uscc if own else None,
                "decided_by": "city_reviewer",
                "entered_at": entered_at,
                "published_at": entered_at,
                **rest,
            }
        )

    def _enter(self, who: str) -> Actor:
        role = who.partition("/")[0]
        somebody = self.invented.person()
        place = None if role == "platform" else self.example.region
        institution_id = self.institution_id if role == "institution" else None
        same = self.example.same_person.get(who)
        id_no = self._of_roster(who) or somebody.id_no
        natural_person = self.actor(same).natural_person if same else blind_index(id_no)
        with write_transaction(self.session):
            person = Person(
                login=f"{self.example.file.stem}:{who}",
                display_name=somebody.name,
                password_hash="",
                natural_person=natural_person,
                active=False,
            )
            self.session.add(person)
            self.session.flush()
            self.session.add(
                Grant(
                    person_id=person.id,
                    role=role,
                    jurisdiction=self.example.jurisdiction,
                    region=place,
                    institution_id=institution_id,
                )
            )
            person_id = person.id
        grant = Role(role, self.example.jurisdiction, place, institution_id)
        return Actor(person_id, natural_person, (grant,))

    def _of_roster(self, who: str) -> str | None:
        """`learner/3` is who stands on the third line of the roster, if it has so many."""
        role, _, line = who.partition("/")
        if role != "learner" or not line:
            return None
        ahead = filed(self.example.request)["roster"][int(line) - 1 :]
        return str(ahead[0]["id_no"]) if ahead else None
