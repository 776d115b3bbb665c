"""Budgets, what was appropriated and drawn, and what holds a payment."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FIGURES = ("appropriated_fen", "committed_fen", "spent_fen", "recovered_fen", "lapsed_fen")

ENTRY = sa.table(
    "ledger_entry",
    *(sa.column(name) for name in ("case_id", "stage", "attempt", "kind", "at")),
    *(sa.column(name) for name in ("jurisdiction", "region", "fund", "budget_year")),
    *(sa.column(name) for name in ("debit", "credit", "fen")),
)
PAYMENT = sa.table(
    "payment", *(sa.column(name) for name in ("case_id", "stage", "attempt", "pay_on"))
)
CASE = sa.table("training_case", sa.column("id"), sa.column("region"))
DAY = sa.table(
    "ledger_day",
    *(sa.column(name) for name in ("jurisdiction", "region", "fund", "day")),
    *(sa.column(name) for name in ("debit", "credit", "fen", "entries")),
)
BUDGET = sa.table(
    "budget",
    *(sa.column(name) for name in ("jurisdiction", "region", "fund", "year", *_FIGURES)),
)


def upgrade() -> None:
    _budgets()
    _proposals()
    _entries()
    _days()
    _holds()
    with op.batch_alter_table("ledger_entry") as batch:
        batch.add_column(sa.Column("region", sa.Text(), nullable=True))
        batch.add_column(sa.Column("budget_year", sa.Integer(), nullable=True))
    _say_what_entries_were_drawn_from()
    _add_up()


def downgrade() -> None:
    with op.batch_alter_table("ledger_entry") as batch:
        batch.drop_column("budget_year")
        batch.drop_column("region")
    for name in ("payment_hold", "ledger_day", "budget_entry", "budget_proposal", "budget"):
        op.drop_table(name)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _budgets() -> None:
    op.create_table(
        "budget",
        sa.Column("id", ID, nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _FIGURES),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        sa.UniqueConstraint("item", name=op.f("uq_budget_item")),
        sa.UniqueConstraint(
            *("jurisdiction", "region", "fund", "year"),
            name=op.f("uq_budget_jurisdiction_region_fund_year"),
        ),
    )


def _proposals() -> None:
    table = "budget_proposal"
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("budget_id", ID, nullable=False),
        sa.Column("to_budget_id", ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("entered_by", ID, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_for", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.CheckConstraint(
            "kind in ('appropriate', 'carry_over', 'move')", name=op.f(f"ck_{table}_kind")
        ),
        sa.CheckConstraint(
            "state in ('proposed', 'decided', 'refused')", name=op.f(f"ck_{table}_state")
        ),
        _to(table, "budget_id", "budget"),
        _to(table, "to_budget_id", "budget"),
        _to(table, "entered_by", "person"),
        _to(table, "decided_by", "person"),
    )
    waits = sa.text("state = 'proposed'")
    op.create_index(
        f"ix_{table}_open", table, ["budget_id"], postgresql_where=waits, sqlite_where=waits
    )


def _entries() -> None:
    table = "budget_entry"
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("budget_id", ID, nullable=False),
        sa.Column("counterpart_id", ID, nullable=True),
        sa.Column("proposal_id", ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("committed_fen", sa.BigInteger(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by", ID, nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "proposal_id", "budget_id", name=op.f(f"uq_{table}_proposal_id_budget_id")
        ),
        _to(table, "budget_id", "budget"),
        _to(table, "counterpart_id", "budget"),
        _to(table, "proposal_id", "budget_proposal"),
        _to(table, "entered_by", "person"),
        _to(table, "decided_by", "person"),
    )
    op.create_index(op.f(f"ix_{table}_budget_id_id"), table, ["budget_id", "id"])


def _days() -> None:
    op.create_table(
        "ledger_day",
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("debit", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            *("jurisdiction", "region", "fund", "day", "debit", "credit"),
            name=op.f("pk_ledger_day"),
        ),
    )
    op.create_index(op.f("ix_ledger_day_jurisdiction_day"), "ledger_day", ["jurisdiction", "day"])


def _holds() -> None:
    table, still = "payment_hold", sa.text("lifted_at is null")
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("budget_id", ID, nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by", ID, nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        _to(table, "case_id", "training_case"),
        _to(table, "budget_id", "budget"),
        _to(table, "placed_by", "person"),
        _to(table, "lifted_by", "person"),
    )
    op.create_index(
        "uq_payment_hold_open",
        table,
        ["case_id", "stage", "line", "reason"],
        unique=True,
        postgresql_where=still,
        sqlite_where=still,
    )
    op.create_index(
        "ix_payment_hold_budget",
        table,
        ["budget_id", "id"],
        postgresql_where=still,
        sqlite_where=still,
    )
    op.create_index(op.f(f"ix_{table}_case_id"), table, ["case_id"])


# --- what was written before there were budgets ---------------------------------------------------


def _say_what_entries_were_drawn_from() -> None:
    """Region and year of every entry; the triggers that refuse this are put back afterwards."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER IF EXISTS ledger_entry_no_UPDATE")
    else:
        op.execute("DROP TRIGGER IF EXISTS ledger_entry_only_added ON ledger_entry")
    entry = ENTRY.c
    paid_on = (
        sa.select(_year(PAYMENT.c.pay_on))
        .where(
            PAYMENT.c.case_id == entry.case_id,
            PAYMENT.c.stage == entry.stage,
            PAYMENT.c.attempt == entry.attempt,
            entry.kind.in_(("INSTRUCT", "RETURNED")),
        )
        .scalar_subquery()
    )
    region = sa.select(CASE.c.region).where(CASE.c.id == entry.case_id).scalar_subquery()
    year = sa.cast(sa.func.coalesce(paid_on, _year(_beijing(entry.at))), sa.Integer)
    op.execute(sa.update(ENTRY).values(region=region, budget_year=year))


def _add_up() -> None:
    """The sums that postings keep from now on, of what was posted before."""
    entry = ENTRY.c
    place = (entry.jurisdiction, entry.region, entry.fund)
    key = (*place, _day(_beijing(entry.at)).label("day"), entry.debit, entry.credit)
    days = sa.select(*key, sa.func.sum(entry.fen), sa.func.count()).group_by(*key)
    op.execute(sa.insert(DAY).from_select([column.name for column in DAY.c], days))
    key = (*place, entry.budget_year)
    drawn = sa.select(
        *key,
        sa.literal_column("0"),
        _between("committed"),
        _between("in_payment", other="committed"),
        _between("recovered"),
        _between("lapsed"),
    ).group_by(*key)
    names = ("jurisdiction", "region", "fund", "year", *_FIGURES)
    op.execute(sa.insert(BUDGET).from_select(names, drawn))


def _between(account: str, *, other: str | None = None) -> sa.ColumnElement[int]:
    """What came to an account, less what left it: from and to anywhere, or one other account."""
    debit, credit = ENTRY.c.debit == account, ENTRY.c.credit == account
    if other is not None:
        debit, credit = debit & (ENTRY.c.credit == other), credit & (ENTRY.c.debit == other)
    return sa.func.sum(sa.case((debit, ENTRY.c.fen), (credit, -ENTRY.c.fen), else_=0))


def _beijing(at: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    if op.get_bind().dialect.name == "sqlite":
        return sa.func.datetime(at, sa.literal_column("'+8 hours'"))
    return sa.func.timezone(sa.literal_column("'Asia/Shanghai'"), at)


def _year(day: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    if op.get_bind().dialect.name == "sqlite":
        return sa.func.strftime(sa.literal_column("'%Y'"), day)
    return sa.func.to_char(day, sa.literal_column("'YYYY'"))


def _day(moment: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    return sa.func.date(moment) if on_sqlite else sa.cast(moment, sa.Date)
