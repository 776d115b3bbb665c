"""The office as the outside meets it: rules in force, one person a role, a clock that tests set."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.clock.due_cases import pass_due
from service.clock.house import House
from service.commands.clocks import DemoClock
from service.commands.door import sitting
from service.commands.examples import Example, read_example
from service.commands.examples.papers import page
from service.commands.examples.shorthand import expanded, filed
from service.commands.people.newcomers import Newcomer, add_person, issue_token
from service.commands.staging.stage import LOGIN
from service.domain.orders import BY_NAME
from service.domain.permissions import Grant
from service.records.case import Case, by_number
from service.records.database import db
from service.records.institution import Institution
from service.records.person import by_login
from service.records.step import steps_of
from service.settings import Settings
from tests.conftest import INDEX_KEY, KEYS, Database
from tests.furnished import application, give_back
from tests.papers import PAPERS
from tests.staged import set_the_stage

EXAMPLES = Path(__file__).parents[1] / "workflows/bpmn/chongqing/examples"
HOME, REGION = "chongqing", "500103"
MORNING = datetime(2020, 5, 20, 2, tzinfo=UTC)
LOGINS = {
    "institution": f"{LOGIN}clerk-1",
    "other_institution": f"{LOGIN}clerk-2",
    "county_reviewer": f"{LOGIN}reviewer",
    "county_approver": f"{LOGIN}approver",
    "county_head": f"{LOGIN}head",
    "assessor": f"{LOGIN}assessor",
    "finance_reviewer": f"{LOGIN}finance-reviewer",
    "finance_reviewer/2": f"{LOGIN}finance-reviewer-3",
    "finance_payer": f"{LOGIN}payer",
    "finance_payer/2": f"{LOGIN}payer-3",
    "platform": f"{LOGIN}platform",
    "auditor": f"{LOGIN}auditor",
    "policy_admin": f"{LOGIN}policy",
}


@dataclass
class SetClock(DemoClock):
    """A clock that says what the test set it to."""

    at: datetime = MORNING

    def now(self, session: Session, database_time: datetime | None = None) -> datetime:
        return self.at


@dataclass
class Office:
    """The whole product on one database."""

    app: Flask
    database: Database
    clock: SetClock
    tokens: dict[str, str] = field(default_factory=dict)

    def house(self, mail: Any = None) -> House:
        return House(self.database.session, self.clock, mail, "http://kaiban.example")

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        give_back(self.app)

    @contextmanager
    def records(self) -> Iterator[Session]:
        with self.database.session() as session:
            yield session

    def browser(self, role: str | None = None) -> FlaskClient:
        """A browser, signed in as the person of that role."""
        client = self.app.test_client()
        if role is not None:
            with self.records() as session:
                person = by_login(session, LOGINS.get(role, role))
                assert person is not None
                person_id = person.id
                session.rollback()
                token = sitting.begin(session, person_id, how="demo", agent="Firefox · Linux")
            with client.session_transaction() as cookie:
                cookie["sitting"] = token
        return client

    def token(self, role: str, *scopes: str) -> str:
        """A token of the person of that role."""
        name = f"{role} {scopes}"
        if name not in self.tokens:
            with self.records() as session:
                self.tokens[name] = issue_token(
                    session,
                    LOGINS.get(role, role),
                    scopes=scopes or ("read", "write"),
                    days=1,
                    label=role,
                )
        return self.tokens[name]

    def call(self, role: str, method: str, path: str, **more: Any) -> Any:
        """Call the API as the person of that role."""
        headers = {"Authorization": f"Bearer {self.token(role)}", **more.pop("headers", {})}
        return self.app.test_client().open(f"/api{path}", method=method, headers=headers, **more)


def open_office(database: Database) -> Office:
    """Everything in place at ten in the morning of 20 May 2020."""
    clock = SetClock()
    settings = Settings(
        mode="demo",
        database_url=database.url,
        secret_key="a secret for tests",
        keys=KEYS,
        index_key=INDEX_KEY,
        home=PAPERS,
        documents=str(PAPERS),
    )
    set_the_stage(database, clock)
    app = application(settings, clock)
    app.config["WTF_CSRF_ENABLED"] = False
    return Office(app, database, clock)


@dataclass
class Story:
    """An example told through the API."""

    office: Office
    example: Example
    number: str = ""

    @classmethod
    def of(cls, office: Office, name: str = "cq-1-enterprise-in-shutdown") -> "Story":
        story = cls(office, read_example(EXAMPLES / f"{name}.toml"))
        story.open()
        return story

    def open(self) -> None:
        self.office.clock.at = self.example.scenes[0].at
        opened = self.office.call(
            "institution",
            "POST",
            "/cases",
            headers={"Idempotency-Key": "open-the-class"},
            json={"jurisdiction": HOME, "region": REGION},
        )
        assert opened.status_code == 201, opened.text
        self.number = opened.json["number"]

    def who(self, role: str) -> str:
        """The login of whoever plays that role here."""
        return LOGINS.get(role, role)

    def begun(self, number: str) -> None:
        """The request was opened elsewhere, and got this number."""
        self.number = number

    def wait(self, at: int) -> None:
        """Until the hour of that scene, with whatever time brings about on the way."""
        self.office.clock.at = self.example.scenes[at].at
        pass_due(self.office.house())

    def answers(self, at: int) -> Mapping[str, object]:
        """The answers of a scene as a form hands them in."""
        scene = self.example.scenes[at]
        if scene.step in ("opening_fill", "opening_correct"):
            return filed({**self.example.request, **scene.answers})
        return expanded(scene.answers, self.example.request["roster"])

    def step(self, element: str) -> Any:
        case_id = self.case().id
        with self.office.records() as session:
            return next(s for s in steps_of(session, case_id) if s.element == element)

    def case(self) -> Case:
        """The case as it stands."""
        with self.office.records() as session:
            found = by_number(session, self.number)
        assert found is not None
        return found

    def play(self, at: int, **headers: str) -> Any:
        """Play one scene over the API and give the answer."""
        scene = self.example.scenes[at]
        self.office.clock.at = scene.at
        path = f"/cases/{self.number}"
        sent = {"Idempotency-Key": f"scene-{at:04d}", **headers}
        if scene.order is not None:
            word = str(BY_NAME[scene.order].form).replace("_", "-")
            path += f"/orders/{word}"
        else:
            step = self.step(str(scene.step))
            path += f"/steps/{step.key}"
            sent.setdefault("If-Match", f'"{step.key}.{step.version}"')
        answers = self.with_papers(at, path)
        return self.office.call(self.who(str(scene.who)), "POST", path, headers=sent, json=answers)

    def with_papers(self, at: int, path: str) -> Mapping[str, object]:
        """The answers of a scene, each paper they name sent first."""
        answers, scene = dict(self.answers(at)), self.example.scenes[at]
        *_, kind, key = path.split("/")
        for asked, said in answers.items():
            name = said[0] if isinstance(said, list) and said else said
            if isinstance(name, str) and name.endswith(".pdf"):
                form = {kind.removesuffix("s"): key, "file": (BytesIO(page(name)), name)}
                kept = self.office.call(
                    self.who(str(scene.who)), "POST", f"/cases/{self.number}/documents", data=form
                )
                assert kept.status_code == 201, kept.text
                answers[asked] = kept.json["reference"]
        return answers

    def tell(self, until: str | None = None) -> "Story":
        """Play scene after scene, to the end or up to the one that does that step."""
        for at, scene in enumerate(self.example.scenes):
            if until is not None and scene.step == until:
                break
            self.wait(at)
            if scene.who is not None:
                answer = self.play(at)
                assert answer.status_code == 200, f"{scene.step or scene.order}: {answer.text}"
        return self


def stranger(office: Office) -> str:
    """Somebody of another district."""
    grant = Grant("county_reviewer", HOME, "500105")
    with office.records() as session:
        add_person(
            session,
            Newcomer(login="stranger", name="外区人", natural_person="x", grants=(grant,)),
        )
    return "stranger"


def mailed(office: Office, address: str, role: str = "county_reviewer") -> int:
    """One more person of that role, who has an e-mail address."""
    grant = Grant(role, HOME, REGION)
    with office.records() as session:
        return add_person(
            session,
            Newcomer(
                login=f"mailed-{role}",
                name="有邮箱",
                natural_person=address,
                email=address,
                grants=(grant,),
            ),
        )


def institutions(session: Session) -> list[Institution]:
    return list(session.scalars(select(Institution).order_by(Institution.id)))
