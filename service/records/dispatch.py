"""The dispatch reports, every state of each kept, and what the records count for them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, UniqueConstraint, and_, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.domain.catalogue import standing
from service.records.base import Base, BundleRef, Json, JsonList, PersonRef, RowId
from service.records.case import Case
from service.records.catalogue import CatalogueEntry
from service.records.learning import LearningRecord
from service.records.opening import ClassOpening
from service.records.roster import RosterLine

DRAFT, CONFIRMED = "draft", "confirmed"


class DispatchReport(Base):
    """One state of one office's report: prepared, corrected, confirmed, amended; only added to."""

    __tablename__ = "dispatch_report"
    __table_args__ = (UniqueConstraint("jurisdiction", "report", "unit", "due_on", "seq"),)

    id: Mapped[RowId]
    jurisdiction: Mapped[str]
    report: Mapped[str]
    unit: Mapped[str]
    due_on: Mapped[date]
    seq: Mapped[int]
    version: Mapped[int]
    state: Mapped[str]
    # By column: what was counted, what is stated, and why they differ.
    figures: Mapped[Json]
    # By column: the names of the platforms used.
    annex: Mapped[Json]
    # Of a merged report: each office below with its version and its numbers.
    merged: Mapped[JsonList] = mapped_column(default=list)
    missing: Mapped[JsonList] = mapped_column(default=list)
    reason: Mapped[str | None]
    person_id: Mapped[PersonRef]
    natural_person: Mapped[str]
    acting_for: Mapped[str | None]
    at: Mapped[datetime]
    bundle_hash: Mapped[BundleRef]


class DispatchCall(Base):
    """That an office was reminded of a report, or told that it is late."""

    __tablename__ = "dispatch_call"

    jurisdiction: Mapped[str] = mapped_column(primary_key=True)
    report: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Asked(NamedTuple):
    """Which report: of which place and kind, of which office, for which day."""

    jurisdiction: str
    report: str
    unit: str
    due_on: date


class Counted(NamedTuple):
    """What the records count for a figure, and the names behind it where it has any."""

    number: int
    names: tuple[str, ...] = ()


def states_of(session: Session, asked: Asked) -> list[DispatchReport]:
    """Every state of one report, in order."""
    found = select(DispatchReport).where(_is(asked)).order_by(DispatchReport.seq)
    return list(session.scalars(found))


def newest(session: Session, asked: Asked) -> DispatchReport | None:
    """Where one report stands now."""
    found = select(DispatchReport).where(_is(asked)).order_by(DispatchReport.seq.desc())
    return session.scalar(found.limit(1))


def newest_of_units(
    session: Session, jurisdiction: str, report: str, units: Sequence[str], *, confirmed: bool
) -> dict[tuple[str, date], DispatchReport]:
    """Where the reports of these offices stand, by office and day; or as last confirmed."""
    which = [
        DispatchReport.jurisdiction == jurisdiction,
        DispatchReport.report == report,
        DispatchReport.unit.in_(units),
        *([DispatchReport.state == CONFIRMED] if confirmed else []),
    ]
    found = session.scalars(select(DispatchReport).where(*which).order_by(DispatchReport.seq))
    return {(one.unit, one.due_on): one for one in found}


def first_confirmed(
    session: Session, jurisdiction: str, report: str, units: Sequence[str]
) -> dict[tuple[str, date], datetime]:
    """When each report was first confirmed, which says whether it came in time."""
    rows = session.execute(
        select(DispatchReport.unit, DispatchReport.due_on, func.min(DispatchReport.at))
        .where(
            DispatchReport.jurisdiction == jurisdiction,
            DispatchReport.report == report,
            DispatchReport.unit.in_(units),
            DispatchReport.state == CONFIRMED,
        )
        .group_by(DispatchReport.unit, DispatchReport.due_on)
    )
    return {(unit, due_on): at for unit, due_on, at in rows}


def calls_of(session: Session, asked: Asked) -> list[DispatchCall]:
    """When the office was reminded of the report."""
    same = [getattr(DispatchCall, name) == value for name, value in asked._asdict().items()]
    return list(session.scalars(select(DispatchCall).where(*same).order_by(DispatchCall.at)))


def called(session: Session, jurisdiction: str, report: str) -> set[tuple[str, date, str]]:
    """Which offices were called for which day, and how."""
    call = DispatchCall
    rows = session.execute(
        select(call.unit, call.due_on, call.kind).where(
            call.jurisdiction == jurisdiction, call.report == report
        )
    )
    return {(unit, due_on, kind) for unit, due_on, kind in rows}


def registered(session: Session, jurisdiction: str, regions: Sequence[str], until: datetime) -> int:
    """Everybody on the roster of an approved online class that was filed before that moment."""
    approved = [ClassOpening.decision == "approve", ClassOpening.received_at < until]
    return _lines(session, jurisdiction, regions, and_(*approved, ~RosterLine.withdrawn))


def trained(session: Session, jurisdiction: str, regions: Sequence[str], last_day: date) -> int:
    """Everybody on the roster of an online class that had begun, finished or not; of those who
    withdrew, whoever has learnt something."""
    learnt = exists().where(
        LearningRecord.case_id == RosterLine.case_id, LearningRecord.line == RosterLine.line
    )
    begun = ClassOpening.actual_start_on <= last_day
    return _lines(session, jurisdiction, regions, begun & (~RosterLine.withdrawn | learnt))


def platforms(session: Session, jurisdiction: str, origin: str, on: date) -> list[str]:
    """The platforms of that origin that stand in the catalogue that day, by name."""
    row = CatalogueEntry
    asked = select(row).where(
        row.jurisdiction == jurisdiction, row.kind == "platform", row.origin == origin
    )
    found = [one for one in session.scalars(asked) if standing(one.listed, on) == "valid"]
    return sorted({one.name for one in found})


def _lines(
    session: Session, jurisdiction: str, regions: Sequence[str], which: ColumnElement[bool]
) -> int:
    online = ClassOpening.online_theory_hours + ClassOpening.online_practical_hours > 0
    asked = (
        select(func.count())
        .select_from(RosterLine)
        .join(Case, Case.id == RosterLine.case_id)
        .join(ClassOpening, ClassOpening.case_id == Case.id)
        .where(Case.jurisdiction == jurisdiction, Case.region.in_(regions), online, which)
    )
    return session.scalar(asked) or 0


def _is(asked: Asked) -> ColumnElement[bool]:
    return and_(
        *(getattr(DispatchReport, name) == value for name, value in asked._asdict().items())
    )
