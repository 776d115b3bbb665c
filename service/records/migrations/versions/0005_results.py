"""What learners did and how they ended, the claim and its objections."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("objector", sa.LargeBinary(), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finding", sa.LargeBinary(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_objection_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("case_id", "no", name=op.f("uq_objection_case_id_no")),
    )
    op.create_table(
        "claim_line",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("excluded", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id", "line"],
            ["roster_line.case_id", "roster_line.line"],
            name=op.f("fk_claim_line_case_id_line"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_claim_line_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "line", name=op.f("pk_claim_line")),
    )
    op.create_table(
        "learner_result",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("theory", sa.Integer(), nullable=True),
        sa.Column("practical", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("cert_type", sa.Text(), nullable=True),
        sa.Column("cert_no", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id", "line"],
            ["roster_line.case_id", "roster_line.line"],
            name=op.f("fk_learner_result_case_id_line"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_learner_result_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "line", name=op.f("pk_learner_result")),
    )
    op.create_index(op.f("ix_learner_result_cert_no"), "learner_result", ["cert_no"], unique=False)
    op.create_table(
        "learning_record",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_ref", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("face_checks", sa.Integer(), nullable=False),
        sa.Column("random_checks", sa.Integer(), nullable=False),
        sa.Column("images", sa.Integer(), nullable=False),
        sa.Column("offline_in_city", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "line"],
            ["roster_line.case_id", "roster_line.line"],
            name=op.f("fk_learning_record_case_id_line"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_learning_record_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_record")),
        sa.UniqueConstraint(
            "case_id", "batch_ref", "line", name=op.f("uq_learning_record_case_id_batch_ref_line")
        ),
    )
    op.create_index(
        op.f("ix_learning_record_case_id_line"),
        "learning_record",
        ["case_id", "line"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("learning_record")
    op.drop_table("learner_result")
    op.drop_table("claim_line")
    op.drop_table("objection")
