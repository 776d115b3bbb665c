"""What the desks of money look for, by index; and who approved a payment, for the books to name."""

import sqlalchemy as sa
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
    person = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("payment", sa.Column("approved_by", person, nullable=True))


def downgrade() -> None:
    """The column and the indexes go."""
    op.drop_column("payment", "approved_by")
    for table, *columns in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table)
