"""Who of a class has found work, the evidence for it, and what was found of the evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "employment_status",
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("employer", sa.LargeBinary(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        *_of_a_learner("employment_status"),
        sa.PrimaryKeyConstraint("case_id", "line", name=op.f("pk_employment_status")),
    )
    op.create_table(
        "employment_spell",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("employer", sa.LargeBinary(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("income_fen", sa.BigInteger(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_by", sa.Text(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_employment_spell_days")),
        sa.CheckConstraint("income_fen > 0", name=op.f("ck_employment_spell_income")),
        *_of_a_learner("employment_spell"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment_spell")),
    )
    op.create_index(
        op.f("ix_employment_spell_case_id_line"),
        "employment_spell",
        ["case_id", "line"],
        unique=False,
    )
    op.create_table(
        "employment_proof",
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        *_of_a_learner("employment_proof"),
        sa.PrimaryKeyConstraint("case_id", "line", name=op.f("pk_employment_proof")),
    )


def _of_a_learner(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["case_id", "line"],
            ["roster_line.case_id", "roster_line.line"],
            name=op.f(f"fk_{table}_case_id_line"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f(f"fk_{table}_case_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("employment_proof")
    op.drop_table("employment_spell")
    op.drop_table("employment_status")
