"""What the evidence of online learning consists of, and vouchers looked at one by one."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

COUNTED = ("sign_ins", "qa", "tests", "theory_hours", "practical_hours", "training_days")
NAMED = ("lesson_nos", "platform_ref", "platform_hash")


def upgrade() -> None:
    for name in COUNTED:
        op.add_column(
            "learning_record", sa.Column(name, sa.Integer(), server_default="0", nullable=False)
        )
    for name in NAMED:
        op.add_column("learning_record", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("learner_result", sa.Column("assessor_type", sa.Text(), nullable=True))
    op.add_column("lesson", sa.Column("method", sa.Text(), nullable=True))
    op.add_column("class_opening", sa.Column("in_action", sa.Boolean(), nullable=True))
    op.create_table(
        "voucher_check",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("voucher_no", sa.Text(), nullable=True),
        sa.Column("hours_match", sa.Boolean(), nullable=False),
        sa.Column("identity_match", sa.Boolean(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column(
            "checked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "line"],
            ["roster_line.case_id", "roster_line.line"],
            name=op.f("fk_voucher_check_case_id_line"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_voucher_check_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["person.id"], name=op.f("fk_voucher_check_checked_by")
        ),
        sa.PrimaryKeyConstraint("case_id", "line", name=op.f("pk_voucher_check")),
    )
    op.create_index(
        op.f("ix_voucher_check_voucher_no"), "voucher_check", ["voucher_no"], unique=False
    )


def downgrade() -> None:
    op.drop_table("voucher_check")
    op.drop_column("class_opening", "in_action")
    op.drop_column("lesson", "method")
    op.drop_column("learner_result", "assessor_type")
    for name in (*NAMED, *COUNTED):
        op.drop_column("learning_record", name)
