"""In whose name it was entered, wherever a second natural person has to decide."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

COLUMNS = (
    ("budget_proposal", "entered_for"),
    ("recovery_offset", "proposed_for"),
    ("write_off", "proposed_for"),
    ("catalogue_entry", "entered_for"),
    ("list_entry", "entered_for"),
    ("dispatch_report", "acting_for"),
)


def upgrade() -> None:
    """What was entered before says nothing of it, and is judged by who entered it."""
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.Text(), nullable=True))


def downgrade() -> None:
    """The columns go."""
    for table, column in COLUMNS:
        op.drop_column(table, column)
