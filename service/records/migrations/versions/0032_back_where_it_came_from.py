"""Of which funds a fraud case calls money back; what was paid back and was never owed."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was decided before says nothing of it, and is one fund's money as it always was."""
    op.add_column(
        "fraud_matter", sa.Column("clawback_funds", sa.JSON(none_as_null=True), nullable=True)
    )
    op.add_column(
        "recovery_objection",
        sa.Column("return_fen", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
    )


def downgrade() -> None:
    """The columns go."""
    op.drop_column("recovery_objection", "return_fen")
    op.drop_column("fraud_matter", "clawback_funds")
