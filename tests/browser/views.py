"""Every page of the house on the demo's stage: who looks at it, where it is, what is done there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from flask import Flask
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from service.app import Quiet, create_app
from service.commands.clocks import DemoClock
from service.commands.stage import LOGIN, set_stage
from service.commands.stage_cases import fill_stage
from service.records import open_engine
from service.records.case import Case
from service.records.document import Document
from service.records.migrations import upgrade
from service.records.opening import ClassOpening
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

    def number(self, name: str) -> str:
        """The case of the class of that name."""
        found = self.session.scalar(
            select(Case.number)
            .join(ClassOpening, ClassOpening.case_id == Case.id)
            .where(ClassOpening.class_name == f"2020年{name}")
        )
        assert found, name
        return str(found)

    def case(self, name: str, rest: str = "") -> str:
        return f"/cases/{self.number(name)}{rest}"

    def step(self, name: str, element: str, rest: str = "") -> str:
        number = self.number(name)
        key = self.session.scalar(
            select(OpenStep.key)
            .join(Case, Case.id == OpenStep.case_id)
            .where(Case.number == number, OpenStep.element == element)
        )
        assert key, element
        return f"/cases/{number}/steps/{key}{rest}"

    def person(self, login: str) -> int:
        found = by_login(self.session, LOGIN + login)
        assert found, login
        return found.id

    def document(self) -> Document | None:
        return self.session.scalar(select(Document).limit(1))


Path_ = Callable[[Stage], str]
Act = Callable[[Page], None]


@dataclass(frozen=True)
class View:
    """One picture: its name, who looks, where, and what is done there first."""

    name: str
    who: str
    where: str | Path_
    act: Act | None = None

    def path(self, stage: Stage) -> str:
        return self.where if isinstance(self.where, str) else self.where(stage)


@contextmanager
def stage_in(folder: Path) -> Iterator[Stage]:
    """The demo with all its cases, served from this process."""
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
        set_stage(session, DemoClock())
        assert fill_stage(session) == []
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Stage(app, f"http://127.0.0.1:{server.server_port}", session)
        server.shutdown()
        thread.join()
        server.server_close()
    engine.dispose()


def seated(context: BrowserContext, stage: Stage, who: str, *, language: str = "zh") -> Page:
    """A window in which that person of the demo has sat down."""
    page = context.new_page()
    page.goto(f"{stage.address}/language/{language}")
    if who:
        page.goto(f"{stage.address}/sign-in")
        page.locator(f'button[name="person"][value="{stage.person(who)}"]').click()
        page.wait_for_load_state()
    return page


def submit(page: Page) -> None:
    """Press the form's button, whatever it says."""
    page.locator(".form-foot button.btn-primary, main form button.btn-primary").last.click()
    page.wait_for_load_state()


def see_in_full(page: Page) -> None:
    """For a reason."""
    page.locator('select[name="reason"]').select_option(index=1)
    page.locator('form[action$="/personal-data"] button').click()
    page.wait_for_load_state()


VIEWS = (
    View("sign-in", "", "/sign-in"),
    View("visit", "", "/demo/visit"),
    View("institution-desk", "clerk-2", "/"),
    View("reviewer-desk", "reviewer", "/"),
    View("approver-desk", "approver", "/"),
    View("head-desk", "head", "/office"),
    View("finance-desk", "finance-reviewer", "/finance"),
    View("payer-desk", "payer", "/finance"),
    View("cases", "auditor", "/cases"),
    View("search", "auditor", "/search?q=养老"),
    View("inbox", "clerk-2", "/inbox"),
    View("my-account", "reviewer", "/account"),
    View("phrases", "reviewer", "/phrases"),
    View("new-class", "clerk-1", "/cases/new"),
    View("counter", "counter", "/counter"),
    View("case-closed", "auditor", lambda on: on.case(CLOSED)),
    View("case-objected", "approver", lambda on: on.case(OBJECTED)),
    View("case-corrected", "clerk-2", lambda on: on.case(TO_CORRECT)),
    View("diagram", "auditor", lambda on: on.case(RUNNING, "/diagram")),
    View("bundle", "auditor", lambda on: on.case(CLOSED, "/bundle")),
    View("in-full-reason", "reviewer", lambda on: on.case(TO_ACCEPT, "/personal-data")),
    View("in-full", "reviewer", lambda on: on.case(TO_ACCEPT, "/personal-data"), see_in_full),
    View("step-correct", "clerk-2", lambda on: on.step(TO_CORRECT, "opening_correct")),
    View("step-accept", "reviewer", lambda on: on.step(TO_ACCEPT, "opening_accept")),
    View(
        "step-accept-refused", "reviewer", lambda on: on.step(TO_ACCEPT, "opening_accept"), submit
    ),
    View("step-hand", "head", lambda on: on.step(TO_ACCEPT, "opening_accept", "/hand")),
    View("step-approve", "approver", lambda on: on.step(TO_APPROVE, "opening_approve")),
    View("step-overdue", "head", lambda on: on.step(OVERDUE, "opening_overdue")),
    View("step-start", "clerk-2", lambda on: on.step(TO_START, "class_confirm_start")),
    View("step-verify", "reviewer", lambda on: on.step(TO_VERIFY, "certificate_verify")),
    View("step-objection", "approver", lambda on: on.step(OBJECTED, "objection_handle")),
    View(
        "step-finance-review",
        "finance-reviewer",
        lambda on: on.step(TO_REVIEW_ADVANCE, "finance_review"),
    ),
    View("step-release", "payer-2", lambda on: on.step(TO_RELEASE, "finance_pay")),
    View("step-account-fix", "clerk-1", lambda on: on.step(RETURNED, "account_fix")),
    View("order-repayment", "payer", lambda on: on.case(TO_RECOVER, "/orders/record-repayment")),
    View("not-found", "auditor", "/cases/CQ-2020-999999"),
    View("forbidden", "clerk-1", lambda on: on.case(RETURNED, "/orders/record-bank-result")),
)
