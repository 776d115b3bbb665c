"""A small office for the tests of the records: people, one school, its cases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy.orm import Session

from service.records import (
    Bundle,
    Case,
    HistoryEntry,
    Institution,
    OpenStep,
    OutboxMessage,
    Person,
    RosterLine,
    blind_index,
)

NOON = datetime(2020, 6, 1, 4, 0, tzinfo=UTC)
WANG = "11010519491231002X"


@pytest.fixture
def office(database) -> None:
    """Reviewer Li, Yubei Technical School, and the rules in force."""
    with database.session() as session:
        session.add(Bundle(hash="b1", jurisdiction="chongqing", content=b"{}", stored_at=NOON))
        session.add(Institution(id=1, uscc="U1", name="渝北技校", kind="school", region="渝北区"))
        session.add(
            Person(id=1, login="li", display_name="李审核", password_hash="-", natural_person="p1")
        )
        session.commit()


@pytest.fixture
def add_case(database, office) -> Callable[..., int]:
    """Open one more case; what is not said is as usual."""
    numbers = count(1)

    def add(**given: object) -> int:
        usual: dict[str, object] = {
            "number": f"CQ-2020-{next(numbers):05}",
            "jurisdiction": "chongqing",
            "region": "渝北区",
            "process": "cq_main",
            "bundle_hash": "b1",
            "institution_id": 1,
            "opened_by": 1,
            "state": b"\x01",
            "opened_at": NOON,
            "last_at": NOON,
        }
        with database.session() as session:
            case = Case(**usual | given)
            session.add(case)
            session.commit()
            return case.id

    return add


def open_step(session: Session, case_id: int, key: str, **given: object) -> None:
    usual: dict[str, object] = {
        "case_id": case_id,
        "key": key,
        "element": "opening_accept",
        "name": "受理",
        "path": "opening",
        "lane": "county_reviewer",
        "form": "opening_accept",
        "opened_at": NOON,
        "due_at": NOON + timedelta(days=2),
        "jurisdiction": "chongqing",
        "region": "渝北区",
        "institution_id": 1,
    }
    session.add(OpenStep(**usual | given))


def history_entry(case_id: int, seq: int = 1, **given: object) -> HistoryEntry:
    usual: dict[str, object] = {
        "case_id": case_id,
        "seq": seq,
        "at": NOON,
        "actor_id": 1,
        "actor_kind": "person",
        "natural_person": "p1",
        "lane": "county_reviewer",
        "order": "FinishStep",
        "step": "opening_accept",
        "path": "opening",
        "outcome": {"decision": "accept"},
        "walked": ["opening/opening_accept"],
        "signals": [],
        "bundle_hash": "b1",
        "previous": "",
        "digest": "d",
    }
    return HistoryEntry(**usual | given)


def message(case_id: int, **given: object) -> OutboxMessage:
    usual: dict[str, object] = {
        "case_id": case_id,
        "history_seq": 1,
        "template": "opening_received",
        "audience": {"lane": "institution"},
        "params": {"number": "CQ-2020-00001"},
        "at": NOON,
        "channels": ["inbox"],
    }
    return OutboxMessage(**usual | given)


def learner(case_id: int, line: int, id_no: str = WANG, **given: object) -> RosterLine:
    usual: dict[str, object] = {
        "case_id": case_id,
        "line": line,
        "name": "王秀英",
        "id_no": id_no,
        "person_index": blind_index(id_no),
        "phone": "13800138000",
        "category": "农民工",
        "relation": "labour",
    }
    return RosterLine(**usual | given)
