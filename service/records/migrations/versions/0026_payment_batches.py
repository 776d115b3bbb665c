"""Batches of payments, from drawing to settling."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "payment_batch",
        sa.Column("id", _id(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("payee_kind", sa.Text(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("hands", sa.Integer(), nullable=True),
        sa.Column("hands_clause", sa.Text(), nullable=True),
        sa.Column("bundle_hash", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", _id(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_because", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state in ('drawn', 'checked', 'approved', 'releasing', 'released', 'settled',"
            " 'dropped')",
            name=op.f("ck_payment_batch_state"),
        ),
        sa.CheckConstraint(
            "payee_kind in ('body', 'persons')", name=op.f("ck_payment_batch_payee_kind")
        ),
        sa.CheckConstraint("amount_fen >= 0 and lines >= 0", name=op.f("ck_payment_batch_totals")),
        sa.ForeignKeyConstraint(
            ["bundle_hash"], ["bundle.hash"], name=op.f("fk_payment_batch_bundle_hash")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["person.id"], name=op.f("fk_payment_batch_released_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_payment_batch_number")),
    )
    op.create_index(
        op.f("ix_payment_batch_jurisdiction_region_id"),
        "payment_batch",
        ["jurisdiction", "region", "id"],
    )
    op.create_index(
        "ix_payment_batch_under_way",
        "payment_batch",
        ["id"],
        postgresql_where=sa.text("state in ('releasing', 'released')"),
        sqlite_where=sa.text("state in ('releasing', 'released')"),
    )
    _create_items()
    op.create_table(
        "batch_act",
        sa.Column("id", _id(), nullable=False),
        sa.Column("batch_id", _id(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("item_no", sa.Integer(), nullable=True),
        sa.Column("person_id", _id(), nullable=False),
        sa.Column("natural_person", sa.Text(), nullable=False),
        sa.Column("acting_for", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payment_batch.id"], name=op.f("fk_batch_act_batch_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_batch_act_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_act")),
        sa.UniqueConstraint("batch_id", "seq", name=op.f("uq_batch_act_batch_id_seq")),
    )
    op.add_column(
        "payment_line", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def _create_items() -> None:
    op.create_table(
        "batch_item",
        sa.Column("id", _id(), nullable=False),
        sa.Column("batch_id", _id(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("case_id", _id(), nullable=False),
        sa.Column("payment_id", _id(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("account_index", sa.Text(), nullable=False),
        sa.Column("voucher_no", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("living", sa.Boolean(), nullable=False),
        sa.Column("held_reason", sa.Text(), nullable=True),
        sa.Column("held_note", sa.LargeBinary(), nullable=True),
        sa.Column("result_code", sa.Text(), nullable=True),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state in ('in', 'held', 'sent', 'paid', 'returned')", name=op.f("ck_batch_item_state")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_batch_item_positive")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payment_batch.id"], name=op.f("fk_batch_item_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_batch_item_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_batch_item_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_item")),
        sa.UniqueConstraint("batch_id", "no", name=op.f("uq_batch_item_batch_id_no")),
        sa.UniqueConstraint("voucher_no", name=op.f("uq_batch_item_voucher_no")),
    )
    op.create_index(op.f("ix_batch_item_case_id"), "batch_item", ["case_id"])
    op.create_index(
        op.f("ix_batch_item_batch_id_state_no"), "batch_item", ["batch_id", "state", "no"]
    )
    op.create_index(
        "uq_batch_item_living",
        "batch_item",
        ["payment_id", "line"],
        unique=True,
        postgresql_where=sa.text("living"),
        sqlite_where=sa.text("living"),
    )


def downgrade() -> None:
    op.drop_column("payment_line", "held")
    op.drop_table("batch_act")
    op.drop_table("batch_item")
    op.drop_table("payment_batch")
