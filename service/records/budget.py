"""Budgets: what a region may spend of a fund in a year, how it came to that, and who decided."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.domain.budget import Drawn, Standing, drawn
from service.records.base import Base, BigId, PersonRef, RowId
from service.records.columns import Fen
from service.records.ledger import LedgerEntry

# Jurisdiction, region, fund, year: every lock on several budgets is taken in this order.
Key = tuple[str, str, str, int]
DRAWN = ("committed_fen", "spent_fen", "recovered_fen", "lapsed_fen")
_KEY = ("jurisdiction", "region", "fund", "year")


class Budget(Base):
    """How one fund of a region stands in one year; the row is the lock of what is drawn from it."""

    __tablename__ = "budget"
    __table_args__ = (UniqueConstraint(*_KEY),)

    id: Mapped[RowId]
    jurisdiction: Mapped[str]
    region: Mapped[str]
    fund: Mapped[str]
    year: Mapped[int]
    # 指标编号; a budget that was only drawn from has none yet.
    item: Mapped[str | None] = mapped_column(unique=True)
    subject: Mapped[str | None]
    appropriated_fen: Mapped[int] = mapped_column(Fen, default=0)
    committed_fen: Mapped[int] = mapped_column(Fen, default=0)
    spent_fen: Mapped[int] = mapped_column(Fen, default=0)
    recovered_fen: Mapped[int] = mapped_column(Fen, default=0)
    lapsed_fen: Mapped[int] = mapped_column(Fen, default=0)

    @property
    def key(self) -> Key:
        """What the budget is of."""
        return (self.jurisdiction, self.region, self.fund, self.year)

    @property
    def standing(self) -> Standing:
        """The figures, as the rules see them."""
        return Standing(
            self.appropriated_fen,
            self.committed_fen,
            self.spent_fen,
            self.recovered_fen,
            self.lapsed_fen,
        )


class BudgetProposal(Base):
    """A change of a budget that one person entered and another decides on."""

    __tablename__ = "budget_proposal"
    __table_args__ = (
        CheckConstraint("kind in ('appropriate', 'carry_over', 'move')", name="kind"),
        CheckConstraint("state in ('proposed', 'decided', 'refused')", name="state"),
        Index(
            "ix_budget_proposal_open",
            "budget_id",
            postgresql_where=text("state = 'proposed'"),
            sqlite_where=text("state = 'proposed'"),
        ),
    )

    id: Mapped[RowId]
    budget_id: Mapped[int] = mapped_column(BigId, ForeignKey("budget.id"))
    to_budget_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("budget.id"))
    kind: Mapped[str]
    fen: Mapped[int] = mapped_column(Fen)
    paper: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(default="proposed")
    entered_by: Mapped[PersonRef]
    # The natural person in whose name, where somebody stood in.
    entered_for: Mapped[str | None]
    entered_at: Mapped[datetime]
    decided_by: Mapped[PersonRef | None]
    decided_at: Mapped[datetime | None]
    refused_for: Mapped[str | None]


class BudgetEntry(Base):
    """What was added to a budget or taken from it, by a paper and two persons; only ever added."""

    __tablename__ = "budget_entry"
    __table_args__ = (
        UniqueConstraint("proposal_id", "budget_id"),
        Index(None, "budget_id", "id"),
    )

    id: Mapped[RowId]
    budget_id: Mapped[int] = mapped_column(BigId, ForeignKey("budget.id"))
    counterpart_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("budget.id"))
    proposal_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("budget_proposal.id"))
    kind: Mapped[str]
    fen: Mapped[int] = mapped_column(Fen)
    # Commitments that were still open and went along with a carry-over.
    committed_fen: Mapped[int] = mapped_column(Fen, default=0)
    paper: Mapped[str]
    reason: Mapped[str]
    entered_by: Mapped[PersonRef | None]
    decided_by: Mapped[PersonRef | None]
    at: Mapped[datetime]


def draw(session: Session, changes: Mapping[Key, Drawn]) -> list[Budget]:
    """Add what was drawn to each budget and hold it; one nobody entered yet begins empty."""
    rows: list[dict[str, Any]] = [
        {
            **dict(zip(_KEY, key, strict=True)),
            **{name: getattr(change, name) for name in DRAWN},
            "appropriated_fen": 0,
        }
        for key, change in sorted(changes.items(), key=itemgetter(0))
    ]
    new = _insert(session)(Budget).values(rows)
    added = {name: getattr(Budget, name) + new.excluded[name] for name in DRAWN}
    asked = new.on_conflict_do_update(index_elements=_KEY, set_=added).returning(Budget)
    return list(session.scalars(asked, execution_options={"populate_existing": True}))


def begin(session: Session, keys: Iterable[Key]) -> None:
    """Make the rows of budgets that are not there yet."""
    zero = dict.fromkeys(("appropriated_fen", *DRAWN), 0)
    rows = [{**dict(zip(_KEY, key, strict=True)), **zero} for key in sorted(keys)]
    session.execute(_insert(session)(Budget).values(rows).on_conflict_do_nothing())


def _insert(session: Session) -> Any:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert


def budget_of(session: Session, key: Key) -> Budget | None:
    """The budget of a fund of a region in a year."""
    jurisdiction, region, fund, year = key
    return session.scalar(
        select(Budget).where(
            Budget.jurisdiction == jurisdiction,
            Budget.region == region,
            Budget.fund == fund,
            Budget.year == year,
        )
    )


def unnumbered(session: Session) -> list[Budget]:
    """The budgets that nobody has entered yet."""
    return list(session.scalars(select(Budget).where(Budget.item.is_(None)).order_by(Budget.id)))


def items_of(session: Session, keys: Collection[Key]) -> dict[Key, str]:
    """The item number of each of these budgets; one nobody entered yet has none."""
    columns = [getattr(Budget, name) for name in _KEY]
    asked = select(Budget).where(tuple_(*columns).in_(keys), Budget.item.is_not(None))
    return {one.key: str(one.item) for one in session.scalars(asked)}


def by_item(session: Session, item: str) -> Budget | None:
    """The budget of that item number."""
    return session.scalar(select(Budget).where(Budget.item == item))


def hold_budgets(session: Session, ids: Collection[int]) -> list[Budget]:
    """These budgets, held until the transaction ends, always in the same order."""
    columns = [getattr(Budget, name) for name in _KEY]
    return list(
        session.scalars(
            select(Budget)
            .where(Budget.id.in_(ids))
            .order_by(*columns)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def hold_proposal(session: Session, proposal_id: int) -> BudgetProposal | None:
    """The proposal, held until the transaction ends."""
    return session.scalar(
        select(BudgetProposal)
        .where(BudgetProposal.id == proposal_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def entries_of(session: Session, budget_id: int) -> list[BudgetEntry]:
    """How the budget came to what it is, oldest first."""
    asked = select(BudgetEntry).where(BudgetEntry.budget_id == budget_id).order_by(BudgetEntry.id)
    return list(session.scalars(asked))


def proposals_of(session: Session, budget_ids: Collection[int]) -> list[BudgetProposal]:
    """What was entered and waits for a second person, oldest first."""
    row = BudgetProposal
    return list(
        session.scalars(
            select(row)
            .where(row.budget_id.in_(budget_ids), row.state == "proposed")
            .order_by(row.id)
        )
    )


def budgets_in(
    session: Session, places: Collection[tuple[str | None, str | None]], year: int | None = None
) -> list[Budget]:
    """The budgets of these places (jurisdiction, region; None reaches everywhere), by year."""
    row = Budget
    asked = select(row)
    if not any(jurisdiction is None for jurisdiction, _ in places):
        wide = [one for one, region in places if region is None]
        near = [one for one in places if one[1] is not None]
        asked = asked.where(
            row.jurisdiction.in_(wide) | tuple_(row.jurisdiction, row.region).in_(near)
        )
    if year is not None:
        asked = asked.where(row.year == year)
    asked = asked.order_by(row.year.desc(), row.jurisdiction, row.region, row.fund)
    return list(session.scalars(asked))


def decided_fen(session: Session) -> dict[int, tuple[int, int]]:
    """What the entries of each budget come to: (appropriated, commitments carried)."""
    row = BudgetEntry
    asked = select(row.budget_id, func.sum(row.fen), func.sum(row.committed_fen)).group_by(
        row.budget_id
    )
    return {
        budget_id: (int(fen), int(carried)) for budget_id, fen, carried in session.execute(asked)
    }


def all_budgets(session: Session) -> list[Budget]:
    """Every budget there is."""
    return list(session.scalars(select(Budget).order_by(Budget.id)))


def drawn_by_entries(session: Session) -> dict[Key, Drawn]:
    """What the ledger's entries draw from each budget."""
    row = LedgerEntry
    columns = (row.jurisdiction, row.region, row.fund, row.budget_year, row.debit, row.credit)
    found: dict[Key, Drawn] = {}
    for *place, debit, credit, fen in session.execute(
        select(*columns, func.sum(row.fen)).group_by(*columns)
    ):
        key = (str(place[0]), str(place[1]), str(place[2]), int(place[3] or 0))
        found[key] = found.get(key, Drawn()) + drawn(debit, credit, int(fen))
    return found
