"""Somebody with a password, and how they sign in."""

from dataclasses import dataclass
from typing import Any

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from service.commands.door import factor
from service.commands.people.newcomers import Newcomer, add_person
from service.domain.permissions import Actor, Grant
from service.records.factor import SecondFactor
from service.records.person import Person
from service.records.sitting import Sitting
from tests.front_office import Office

GOOD = "a long enough password"


@dataclass
class Somebody:
    """A person with an account, and the telephone of theirs."""

    office: Office
    id: int
    login: str
    password: str = GOOD
    secret: str = ""

    def sign_in(self, password: str | None = None, **more: Any) -> FlaskClient:
        browser = self.office.browser()
        self.answer = browser.post(
            "/sign-in",
            data={"account": self.login, "password": password or self.password, **more},
        )
        return browser

    def code(self, later: int = 0) -> str:
        """What the telephone shows, now or so many half-minutes later."""
        return pyotp.TOTP(self.secret).at(_seconds(self.office) + 30 * later)

    def show(self, browser: FlaskClient, code: str, **more: Any) -> Any:
        return browser.post("/sign-in/code", data={"code": code, **more})

    def set_factor(self) -> list[str]:
        """Set a second factor up; the code used for it lies in the past."""
        with self.office.records() as session:
            self.secret = factor.propose(session, self.id)
            actor = Actor(self.id, "n")
            session.rollback()
            from service.commands.door import sitting

            sitting.begin(session, self.id, how="password", agent="")
            here = session.query(Sitting.id).filter_by(person_id=self.id).scalar()
            session.rollback()
            codes, _ = factor.confirm(session, actor, self.code(), current="", here=here)
            session.execute(update(SecondFactor).values(last_step=0))
            session.execute(update(Sitting).values(ended_at=Sitting.begun_at))
            session.commit()
        return codes


def _seconds(office: Office) -> int:
    from service.records.database import database_now

    with office.records() as session:
        return int(database_now(session).timestamp())


@pytest.fixture
def make(office):
    def make(login: str, *roles: str, **more: Any) -> Somebody:
        grants = tuple(Grant(role, "chongqing", "500103") for role in roles)
        with office.records() as session:
            newcomer = Newcomer(
                login=login,
                name="张三",
                natural_person=login,
                password=GOOD,
                grants=grants,
                **more,
            )
            return Somebody(office, add_person(session, newcomer), login)

    return make


@pytest.fixture
def clerk(make) -> Somebody:
    return make("zhang")


@pytest.fixture
def payer(make) -> Somebody:
    return make("qian", "finance_payer")


def change(office: Office, person: Somebody, **values: Any) -> None:
    """What happens to an account while its owner is signed in."""
    with office.records() as session:
        session.execute(update(Person).where(Person.id == person.id).values(**values))
        session.commit()
