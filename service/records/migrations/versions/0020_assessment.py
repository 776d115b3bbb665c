"""How online courses were assessed, where claims go, and who had another subsidy already."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def _of_a_line(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["case_id", "line"],
            ["roster_line.case_id", "roster_line.line"],
            name=op.f(f"fk_{name}_case_id_line"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f(f"fk_{name}_case_id")),
        sa.PrimaryKeyConstraint("case_id", "line", name=op.f(f"pk_{name}")),
    )


def upgrade() -> None:
    _of_a_line(
        "online_assessment",
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
    )
    _of_a_line(
        "claim_route",
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
    )
    _of_a_line(
        "double_benefit",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("recover_fen", sa.BigInteger(), nullable=False),
        sa.Column("called_back", sa.Boolean(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for name in ("double_benefit", "claim_route", "online_assessment"):
        op.drop_table(name)
