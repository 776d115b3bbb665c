"""Closed days and what did not fit in them; how long payments took; ways into the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _closings()
    _differences()
    _cycles()


def downgrade() -> None:
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
