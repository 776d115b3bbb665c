"""Days attended, what learners are allowed to live on, and payments to persons."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _id(name: str = "case_id") -> sa.Column[int]:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, number, nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["case_id"], ["training_case.id"], name=op.f(f"fk_{table}_case_id")
    )


def _of_roster(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["case_id", "line"],
        ["roster_line.case_id", "roster_line.line"],
        name=op.f(f"fk_{table}_case_id_line"),
    )


def upgrade() -> None:
    op.add_column("learning_record", sa.Column("learned_on", sa.Date(), nullable=True))
    op.create_table(
        "attendance_day",
        _id(),
        _count("line"),
        sa.Column("day", sa.Date(), nullable=False),
        _text("batch_ref"),
        _of_case("attendance_day"),
        _of_roster("attendance_day"),
        sa.PrimaryKeyConstraint("case_id", "line", "day", name=op.f("pk_attendance_day")),
    )
    _allowance()
    _direct()
    _paid_lines()


def _allowance() -> None:
    op.create_table(
        "allowance_line",
        _id(),
        _count("line"),
        _count("year"),
        _text("person_index"),
        *map(_count, ("minutes", "online", "offline", "used_before")),
        *map(_count, ("paid_online", "paid_offline")),
        _text("lifted_because", nullable=True),
        sa.CheckConstraint(
            "paid_online between 0 and online and paid_offline between 0 and offline",
            name=op.f("ck_allowance_line_earned"),
        ),
        _of_case("allowance_line"),
        _of_roster("allowance_line"),
        sa.PrimaryKeyConstraint("case_id", "line", "year", name=op.f("pk_allowance_line")),
    )
    op.create_index(op.f("ix_allowance_line_person_index"), "allowance_line", ["person_index"])
    op.create_table(
        "person_year",
        _text("jurisdiction"),
        _text("person_index"),
        _count("year"),
        _count("days"),
        sa.CheckConstraint("days >= 0", name=op.f("ck_person_year_not_below_nothing")),
        sa.PrimaryKeyConstraint(
            "jurisdiction", "person_index", "year", name=op.f("pk_person_year")
        ),
    )


def _direct() -> None:
    op.create_table(
        "direct_line",
        _id(),
        _count("line"),
        _text("person_index"),
        *map(_text, ("specialty_code", "specialty_class", "level", "cert_type", "cert_no")),
        sa.Column("issued_on", sa.Date(), nullable=False),
        _text("issuer"),
        _of_case("direct_line"),
        _of_roster("direct_line"),
        sa.PrimaryKeyConstraint("case_id", "line", name=op.f("pk_direct_line")),
    )
    for name in ("person_index", "cert_no"):
        op.create_index(op.f(f"ix_direct_line_{name}"), "direct_line", [name])


def _paid_lines() -> None:
    op.create_table(
        "payment_line",
        _id("payment_id"),
        _count("line"),
        _text("person_index"),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("payee_name", sa.LargeBinary(), nullable=False),
        sa.Column("bank_name", sa.LargeBinary(), nullable=False),
        sa.Column("bank_account", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_payment_line_positive")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_payment_line_payment_id")
        ),
        sa.PrimaryKeyConstraint("payment_id", "line", name=op.f("pk_payment_line")),
    )
    op.create_index(op.f("ix_payment_line_person_index"), "payment_line", ["person_index"])


def downgrade() -> None:
    for table in ("payment_line", "direct_line", "person_year", "allowance_line"):
        op.drop_table(table)
    op.drop_table("attendance_day")
    op.drop_column("learning_record", "learned_on")
