"""Living allowance: what each learner earned and is paid, and the day book of person and year."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, CaseKey
from service.records.case import Case


class AllowanceLine(Base):
    """One learner's units of one calendar year: what was earned, and what fits in the cap."""

    __tablename__ = "allowance_line"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "line"], ["roster_line.case_id", "roster_line.line"]),
        CheckConstraint(
            "paid_online between 0 and online and paid_offline between 0 and offline",
            name="earned",
        ),
    )

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_index: Mapped[str] = mapped_column(index=True)
    minutes: Mapped[int]
    online: Mapped[int]
    offline: Mapped[int]
    used_before: Mapped[int] = mapped_column(default=0)
    paid_online: Mapped[int] = mapped_column(default=0)
    paid_offline: Mapped[int] = mapped_column(default=0)
    lifted_because: Mapped[str | None]

    @property
    def paid(self) -> int:
        """The days this line takes out of the year."""
        return self.paid_online + self.paid_offline


class PersonYear(Base):
    """How many days of one year a person has taken in a jurisdiction, over all classes."""

    __tablename__ = "person_year"
    __table_args__ = (CheckConstraint("days >= 0", name="not_below_nothing"),)

    jurisdiction: Mapped[str] = mapped_column(primary_key=True)
    person_index: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    days: Mapped[int] = mapped_column(default=0)


def allowance_of(session: Session, case_id: int) -> list[AllowanceLine]:
    """The lines of one claim, by learner and year."""
    return list(
        session.scalars(
            select(AllowanceLine)
            .where(AllowanceLine.case_id == case_id)
            .order_by(AllowanceLine.line, AllowanceLine.year)
        )
    )


def hold_years(
    session: Session, jurisdiction: str, years: Collection[tuple[str, int]]
) -> dict[tuple[str, int], PersonYear]:
    """The pages of these people and years, made where missing, held until the end of the order.

    They are taken in one order, so that two claims on the same people cannot wait in a ring.
    """
    wanted = sorted(set(years))
    if not wanted:
        return {}
    rows = [
        {"jurisdiction": jurisdiction, "person_index": person, "year": year, "days": 0}
        for person, year in wanted
    ]
    session.execute(_unless_there(session), rows)
    held = session.scalars(
        select(PersonYear)
        .where(PersonYear.jurisdiction == jurisdiction)
        .where(PersonYear.person_index.in_({person for person, _ in wanted}))
        .where(PersonYear.year.in_({year for _, year in wanted}))
        .order_by(PersonYear.person_index, PersonYear.year)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {(one.person_index, one.year): one for one in held}


def _unless_there(session: Session) -> Any:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(PersonYear.__table__).on_conflict_do_nothing()


def claimed_lines(session: Session, parent_id: int, case_id: int) -> set[int]:
    """The roster lines whose days another claim on the same class has taken already."""
    asked = (
        select(AllowanceLine.line)
        .join(Case, Case.id == AllowanceLine.case_id)
        .where(Case.parent_id == parent_id, Case.id != case_id)
        .where(AllowanceLine.paid_online + AllowanceLine.paid_offline > 0)
    )
    return set(session.scalars(asked))
