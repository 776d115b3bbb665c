"""Payments, recoveries and the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("payee", sa.Text(), nullable=False),
        sa.Column("debit", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column(
            "approver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("voucher_no", sa.Text(), nullable=True),
        sa.Column("bundle_hash", sa.Text(), nullable=False),
        sa.Column("history_seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("debit <> credit", name=op.f("ck_ledger_entry_two_accounts")),
        sa.CheckConstraint("fen > 0", name=op.f("ck_ledger_entry_positive")),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["person.id"], name=op.f("fk_ledger_entry_approver_id")
        ),
        sa.ForeignKeyConstraint(
            ["bundle_hash"], ["bundle.hash"], name=op.f("fk_ledger_entry_bundle_hash")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_ledger_entry_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint(
            "case_id",
            "stage",
            "line",
            "kind",
            "attempt",
            name=op.f("uq_ledger_entry_case_id_stage_line_kind_attempt"),
        ),
    )
    op.create_index(
        op.f("ix_ledger_entry_jurisdiction_fund_id"),
        "ledger_entry",
        ["jurisdiction", "fund", "id"],
        unique=False,
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("payee_name", sa.Text(), nullable=False),
        sa.Column("payee_bank", sa.Text(), nullable=False),
        sa.Column("payee_account", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("batch_no", sa.Text(), nullable=True),
        sa.Column("voucher_no", sa.Text(), nullable=True),
        sa.Column("budget_item", sa.Text(), nullable=True),
        sa.Column("pay_on", sa.Date(), nullable=True),
        sa.Column("result_code", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state in ('reviewed', 'instructed', 'paid', 'returned')", name=op.f("ck_payment_state")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["training_case.id"], name=op.f("fk_payment_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint(
            "case_id", "stage", "attempt", name=op.f("uq_payment_case_id_stage_attempt")
        ),
        sa.UniqueConstraint("voucher_no", name=op.f("uq_payment_voucher_no")),
    )
    op.create_index(op.f("ix_payment_batch_no"), "payment", ["batch_no"], unique=False)
    op.create_table(
        "recovery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("repaid_fen", sa.BigInteger(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("referred", sa.Boolean(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_recovery_positive")),
        sa.CheckConstraint("repaid_fen between 0 and amount_fen", name=op.f("ck_recovery_repaid")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_recovery_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
    )
    op.create_index(op.f("ix_recovery_case_id"), "recovery", ["case_id"], unique=False)
    op.create_table(
        "repayment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receipt_no", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_repayment_positive")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["training_case.id"], name=op.f("fk_repayment_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment")),
        sa.UniqueConstraint("receipt_no", name=op.f("uq_repayment_receipt_no")),
    )
    op.create_index(op.f("ix_repayment_case_id"), "repayment", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("repayment")
    op.drop_table("recovery")
    op.drop_table("payment")
    op.drop_table("ledger_entry")
