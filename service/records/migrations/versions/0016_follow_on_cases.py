"""Cases that follow on another, and what a request says beyond the common columns."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _particulars() -> sa.Column[object]:
    return sa.Column(
        "particulars", sa.JSON(none_as_null=True), server_default=sa.text("'{}'"), nullable=False
    )


def upgrade() -> None:
    parent = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("training_case", sa.Column("parent_id", parent, nullable=True))
    op.create_index("ix_training_case_parent_id", "training_case", ["parent_id"])
    op.add_column("open_step", sa.Column("amount_fen", sa.BigInteger(), nullable=True))
    op.add_column("class_opening", _particulars())
    op.add_column("roster_line", _particulars())
    for name in ("proof_no", "bank_name", "bank_account"):
        op.add_column("roster_line", sa.Column(name, sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    for name in ("bank_account", "bank_name", "proof_no", "particulars"):
        op.drop_column("roster_line", name)
    op.drop_column("class_opening", "particulars")
    op.drop_column("open_step", "amount_fen")
    op.drop_index("ix_training_case_parent_id", "training_case")
    op.drop_column("training_case", "parent_id")
