"""The classes: request, roster, plan."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "class_opening",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("class_name", sa.Text(), nullable=False),
        sa.Column("applicant_type", sa.Text(), nullable=False),
        sa.Column("training_mode", sa.Text(), nullable=False),
        sa.Column("platform_kind", sa.Text(), nullable=True),
        sa.Column("platform_name", sa.Text(), nullable=True),
        sa.Column("delegate_uscc", sa.Text(), nullable=True),
        sa.Column("specialty_code", sa.Text(), nullable=False),
        sa.Column("specialty_name", sa.Text(), nullable=False),
        sa.Column("specialty_class", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("cert_kind", sa.Text(), nullable=False),
        sa.Column("course_tags", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("planned_heads", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("theory_exam_on", sa.Date(), nullable=True),
        sa.Column("skill_exam_on", sa.Date(), nullable=True),
        sa.Column("total_hours", sa.Integer(), nullable=False),
        sa.Column("theory_hours", sa.Integer(), nullable=False),
        sa.Column("practical_hours", sa.Integer(), nullable=False),
        sa.Column("online_theory_hours", sa.Integer(), nullable=False),
        sa.Column("online_practical_hours", sa.Integer(), nullable=False),
        sa.Column("training_days", sa.Integer(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("mobile", sa.LargeBinary(), nullable=True),
        sa.Column("commitment_by", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("credit_result", sa.Text(), nullable=True),
        sa.Column("credit_on", sa.Date(), nullable=True),
        sa.Column("fee_to_learner_fen", sa.BigInteger(), nullable=False),
        sa.Column("advance_requested", sa.Boolean(), nullable=False),
        sa.Column("advance_rate_bp", sa.Integer(), nullable=True),
        sa.Column("advance_guarantee", sa.Text(), nullable=True),
        sa.Column("shutdown_kind", sa.Text(), nullable=True),
        sa.Column("shutdown_from", sa.Date(), nullable=True),
        sa.Column("shutdown_to", sa.Date(), nullable=True),
        sa.Column("payee_name", sa.Text(), nullable=True),
        sa.Column("payee_bank", sa.Text(), nullable=True),
        sa.Column("payee_account", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("approved_heads", sa.Integer(), nullable=True),
        sa.Column("standard_fen", sa.BigInteger(), nullable=True),
        sa.Column("approved_total_fen", sa.BigInteger(), nullable=True),
        sa.Column("register_no", sa.Text(), nullable=True),
        sa.Column("advance_fen", sa.BigInteger(), nullable=True),
        sa.Column("actual_start_on", sa.Date(), nullable=True),
        sa.Column("present_heads", sa.Integer(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("certified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim_decision", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("overdue_handed_back", sa.Boolean(), nullable=False),
        sa.Column("late_claim_allowed", sa.Boolean(), nullable=False),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_class_opening_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_class_opening")),
        sa.UniqueConstraint("register_no", name=op.f("uq_class_opening_register_no")),
    )
    op.create_table(
        "lesson",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("end", sa.Time(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("home_practice", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("teacher", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f("fk_lesson_case_id")),
        sa.PrimaryKeyConstraint("case_id", "no", name=op.f("pk_lesson")),
    )
    op.create_table(
        "roster_line",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("id_no", sa.LargeBinary(), nullable=False),
        sa.Column("person_index", sa.Text(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("out_of_city", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_roster_line_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "line", name=op.f("pk_roster_line")),
    )
    op.create_index(
        op.f("ix_roster_line_person_index"), "roster_line", ["person_index"], unique=False
    )


def downgrade() -> None:
    op.drop_table("roster_line")
    op.drop_table("lesson")
    op.drop_table("class_opening")
