"""What banks answered, row by row, and what each person's part of a payment came to."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

PAYMENT = sa.table(
    "payment",
    sa.column("id", sa.BigInteger),
    sa.column("state", sa.Text),
    sa.column("amount_fen", sa.BigInteger),
    sa.column("result_code", sa.Text),
    sa.column("paid_fen", sa.BigInteger),
)
LINE = sa.table(
    "payment_line",
    sa.column("payment_id", sa.BigInteger),
    sa.column("result", sa.Text),
    sa.column("result_code", sa.Text),
)


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    key = "hash" if target == "bundle" else "id"
    return sa.ForeignKeyConstraint([column], [f"{target}.{key}"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "bank_file",
        sa.Column("id", _id(), nullable=False),
        sa.Column("batch_id", _id(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("digest", "layout")),
        sa.Column("bundle_hash", sa.Text(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("taken_by", _id(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        _of("bank_file", "batch_id", "payment_batch"),
        _of("bank_file", "bundle_hash", "bundle"),
        _of("bank_file", "taken_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_file")),
        sa.UniqueConstraint("batch_id", "digest", name=op.f("uq_bank_file_batch_id_digest")),
    )
    op.create_table(
        "bank_result",
        sa.Column("file_id", _id(), nullable=False),
        sa.Column("at", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("item_no", sa.Integer(), nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        _of("bank_result", "file_id", "bank_file"),
        sa.PrimaryKeyConstraint("file_id", "at", name=op.f("pk_bank_result")),
    )
    op.create_table(
        "bank_outcome",
        sa.Column("file_id", _id(), nullable=False),
        sa.Column("at", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("payment_id", _id(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        _of("bank_outcome", "file_id", "bank_file"),
        _of("bank_outcome", "payment_id", "payment"),
        sa.PrimaryKeyConstraint("file_id", "at", name=op.f("pk_bank_outcome")),
    )
    op.create_index(
        "ix_bank_outcome_to_do",
        "bank_outcome",
        ["file_id", "payment_id"],
        postgresql_where=sa.text("outcome is null"),
        sqlite_where=sa.text("outcome is null"),
    )
    _part_by_part()


def _part_by_part() -> None:
    """A payment to persons was answered for as a whole until now, and so was every part of it."""
    op.add_column(
        "payment", sa.Column("paid_fen", sa.BigInteger(), nullable=False, server_default="0")
    )
    for column in ("result", "result_code"):
        op.add_column("payment_line", sa.Column(column, sa.Text(), nullable=True))
    op.execute(
        sa.update(PAYMENT).where(PAYMENT.c.state == "paid").values(paid_fen=PAYMENT.c.amount_fen)
    )
    for column, of_payment in (("result", PAYMENT.c.state), ("result_code", PAYMENT.c.result_code)):
        told = sa.select(of_payment).where(PAYMENT.c.id == LINE.c.payment_id).scalar_subquery()
        answered = sa.select(PAYMENT.c.id).where(PAYMENT.c.state.in_(("paid", "returned")))
        op.execute(sa.update(LINE).where(LINE.c.payment_id.in_(answered)).values({column: told}))


def downgrade() -> None:
    for column in ("result_code", "result"):
        op.drop_column("payment_line", column)
    op.drop_column("payment", "paid_fen")
    for table in ("bank_outcome", "bank_result", "bank_file"):
        op.drop_table(table)
