"""What the demo's stage lacks and a page shows: papers, an incident, people with passwords."""

from datetime import datetime, timedelta
from io import BytesIO
from itertools import count

import pyotp
from PIL import Image, ImageDraw
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from service.commands.clocks import DemoClock
from service.commands.desk import person_and_actor
from service.commands.examples.papers import page as paper
from service.commands.papers import documents
from service.commands.papers.documents import Upload
from service.commands.people.newcomers import Newcomer, add_person, issue_token
from service.commands.people.people_stand_in import name_stand_in
from service.commands.phrases import keep_phrase
from service.commands.staging.stage import BEGINS, LOGIN
from service.domain.invented import Invented
from service.domain.permissions import Actor, Grant
from service.records.database import database_now
from service.records.document import Document
from service.records.factor import SecondFactor
from service.records.incident import Incident
from service.records.sitting import Sitting
from service.records.transaction import write_transaction
from tests.browser.staging import OVERDUE, RUNNING, TO_ACCEPT, TO_START, Stage
from tests.papers import workbook

PASSWORD = "seven quiet lanterns by the river"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NUMBERS = count(1)
INVENTED = Invented(4711)


def furnish(stage: Stage) -> None:
    """Everything that no case of the demo brings with it."""
    for number, (name, content) in enumerate(_papers().items(), start=1):
        _hand_in(stage, TO_ACCEPT, name, content, seq=number)
    _erase(stage, stage.case_id(TO_START))
    _record_incidents(stage)
    session = stage.session
    keep_phrase(session, stage.person("reviewer"), "材料齐全，符合受理条件，予以受理。")
    issue_token(
        session, f"{LOGIN}platform", scopes=("read", "write"), days=90, label="学习平台对接"
    )
    name_stand_in(
        session,
        actor(stage, "reviewer"),
        absent=f"{LOGIN}reviewer",
        deputy=f"{LOGIN}reviewer-3",
        role="county_reviewer",
        days=(BEGINS.date(), BEGINS.date() + timedelta(days=5)),
        today=BEGINS.date(),
    )


def actor(stage: Stage, login: str) -> Actor:
    found = person_and_actor(stage.session, stage.person(login))
    assert found
    stage.session.rollback()
    return found[1]


def _papers() -> dict[str, bytes]:
    return {
        "培训承诺书.pdf": paper("培训承诺书"),
        "教室照片.png": photograph(),
        "课程安排.xlsx": workbook(6),
    }


def photograph() -> bytes:
    """A classroom, as far as one can be drawn with a few rectangles."""
    picture = Image.new("RGB", (960, 540), "#dfe7ee")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((180, 60, 780, 260), fill="#2f5d50", outline="#7a5c3e", width=12)
    for row in range(2):
        for seat in range(4):
            left, top = 110 + seat * 200, 330 + row * 100
            draw.rectangle((left, top, left + 140, top + 50), fill="#b98d5b")
    into = BytesIO()
    picture.save(into, "PNG")
    return into.getvalue()


def _hand_in(stage: Stage, name: str, file: str, content: bytes, *, seq: int) -> None:
    session, clerk = stage.session, actor(stage, "clerk-2")
    upload = Upload(
        content=BytesIO(content),
        name=file,
        step="opening_fill",
        lane="institution",
        field="commitment_letters",
        label=("培训承诺书", "Training commitment letter"),
    )
    case_id = stage.case_id(name)
    session.rollback()
    kept = documents.take_in(session, case_id, upload, actor=clerk, clock=DemoClock())
    with write_transaction(session):
        documents.hand_in(session, [kept.reference], seq)


def _erase(stage: Stage, case_id: int) -> None:
    _hand_in(stage, TO_START, "旧承诺书.pdf", paper("旧承诺书"), seq=1)
    session = stage.session
    with write_transaction(session):
        row = session.query(Document).filter_by(case_id=case_id).one()
        row.name = row.wrapped_key = row.storage_key = None
        row.erased_at = database_now(session)


def _record_incidents(stage: Stage) -> None:
    session = stage.session
    case_ids = {"deadline": stage.case_id(OVERDUE), "message": stage.case_id(RUNNING)}
    session.rollback()
    with write_transaction(session):
        session.add_all(_incident(kind, case_id) for kind, case_id in case_ids.items())


def _incident(kind: str, case_id: int) -> Incident:
    at: datetime = BEGINS - timedelta(hours=2)
    return Incident(
        case_id=case_id, at=at, kind=kind, detail="OperationalError", tries=3, retry_at=BEGINS
    )


# --- people who come in by the front door ------------------------------------------------------


def newcomer(stage: Stage, role: str, *, must_change: bool = False, factor: bool = False) -> str:
    """An account with a password; each is somebody else, so that no look disturbs another."""
    number = next(NUMBERS)
    somebody = INVENTED.person()
    who = Newcomer(
        login=f"li.ming.{number}",
        name=somebody.name,
        natural_person=somebody.id_no,
        password=PASSWORD,
        must_change_password=must_change,
        grants=(Grant(role, "chongqing", "500106"),),
    )
    person_id = add_person(stage.session, who)
    if factor:
        _give_factor(stage.session, person_id)
    return who.login


def _give_factor(session: Session, person_id: int) -> None:
    with write_transaction(session):
        now = database_now(session)
        session.add(
            SecondFactor(
                person_id=person_id, secret=SECRET, made_at=now, confirmed_at=now, last_step=0
            )
        )


def come_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """By account and password."""
    page.fill("#account", login)
    page.fill("#password", password)
    page.locator('form[action$="/sign-in"] button.btn-primary').last.click()
    page.wait_for_load_state()


def telephone(secret: str) -> str:
    """What the telephone shows now."""
    return pyotp.TOTP(secret).now()


def everybody_was_away(session: Session) -> None:
    """So long that every sitting has run out."""
    with write_transaction(session):
        for one in session.query(Sitting):
            one.last_seen_at -= timedelta(hours=3)


def everybody_is_out(session: Session) -> None:
    """Signed out by somebody entitled to, at another desk."""
    with write_transaction(session):
        for one in session.query(Sitting):
            one.ended_at = one.last_seen_at
