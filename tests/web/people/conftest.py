"""The administrators' desks, as these tests meet them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from service.commands.people.newcomers import Newcomer, add_person
from service.domain.invented import Invented
from service.domain.permissions import Grant
from service.records.person import Person, by_login, grants_of
from service.records.security import entries_after
from tests.front_office import Office

SYSTEM, SECURITY, AUDIT = "demo-system-admin", "demo-security-admin", "demo-audit-admin"
HERE = "chongqing/500103"
# What is refused before any database is asked in its own way.
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@dataclass
class Desks:
    """The house with its administrators at work."""

    office: Office

    def enter(self, login: str, natural: str, *grants: Grant) -> int:
        """Somebody with these roles, made at the terminal."""
        newcomer = Newcomer(login=login, name=login, natural_person=natural, grants=grants)
        with self.office.records() as session:
            return add_person(session, newcomer)

    def number(self, login: str) -> int:
        with self.office.records() as session:
            found = by_login(session, login)
        assert found is not None
        return found.id

    def person(self, number: int) -> Person:
        with self.office.records() as session:
            return session.get_one(Person, number)

    def roles(self, number: int) -> list[str]:
        with self.office.records() as session:
            return [one.role for one in grants_of(session, number)]

    def grant_of(self, number: int) -> int:
        with self.office.records() as session:
            return grants_of(session, number)[0].id

    def acts(self) -> list[str]:
        with self.office.records() as session:
            return [entry.act for entry in entries_after(session, 0, limit=5000)]

    def get(self, who: str, path: str) -> Any:
        return self.office.browser(who).get(path)

    def post(self, who: str, path: str, data: Mapping[str, str] | None = None) -> Any:
        return self.office.browser(who).post(path, data=dict(data or {}))

    def told(self, who: str, path: str, data: Mapping[str, str] | None = None) -> str:
        """What the page says after a click."""
        answer = self.office.browser(who).post(path, data=dict(data or {}), follow_redirects=True)
        return str(answer.text)


@pytest.fixture
def desks(office) -> Desks:
    return Desks(office)


@pytest.fixture
def newcomer() -> Mapping[str, str]:
    """What is typed to make an account."""
    somebody = Invented(4243).person()
    return {"login": "new.li", "name": somebody.name, "id_no": somebody.id_no}
