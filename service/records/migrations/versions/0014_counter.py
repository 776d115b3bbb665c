"""Who is at work in the house, and filings taken in at the counter."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "running_process",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("keys", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_running_process")),
    )
    op.create_table(
        "oldest_code",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_oldest_code_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oldest_code")),
    )
    op.create_table(
        "counter_filing",
        sa.Column("case_id", _id(), nullable=False),
        sa.Column("clerk_id", _id(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_counter_filing_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["clerk_id"], ["person.id"], name=op.f("fk_counter_filing_clerk_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_counter_filing")),
    )


def downgrade() -> None:
    op.drop_table("counter_filing")
    op.drop_table("oldest_code")
    op.drop_table("running_process")
