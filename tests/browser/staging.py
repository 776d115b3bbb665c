"""The demo standing somewhere, and one look at one of its pages: who looks, where, what is done."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import Thread

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from service.app import Quiet, create_app
from service.clock.deliveries import deliver
from service.clock.due_cases import pass_due
from service.clock.house import House
from service.commands.clocks import DemoClock
from service.commands.staging.stage import LOGIN, set_stage
from service.commands.staging.stage_cases import fill_stage
from service.commands.staging.stage_money import fill_money
from service.commands.staging.stage_places import fill_places
from service.commands.staging.stage_reports import fill_reports
from service.records import open_engine
from service.records.case import Case
from service.records.document import Document
from service.records.migrations import upgrade
from service.records.opening import ClassOpening
from service.records.outbox import InboxItem
from service.records.person import by_login
from service.records.step import OpenStep
from service.settings import Settings
from tests.conftest import INDEX_KEY, KEYS

CLOSED, RETURNED, TO_RECOVER = "机加工车工中级第1期", "焊工中级第2期", "钳工中级第1期"
OBJECTED, TO_VERIFY, RUNNING = "养老护理员中级第1期", "养老护理员中级第2期", "家政服务员中级第1期"
TO_START, TO_REVIEW_ADVANCE, TO_RELEASE = (
    "保育员中级第1期",
    "重庆小面制作第1期",
    "江北小面制作第1期",
)
TO_APPROVE, TO_ACCEPT, TO_CORRECT = "中式烹调师中级第1期", "养老护理员中级第4期", "美发师中级第1期"
OVERDUE = "茶艺师中级第1期"


@dataclass
class Stage:
    """The demo standing somewhere, with what is needed to find a page on it."""

    app: Flask
    address: str
    session: Session

    def case_id(self, name: str) -> int:
        """The case of the class of that name."""
        found = self.session.scalar(
            select(ClassOpening.case_id).where(ClassOpening.class_name == f"2020年{name}")
        )
        assert found, name
        return found

    def number(self, name: str) -> str:
        number = self.session.get_one(Case, self.case_id(name)).number
        self.session.rollback()
        return number

    def case(self, name: str, rest: str = "") -> str:
        return f"/cases/{self.number(name)}{rest}"

    def step(self, name: str, element: str, rest: str = "") -> str:
        found = select(OpenStep.key).where(
            OpenStep.case_id == self.case_id(name), OpenStep.element == element
        )
        key = self.session.scalar(found)
        assert key, element
        return self.case(name, f"/steps/{key}{rest}")

    def person(self, login: str) -> int:
        found = by_login(self.session, LOGIN + login)
        assert found, login
        person_id = found.id
        self.session.rollback()
        return person_id

    def document(self, name: str, ending: str) -> str:
        """The page of the document of that kind."""
        found = self.session.scalars(
            select(Document).where(Document.case_id == self.case_id(name))
        ).all()
        reference = next(
            (one.reference for one in found if (one.name or ending).endswith(ending)), ""
        )
        assert reference, ending
        return self.case(name, f"/documents/{reference}")

    def message(self, login: str) -> int:
        """The newest message of that person."""
        found = self.session.scalar(
            select(InboxItem.id)
            .where(InboxItem.person_id == self.person(login))
            .order_by(InboxItem.id.desc())
        )
        assert found, login
        return found


Path_ = Callable[[Stage], str]
Act = Callable[[Page, Stage], None]


@dataclass(frozen=True)
class View:
    """One look: its name, who looks, where, what is done there first, and what is seen in it."""

    name: str
    who: str
    where: str | Path_
    zh: str
    en: str
    act: Act | None = None
    # What moves the demo's time is done on a stage of its own.
    moves_time: bool = False

    def path(self, stage: Stage) -> str:
        return self.where if isinstance(self.where, str) else self.where(stage)

    def open(self, page: Page, stage: Stage) -> None:
        """Go there and do what is to be done."""
        page.goto(stage.address + self.path(stage))
        if self.act:
            self.act(page, stage)


@contextmanager
def stage_in(folder: Path) -> Iterator[Stage]:
    """The demo with all its cases, served from this process."""
    with standing_in(folder) as stage:
        session = stage.session
        set_stage(session, DemoClock())
        assert [*fill_stage(session), *fill_places(session), *fill_money(session)] == []
        fill_reports(session)
        bind = session.get_bind()
        house = House(lambda: Session(bind), DemoClock())
        pass_due(house)
        deliver(house)
        yield stage


@contextmanager
def standing_in(folder: Path) -> Iterator[Stage]:
    """Whatever stands in the folder, served from this process."""
    url = f"sqlite:///{folder / 'stage.db'}"
    settings = Settings(
        mode="demo",
        database_url=url,
        secret_key="a secret for pictures",
        keys=KEYS,
        index_key=INDEX_KEY,
        home=folder,
        documents=str(folder / "documents"),
    )
    engine = open_engine(url)
    app = create_app(settings)
    upgrade(engine)
    with Session(engine) as session:
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Stage(app, f"http://127.0.0.1:{server.server_port}", session)
        server.shutdown()
        thread.join()
        server.server_close()
    engine.dispose()


def seat(page: Page, stage: Stage, who: str, *, language: str) -> None:
    """That person of the demo sits down at this window; no page is drawn for it."""
    ask = page.context.request
    ask.get(f"{stage.address}/language/{language}", max_redirects=0)
    if who:
        door = ask.get(f"{stage.address}/sign-in").text()
        mark = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', door)
        assert mark
        form = {"person": str(stage.person(who)), "csrf_token": mark[1]}
        led = ask.post(f"{stage.address}/demo/sign-in", form=form, max_redirects=0)
        assert led.status == HTTPStatus.SEE_OTHER
