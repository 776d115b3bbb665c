"""Closed days and what did not fit in them; how long payments took; ways into the ledger."""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


CASE = sa.table(
    "training_case",
    sa.column("id", sa.BigInteger),
    *(sa.column(name, sa.Text) for name in ("jurisdiction", "region")),
)
ENTRY = sa.table(
    "ledger_entry",
    sa.column("case_id", sa.BigInteger),
    *(sa.column(name, sa.Text) for name in ("stage", "kind")),
    sa.column("at", sa.DateTime(timezone=True)),
)
HISTORY = sa.table(
    "history_entry",
    sa.column("case_id", sa.BigInteger),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("order", sa.Text),
    sa.column("signals", sa.JSON),
)
FILED = {"opening_received", "claim_filed", "living_filed", "direct_filed", "practical_filed"}
BEIJING = timedelta(hours=8)
CYCLE = (
    *("case_id", "stage", "jurisdiction", "region"),
    *("month", "filed_at", "paid_at", "days"),
)


def upgrade() -> None:
    _closings()
    _differences()
    _cycles()
    _ways_into_the_books()
    _say_how_long_money_took()


def downgrade() -> None:
    op.drop_index("ix_payment_awaited", "payment")
    op.drop_index(op.f("ix_ledger_entry_payee_id"), "ledger_entry")
    op.drop_index(op.f("ix_ledger_entry_jurisdiction_region_at_id"), "ledger_entry")
    op.drop_table("payment_cycle")
    op.drop_table("day_difference")
    op.drop_table("day_close")


def _closings() -> None:
    op.create_table(
        "day_close",
        sa.Column("id", _id(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person_id", _id(), nullable=False),
        sa.Column("natural_person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_day_close_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_close")),
        sa.UniqueConstraint(
            *("jurisdiction", "region", "day", "seq"),
            name=op.f("uq_day_close_jurisdiction_region_day_seq"),
        ),
    )


def _differences() -> None:
    op.create_table(
        "day_difference",
        sa.Column("close_id", _id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "what", "fund")),
        sa.Column("case_id", _id(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        *(
            sa.Column(name, sa.BigInteger(), nullable=True)
            for name in ("ledger_fen", "papers_fen", "bank_fen")
        ),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["close_id"], ["day_close.id"], name=op.f("fk_day_difference_close_id")
        ),
        sa.PrimaryKeyConstraint("close_id", "no", name=op.f("pk_day_difference")),
    )


def _cycles() -> None:
    op.create_table(
        "payment_cycle",
        sa.Column("case_id", _id(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_payment_cycle_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "stage", name=op.f("pk_payment_cycle")),
    )
    op.create_index(
        op.f("ix_payment_cycle_jurisdiction_region_month_days"),
        "payment_cycle",
        ["jurisdiction", "region", "month", "days"],
    )


def _ways_into_the_books() -> None:
    for columns in (["jurisdiction", "region", "at", "id"], ["payee", "id"]):
        name = op.f(f"ix_ledger_entry_{'_'.join(columns)}")
        op.create_index(name, "ledger_entry", columns)
    awaited = sa.text("state = 'instructed'")
    op.create_index(
        *("ix_payment_awaited", "payment", ["case_id"]),
        postgresql_where=awaited,
        sqlite_where=awaited,
    )


def _say_how_long_money_took() -> None:
    """Of every stage that was paid before: from the last paper handed in for it."""
    bind, cycle = op.get_bind(), sa.table("payment_cycle", *map(sa.column, CYCLE))
    paid = (
        sa.select(ENTRY.c.case_id, ENTRY.c.stage, sa.func.max(ENTRY.c.at).label("paid_at"))
        .where(ENTRY.c.kind == ENTRY.c.stage)
        .group_by(ENTRY.c.case_id, ENTRY.c.stage)
    )
    for row in bind.execute(paid).all():
        filed_at = _filed(bind, row.case_id, row.paid_at)
        if filed_at is not None:
            place = bind.execute(sa.select(CASE).where(CASE.c.id == row.case_id)).one()
            paid_on, asked_on = _day(row.paid_at), _day(filed_at)
            bind.execute(
                sa.insert(cycle).values(
                    case_id=row.case_id,
                    stage=row.stage,
                    jurisdiction=place.jurisdiction,
                    region=place.region,
                    month=sa.bindparam(None, paid_on.replace(day=1), sa.Date),
                    filed_at=sa.bindparam(None, filed_at, sa.DateTime(timezone=True)),
                    paid_at=sa.bindparam(None, row.paid_at, sa.DateTime(timezone=True)),
                    days=(paid_on - asked_on).days,
                )
            )


def _filed(bind: sa.Connection, case_id: int, paid_at: datetime) -> datetime | None:
    asked = sa.select(HISTORY.c.at, HISTORY.c.order, HISTORY.c.signals).where(
        HISTORY.c.case_id == case_id, HISTORY.c.at <= paid_at
    )
    found = [
        row.at
        for row in bind.execute(asked)
        if row.order == "SubmitEvidence" or FILED.intersection(row.signals or ())
    ]
    return max(found, default=None)


def _day(at: datetime) -> date:
    # One database gives moments with their zone, the other in UTC without.
    return ((at.astimezone(UTC) if at.tzinfo else at) + BEIJING).date()
