"""The two-weekly dispatch reports, and when offices were reminded of them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "dispatch_report",
        sa.Column("id", _id(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("annex", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("merged", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("missing", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person_id", _id(), nullable=False),
        sa.Column("natural_person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bundle_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bundle_hash"], ["bundle.hash"], name=op.f("fk_dispatch_report_bundle_hash")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_dispatch_report_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_report")),
        sa.UniqueConstraint(
            "jurisdiction",
            "report",
            "unit",
            "due_on",
            "seq",
            name=op.f("uq_dispatch_report_jurisdiction_report_unit_due_on_seq"),
        ),
    )
    op.create_table(
        "dispatch_call",
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "jurisdiction", "report", "unit", "due_on", "kind", name=op.f("pk_dispatch_call")
        ),
    )


def downgrade() -> None:
    op.drop_table("dispatch_call")
    op.drop_table("dispatch_report")
