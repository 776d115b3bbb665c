"""Sittings, failed tries, second factors, identities from elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "person",
        sa.Column(
            "must_change_password", sa.Boolean(), server_default=sa.false(), nullable=False
        ),
    )
    op.create_table(
        "sitting",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sitting_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("digest", name=op.f("uq_sitting_digest")),
    )
    op.create_index(op.f("ix_sitting_person_id"), "sitting", ["person_id"], unique=False)
    op.create_table(
        "failed_try",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_try")),
    )
    op.create_index(
        op.f("ix_failed_try_subject_at"), "failed_try", ["subject", "at"], unique=False
    )
    op.create_index(op.f("ix_failed_try_at"), "failed_try", ["at"], unique=False)
    op.create_table(
        "old_password",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_old_password_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_password")),
    )
    op.create_index(op.f("ix_old_password_person_id"), "old_password", ["person_id"], unique=False)
    op.create_table(
        "second_factor",
        sa.Column("person_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("proposed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint(
            "person_id", "digest", name=op.f("uq_recovery_code_person_id_digest")
        ),
    )
    op.create_table(
        "outside_identity",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outside_identity_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_identity")),
        sa.UniqueConstraint(
            "issuer", "subject", name=op.f("uq_outside_identity_issuer_subject")
        ),
    )
    op.create_index(
        op.f("ix_outside_identity_person_id"), "outside_identity", ["person_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("outside_identity")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
    op.drop_table("old_password")
    op.drop_table("failed_try")
    op.drop_table("sitting")
    op.drop_column("person", "must_change_password")
