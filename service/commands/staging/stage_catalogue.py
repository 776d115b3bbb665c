"""What the catalogue of the demo holds, entered by one and decided by another; who supervises."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from service.commands.clocks import Clock
from service.commands.desk import person_and_actor
from service.commands.people.newcomers import Newcomer, add_person
from service.commands.supervision import catalogue
from service.domain.invented import Invented
from service.domain.permissions import Actor, Grant
from service.records.catalogue import CatalogueEntry
from service.records.person import by_login

SEED = 49
SECOND, CLERK = "demo-city-2", "demo-city"
# Who came last of all, so that everybody before keeps his name.
PEOPLE: Mapping[str, str] = {SECOND: "city_reviewer", "demo-third-party": "third_party"}
PLATFORM: Mapping[str, Any] = {"kind": "platform", "origin": "city", "is_free": True}
ENTRIES: tuple[Mapping[str, Any], ...] = (
    {
        **PLATFORM,
        "code": "PT-001",
        "name": "山城云课堂（虚构）",
        "valid_from": date(2020, 5, 18),
        "valid_to": date(2021, 5, 17),
    },
    {
        **PLATFORM,
        "code": "PT-002",
        "name": "巴渝网络学堂（虚构）",
        "valid_from": date(2020, 3, 21),
        "valid_to": date(2020, 6, 30),
    },
    {
        "kind": "course",
        "origin": "county",
        "code": "KC-001",
        "name": "养老护理员线上课程（虚构）",
        "valid_from": date(2020, 8, 1),
    },
    {**PLATFORM, "code": "PT-003", "name": "两江学习在线（虚构）", "valid_from": date(2020, 7, 1)},
)
UNDECIDED = "PT-003"


def stand(session: Session, clock: Clock, jurisdiction: str) -> None:
    """Enter the people and the entries that are missing; what stands stays as it is."""
    if by_login(session, SECOND) is not None:
        return
    session.rollback()
    _enter_people(session, jurisdiction)
    clerk, second = _actor(session, CLERK), _actor(session, SECOND)
    for asked in ENTRIES:
        now = clock.now(session)
        session.rollback()
        entry = CatalogueEntry(jurisdiction=jurisdiction, **asked)
        number = catalogue.enter(session, clerk, entry, now=now)
        if asked["code"] != UNDECIDED:
            decision = catalogue.Decision(decision_no=f"渝评〔2020〕{number}号")
            catalogue.decide(session, second, number, decision, now=now)


def _enter_people(session: Session, jurisdiction: str) -> None:
    invented = Invented(SEED)
    for login, role in PEOPLE.items():
        somebody = invented.person()
        grants = (Grant(role, jurisdiction),)
        newcomer = Newcomer(
            login=login, name=somebody.name, natural_person=somebody.id_no, grants=grants
        )
        add_person(session, newcomer)


def _actor(session: Session, login: str) -> Actor:
    person = by_login(session, login)
    found = person_and_actor(session, person.id) if person else None
    session.rollback()
    if found is None:
        raise LookupError(login)
    return found[1]
