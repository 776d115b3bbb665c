"""The catalogues of institutions, platforms, courses and specialties, and who decided what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Index, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.domain.catalogue import Listed
from service.records.base import LARGEST_ID, Base, BigId, RowId


class CatalogueEntry(Base):
    """One entry: whose, for whom, from which day to which, and by whose decision."""

    __tablename__ = "catalogue_entry"
    __table_args__ = (Index(None, "jurisdiction", "kind", "code"), Index(None, "owner_uscc"))

    id: Mapped[RowId]
    jurisdiction: Mapped[str]
    kind: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    owner_uscc: Mapped[str | None]
    audience: Mapped[str] = mapped_column(default="all")
    origin: Mapped[str]
    is_free: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    # The role that decided, under which number, and with which number it was filed upward.
    decided_by: Mapped[str]
    decision_no: Mapped[str | None]
    filing_no: Mapped[str | None]
    entered_by: Mapped[int | None] = mapped_column(BigId)
    # The natural person in whose name, where somebody stood in.
    entered_for: Mapped[str | None]
    entered_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    # The evaluation that led to it, where one did.
    case_id: Mapped[int | None] = mapped_column(BigId, index=True)
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None]

    @property
    def listed(self) -> Listed:
        """The entry as the rules see it."""
        return Listed(
            kind=self.kind,
            code=self.code,
            name=self.name,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            ended_on=self.ended_on,
            owner_uscc=self.owner_uscc,
            audience=self.audience,
            decided=self.published_at is not None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries a list is narrowed to."""

    jurisdiction: str
    kind: str = ""
    search: str = ""
    standing: str = ""
    on: date


def coded(
    session: Session, jurisdiction: str, kind: str, codes: Collection[str]
) -> list[CatalogueEntry]:
    """The entries of a kind under these codes, the newest first; an institution's is its own."""
    row = CatalogueEntry
    return list(
        session.scalars(
            select(row)
            .where(row.jurisdiction == jurisdiction, row.kind == kind, row.code.in_(codes))
            .order_by(row.id.desc())
        )
    )


def listed_after(
    session: Session, wanted: Wanted, *, after: int = 0, limit: int = 50
) -> list[CatalogueEntry]:
    """The next page of a place's catalogue, in the order it was entered."""
    row = CatalogueEntry
    asked = select(row).where(
        row.jurisdiction == wanted.jurisdiction, row.id > min(max(after, 0), LARGEST_ID)
    )
    if wanted.kind:
        asked = asked.where(row.kind == wanted.kind)
    if wanted.search:
        asked = asked.where(
            row.name.contains(wanted.search, autoescape=True) | (row.code == wanted.search)
        )
    return list(session.scalars(_standing(asked, wanted).order_by(row.id).limit(limit)))


def _standing(asked: Select[CatalogueEntry], wanted: Wanted) -> Select[CatalogueEntry]:
    """The same question as `service.domain.catalogue.standing`, put to the table."""
    row, on = CatalogueEntry, wanted.on
    decided = row.published_at.is_not(None)
    gone = row.ended_on.is_not(None) & (row.ended_on <= on)
    run_out = row.valid_to.is_not(None) & (row.valid_to < on)
    conditions = {
        "proposed": ~decided,
        "ended": decided & gone,
        "not_yet": decided & ~gone & (row.valid_from > on),
        "expired": decided & ~gone & (row.valid_from <= on) & run_out,
        "valid": decided & ~gone & (row.valid_from <= on) & ~run_out,
    }
    return asked.where(conditions[wanted.standing]) if wanted.standing in conditions else asked


def hold_entry(session: Session, entry_id: int) -> CatalogueEntry | None:
    """The entry, held until the transaction ends."""
    return session.scalar(
        select(CatalogueEntry)
        .where(CatalogueEntry.id == entry_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
