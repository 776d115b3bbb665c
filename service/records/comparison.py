"""Lists that other offices hand over, kept by blind index alone, and which learners they hit."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Base, BigId, CaseKey, PersonRef, RowId
from service.records.case import Case
from service.records.columns import Sealed
from service.records.roster import RosterLine


class ListImport(Base):
    """One list as it was handed over: what kind, as of which day, by whom, and from where."""

    __tablename__ = "list_import"
    __table_args__ = (Index(None, "jurisdiction", "kind"),)

    id: Mapped[RowId]
    jurisdiction: Mapped[str]
    region: Mapped[str]
    kind: Mapped[str]
    as_of: Mapped[date]
    source: Mapped[str]
    people: Mapped[int]
    digest: Mapped[str]
    imported_by: Mapped[PersonRef]
    imported_at: Mapped[datetime]
    # The people of a list that a newer one replaced are forgotten; that it was here is not.
    in_force: Mapped[bool] = mapped_column(default=True)


class ListPerson(Base):
    """That somebody stands on a list; who it is, nobody can read here."""

    __tablename__ = "list_person"

    import_id: Mapped[int] = mapped_column(BigId, ForeignKey("list_import.id"), primary_key=True)
    person_index: Mapped[str] = mapped_column(primary_key=True, index=True)


class LineDoubt(Base):
    """That a doubt about one line of a class was cleared, by whom and why."""

    __tablename__ = "line_doubt"

    case_id: Mapped[CaseKey]
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    # The list or the other class: a reason given for one of them answers for no later one.
    origin: Mapped[str] = mapped_column(primary_key=True)
    import_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("list_import.id"))
    cleared_by: Mapped[PersonRef]
    cleared_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Sealed("line_doubt.reason"))


class Hit(NamedTuple):
    """That a learner of a class stands on a list."""

    case_id: int
    line: int
    kind: str
    import_id: int
    as_of: date
    source: str


def in_force(session: Session, jurisdiction: str, *, kind: str | None = None) -> list[ListImport]:
    """The lists a jurisdiction compares with today, by kind and county."""
    asked = select(ListImport).where(ListImport.jurisdiction == jurisdiction, ListImport.in_force)
    if kind is not None:
        asked = asked.where(ListImport.kind == kind)
    return list(session.scalars(asked.order_by(ListImport.kind, ListImport.region)))


def imports_before(
    session: Session, jurisdiction: str, *, before: int | None = None, limit: int = 50
) -> list[ListImport]:
    """The next page of every list that was ever taken in, newest first."""
    asked = select(ListImport).where(ListImport.jurisdiction == jurisdiction)
    if before is not None:
        asked = asked.where(ListImport.id < before)
    return list(session.scalars(asked.order_by(ListImport.id.desc()).limit(limit)))


def hits_of_case(
    session: Session, case_id: int, jurisdiction: str, kinds: Collection[str]
) -> list[Hit]:
    """Which learners of a class stand on which lists in force, by line."""
    rows = session.execute(
        select(
            RosterLine.case_id,
            RosterLine.line,
            ListImport.kind,
            ListImport.id,
            ListImport.as_of,
            ListImport.source,
        )
        .join(ListPerson, ListPerson.person_index == RosterLine.person_index)
        .join(ListImport, ListImport.id == ListPerson.import_id)
        .where(RosterLine.case_id == case_id, ~RosterLine.withdrawn)
        .where(ListImport.jurisdiction == jurisdiction, ListImport.kind.in_(kinds))
        .order_by(RosterLine.line, ListImport.kind, ListImport.as_of.desc(), ListImport.id.desc())
    )
    return [Hit(*row) for row in rows]


def hit_cases(
    session: Session,
    import_id: int,
    *,
    region: str | None = None,
    after: int = 0,
    limit: int = 50,
) -> list[tuple[str, int, int]]:
    """The running classes a list hits, with how many learners of each: number, id, learners."""
    asked = (
        select(Case.number, Case.id, func.count())
        .join(RosterLine, RosterLine.case_id == Case.id)
        .join(ListPerson, ListPerson.person_index == RosterLine.person_index)
        .join(ListImport, ListImport.id == ListPerson.import_id)
        .where(ListPerson.import_id == import_id, Case.jurisdiction == ListImport.jurisdiction)
        .where(Case.finished.is_(None), ~RosterLine.withdrawn, Case.id > after)
        .group_by(Case.number, Case.id)
        .order_by(Case.id)
        .limit(limit)
    )
    if region is not None:
        asked = asked.where(Case.region == region)
    return [(number, case_id, heads) for number, case_id, heads in session.execute(asked)]


def cleared(session: Session, case_id: int) -> list[LineDoubt]:
    """The doubts of a class that somebody has cleared."""
    asked = select(LineDoubt).where(LineDoubt.case_id == case_id)
    return list(session.scalars(asked.order_by(LineDoubt.line, LineDoubt.kind)))
