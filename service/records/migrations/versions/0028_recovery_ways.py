"""Recovery by instalments and offset, objections to it, what was written off, dropped lines."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

PAYMENT_STATES = ("reviewed", "instructed", "paid", "returned")
STATES = "state in ('proposed', 'made', 'refused')"


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _payment_states((*PAYMENT_STATES, "offset", "dropped"))
    op.add_column("claim_line", sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
    _receipts()
    op.create_table(
        "recovery_instalment",
        sa.Column("id", _id(), nullable=False),
        sa.Column("recovery_id", _id(), nullable=False),
        sa.Column("plan", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_recovery_instalment_positive")),
        _to("recovery_instalment", "recovery_id", "recovery"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_instalment")),
        sa.UniqueConstraint(
            "recovery_id", "plan", "no", name=op.f("uq_recovery_instalment_recovery_id_plan_no")
        ),
    )
    op.create_table(
        "recovery_objection",
        sa.Column("id", _id(), nullable=False),
        sa.Column("recovery_id", _id(), nullable=False),
        sa.Column("case_id", _id(), nullable=False),
        sa.Column("grounds", sa.LargeBinary(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finding", sa.LargeBinary(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("less_fen", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("less_fen >= 0", name=op.f("ck_recovery_objection_less")),
        _to("recovery_objection", "recovery_id", "recovery"),
        _to("recovery_objection", "case_id", "training_case"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_objection")),
    )
    for column in ("recovery_id", "case_id"):
        op.create_index(op.f(f"ix_recovery_objection_{column}"), "recovery_objection", [column])
    _offsets()
    _write_offs()


def _receipts() -> None:
    """Every receipt says which debt it was for; so far a case had one at a time, the last."""
    with op.batch_alter_table("repayment") as table:
        table.add_column(sa.Column("recovery_id", _id(), nullable=True))
        table.create_foreign_key(
            op.f("fk_repayment_recovery_id"), "recovery", ["recovery_id"], ["id"]
        )
    op.execute(
        "UPDATE repayment SET recovery_id = (SELECT max(recovery.id) FROM recovery"
        " WHERE recovery.case_id = repayment.case_id)"
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _proposal(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", _id(), nullable=False),
        sa.Column("recovery_id", _id(), nullable=False),
        sa.Column("case_id", _id(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", _id(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", _id(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_fen > 0", name=op.f(f"ck_{table}_positive")),
        sa.CheckConstraint(STATES, name=op.f(f"ck_{table}_state")),
        _to(table, "recovery_id", "recovery"),
        _to(table, "case_id", "training_case"),
        _to(table, "proposed_by", "person"),
        _to(table, "decided_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _offsets() -> None:
    op.create_table(
        "recovery_offset",
        *_proposal("recovery_offset"),
        sa.Column("paying_case_id", _id(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("voucher_no", sa.Text(), nullable=True),
        sa.Column("payment_id", _id(), nullable=True),
        _to("recovery_offset", "paying_case_id", "training_case"),
        _to("recovery_offset", "payment_id", "payment"),
        sa.UniqueConstraint("voucher_no", name=op.f("uq_recovery_offset_voucher_no")),
    )
    for column in ("case_id", "paying_case_id"):
        op.create_index(op.f(f"ix_recovery_offset_{column}"), "recovery_offset", [column])
    _one_open("recovery_offset")


def _write_offs() -> None:
    op.create_table(
        "write_off",
        *_proposal("write_off"),
        sa.Column("paper_no", sa.Text(), nullable=False),
    )
    op.create_index(op.f("ix_write_off_case_id"), "write_off", ["case_id"])
    _one_open("write_off")


def _one_open(table: str) -> None:
    waiting = sa.text("state = 'proposed'")
    op.create_index(
        f"uq_{table}_open",
        table,
        ["recovery_id"],
        unique=True,
        postgresql_where=waiting,
        sqlite_where=waiting,
    )


def _payment_states(states: tuple[str, ...]) -> None:
    """Both databases hold what a payment may be; SQLite only by building the table anew."""
    named = ", ".join(f"'{state}'" for state in states)
    condition, name = f"state in ({named})", op.f("ck_payment_state")
    with op.batch_alter_table("payment") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, condition)


def downgrade() -> None:
    op.drop_table("write_off")
    op.drop_table("recovery_offset")
    op.drop_table("recovery_objection")
    op.drop_table("recovery_instalment")
    with op.batch_alter_table("repayment") as table:
        table.drop_constraint(op.f("fk_repayment_recovery_id"), type_="foreignkey")
        table.drop_column("recovery_id")
    with op.batch_alter_table("claim_line") as table:
        table.drop_column("dropped_at")
    _payment_states(PAYMENT_STATES)
