"""What the desks of money look for: a payment's lines in any batch, a whole place's entries by day."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

INDEXES = (("batch_item", "payment_id"), ("ledger_entry", "jurisdiction", "at", "id"))


def upgrade() -> None:
    """Without them every answer of a bank looks through its whole batch."""
    for table, *columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def downgrade() -> None:
    """The indexes go."""
    for table, *columns in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table)
