"""Reasons for seeing personal data in full; what is to be erased and what is."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "personal_data_reason",
        sa.Column("case_id", _id(), nullable=False),
        sa.Column("sitting_id", _id(), autoincrement=False, nullable=False),
        sa.Column("person_id", _id(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _moment("at"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_personal_data_reason_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_personal_data_reason_person_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "sitting_id", name=op.f("pk_personal_data_reason")),
    )
    op.create_table(
        "erasure",
        sa.Column("id", _id(), nullable=False),
        sa.Column("lines", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("proposed_by", _id(), nullable=False),
        _moment("proposed_at"),
        sa.Column("confirmed_by", _id(), nullable=True),
        _moment("confirmed_at", nullable=True),
        _moment("done_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_erasure_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_erasure_confirmed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "erased",
        sa.Column("case_id", _id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("erasure_id", _id(), nullable=False),
        _moment("at"),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f("fk_erased_case_id")),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f("fk_erased_erasure_id")),
        sa.PrimaryKeyConstraint("case_id", "kind", name=op.f("pk_erased")),
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # It asks the table that goes; the triggers are put back as they were before.
        op.execute("DROP TRIGGER IF EXISTS answer_no_UPDATE")
    op.drop_table("erased")
    op.drop_table("erasure")
    op.drop_table("personal_data_reason")
