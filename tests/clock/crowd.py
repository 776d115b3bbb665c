"""Many cases that are due at one moment: one real request, written again under other numbers."""

from typing import Any

from sqlalchemy import Insert, Table, insert, select
from sqlalchemy.orm import Session

from service.records.base import Base
from service.records.case import Case, by_number
from service.records.deadline import Deadline
from service.records.opening import ClassOpening
from service.records.step import OpenStep

BELONGING = (ClassOpening, Deadline, OpenStep)


def multiply(session: Session, number: str, times: int) -> list[int]:
    """Write the case again so many times; the ids of all that there are now."""
    case = by_number(session, number)
    assert case is not None
    ids = [case.id, *(_again(session, case.id, n) for n in range(1, times))]
    session.commit()
    return ids


def _again(session: Session, case_id: int, n: int) -> int:
    (row,) = _rows(session, Case, Case.id == case_id)
    row["number"] += f"-{n}"
    new_id: int = session.execute(_into(Case).values(row).returning(Case.id)).scalar_one()
    for belonging in BELONGING:
        for own in _rows(session, belonging, belonging.case_id == case_id):
            session.execute(_into(belonging).values({**own, "case_id": new_id}))
    return new_id


def _into(table: type[Base]) -> Insert:
    return insert(_table(table))


def _table(of: type[Base]) -> Table:
    assert isinstance(of.__table__, Table)
    return of.__table__


def _rows(session: Session, of: type[Base], where: Any) -> list[dict[str, Any]]:
    found = session.execute(select(_table(of)).where(where)).mappings()
    return [{name: value for name, value in row.items() if name != "id"} for row in found]
